"""Who has a piece of news, who has opened and confirmed it, by number and by name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.announcing import READERS, Announcement, Audience, Counts, Hearers, ReaderLine
from domain.people import FAMILY_ROLES, Name, Role
from domain.rights import What
from storage.audiences import IS_NEWS
from storage.database import Session
from storage.grants import alive
from storage.marking import on
from storage.tables import (
    access_grant,
    announcement_student,
    class_member,
    course_member,
    delivery,
    fact,
    person,
    receipt,
    school_class,
)
from storage.upsert import upsert


def _told(news_id: int) -> sa.Select[Any]:
    """Select the family chats that have the news."""
    return (
        sa.select(delivery.c.chat_id)
        .join(fact, fact.c.id == delivery.c.fact_id)
        .where(
            fact.c.kind == IS_NEWS, fact.c.thing == f"news:{news_id}", delivery.c.state == "sent",
            sa.exists().where(access_grant.c.chat_id == delivery.c.chat_id),
        )
        .distinct()
    )  # fmt: skip


async def counts(session: Session, news_id: int) -> Counts:
    """Return how far it has come; one statement."""
    told = _told(news_id).subquery("told")
    mine = receipt.c.announcement_id == news_id
    row = (
        await session.execute(
            sa.select(
                sa.func.count(told.c.chat_id),
                sa.func.count(receipt.c.opened_at),
                sa.func.count(receipt.c.confirmed_at),
            ).select_from(
                told.outerjoin(receipt, sa.and_(mine, receipt.c.chat_id == told.c.chat_id))
            )
        )
    ).one()
    sent, opened, confirmed = row
    return Counts(sent, opened, confirmed, sent - confirmed)


async def unconfirmed(session: Session, news_id: int) -> list[int]:
    """Return the chats that have it and have not confirmed."""
    told = _told(news_id).subquery("told")
    confirmed = sa.exists().where(
        receipt.c.announcement_id == news_id, receipt.c.chat_id == told.c.chat_id,
        receipt.c.confirmed_at.is_not(None),
    )  # fmt: skip
    rows = await session.execute(sa.select(told.c.chat_id).where(~confirmed))
    return sorted(rows.scalars())


async def last_reminder(session: Session, news_id: int) -> datetime | None:
    """Return when somebody was last reminded."""
    found = await session.execute(
        sa.select(receipt.c.reminded_at)
        .where(receipt.c.announcement_id == news_id, receipt.c.reminded_at.is_not(None))
        .order_by(receipt.c.reminded_at.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def note(session: Session, news_id: int, chats: Sequence[int], **moments: datetime) -> None:
    """Write what a chat did; what it did first stays."""
    if not chats:
        return
    ((name, moment),) = moments.items()
    rows = [{"announcement_id": news_id, "chat_id": chat, name: moment} for chat in chats]
    insert = upsert(session, receipt).values(rows)
    first = sa.func.coalesce(receipt.c[name], insert.excluded[name])
    value = insert.excluded[name] if name == "reminded_at" else first
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["announcement_id", "chat_id"], set_={name: value}
        )
    )


async def confirmed_at(session: Session, news_id: int, chat_id: int) -> datetime | None:
    """Return when the chat confirmed."""
    found = await session.execute(
        sa.select(receipt.c.confirmed_at).where(
            receipt.c.announcement_id == news_id, receipt.c.chat_id == chat_id
        )
    )
    return found.scalar_one_or_none()


async def unconfirm(session: Session, news_id: int) -> None:
    """Forget who confirmed: the news has other words now."""
    await session.execute(
        sa.update(receipt)
        .where(receipt.c.announcement_id == news_id)
        .values(confirmed_at=None, reminded_at=None)
    )


async def readers(
    session: Session, news: Announcement, page: int, *, now: datetime, today: date
) -> tuple[list[ReaderLine], bool]:
    """Return a page of those whom it is for, by student; who is not linked stands there too."""
    roles = {
        Hearers.ALL: FAMILY_ROLES,
        Hearers.GUARDIANS: (Role.GUARDIAN, Role.TRUSTED),
        Hearers.STUDENTS: (Role.STUDENT,),
    }[news.hearers]
    holder = person.alias("holder")
    told = _told(news.id).subquery("told")
    mine = sa.and_(
        access_grant.c.student_id == person.c.id, access_grant.c.role.in_(roles), alive(now)
    )
    seen = sa.and_(
        receipt.c.chat_id == access_grant.c.chat_id, receipt.c.announcement_id == news.id
    )
    rows = await session.execute(
        sa.select(
            person.c.given_name, person.c.family_name, access_grant.c.role,
            access_grant.c.holder_name, holder.c.given_name.label("own"),
            holder.c.family_name.label("own_family"), told.c.chat_id.label("told"),
            receipt.c.opened_at, receipt.c.confirmed_at,
        )
        .select_from(person)
        .outerjoin(access_grant, mine)
        .outerjoin(holder, holder.c.id == access_grant.c.person_id)
        .outerjoin(told, told.c.chat_id == access_grant.c.chat_id)
        .outerjoin(receipt, seen)
        .where(person.c.active, person.c.id.in_(_students(news, today)))
        .order_by(person.c.family_name, person.c.given_name, person.c.id, access_grant.c.id)
        .offset(page * READERS)
        .limit(READERS + 1)
    )  # fmt: skip
    found = [_reader(row) for row in rows]
    return found[:READERS], len(found) > READERS


def _reader(row: Any) -> ReaderLine:
    student = f"{row.family_name} {row.given_name}".strip()
    if row.role is None:
        return ReaderLine(student, "")
    if row.role == Role.STUDENT:
        name = Name(row.given_name, row.family_name).full
    else:
        name = Name(row.own, row.own_family).full if row.own else row.holder_name
    return ReaderLine(student, name, row.told is not None, row.opened_at, row.confirmed_at)


def _students(news: Announcement, today: date) -> sa.Select[Any]:
    """Select the students whom news is for."""
    audience = news.audience
    if news.chosen:
        return sa.select(announcement_student.c.student_id).where(
            announcement_student.c.announcement_id == news.id
        )
    return members(audience, today)


def members(audience: Audience, today: date) -> sa.Select[Any]:
    """Select the students of an audience."""
    match audience.what:
        case What.COURSE:
            return sa.select(course_member.c.person_id).where(
                course_member.c.course_id == audience.id, course_member.c.role == "student",
                on(course_member, today),
            )  # fmt: skip
        case What.CLASS:
            return sa.select(class_member.c.person_id).where(
                class_member.c.school_class_id == audience.id, class_member.c.role == "student",
                on(class_member, today),
            )  # fmt: skip
    query = (
        sa.select(class_member.c.person_id)
        .join(school_class, school_class.c.id == class_member.c.school_class_id)
        .where(
            school_class.c.school_id == audience.id, school_class.c.active,
            class_member.c.role == "student", on(class_member, today),
        )
    )  # fmt: skip
    return query.where(school_class.c.grade == audience.grade) if audience.grade else query
