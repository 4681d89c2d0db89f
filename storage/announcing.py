"""News as its author sees it: for whom, how far it has come, who has read it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.announcing import (
    PAGE,
    READERS,
    Announcement,
    Audience,
    Counts,
    Hearers,
    ReaderLine,
    State,
)
from domain.people import FAMILY_ROLES, Name, Role
from domain.rights import What
from storage import attachments
from storage.attachments import Owner
from storage.audiences import IS_NEWS
from storage.database import Session
from storage.grants import alive
from storage.marking import on
from storage.tables import (
    access_grant,
    announcement,
    class_member,
    course,
    course_member,
    delivery,
    fact,
    person,
    person_role,
    receipt,
    school,
    school_class,
)
from storage.upsert import upsert

_COLUMNS = {What.SCHOOL: "school_id", What.CLASS: "school_class_id", What.COURSE: "course_id"}


async def audiences(
    session: Session, chat_id: int, *, now: datetime, today: date
) -> list[Audience]:
    """Return for whom the chat may write: schools, years, classes, courses; one statement."""
    mine = (access_grant.c.chat_id == chat_id, alive(now))
    me = (
        sa.select(access_grant.c.person_id)
        .join(person, sa.and_(person.c.id == access_grant.c.person_id, person.c.active))
        .where(*mine, access_grant.c.role == Role.STAFF)
    )
    posts = (Role.DEPUTY_HEAD, Role.SCHOOL_ADMIN)

    def schools(*roles: Role) -> sa.Select[Any]:
        return sa.select(person_role.c.school_id).where(
            person_role.c.person_id.in_(me), person_role.c.role.in_(roles)
        )

    admin = sa.exists().where(*mine, access_grant.c.role == Role.SCHOOL_ADMIN)
    whole = sa.or_(school.c.id.in_(schools(*posts)), sa.and_(admin, school.c.kind == "school"))
    leads = sa.select(class_member.c.school_class_id).where(
        class_member.c.person_id.in_(me), class_member.c.role == "teacher", on(class_member, today)
    )
    teaches = sa.select(course_member.c.course_id).where(
        course_member.c.person_id.in_(me), course_member.c.role == "teacher",
        on(course_member, today),
    )  # fmt: skip
    none = sa.literal("")
    parts = (
        sa.select(
            sa.literal(What.SCHOOL.value).label("what"), school.c.id, school.c.title,
            none.label("grade"),
        ).where(school.c.active, whole),
        sa.select(sa.literal(What.SCHOOL.value), school.c.id, school.c.title, school_class.c.grade)
        .join(school_class, sa.and_(school_class.c.school_id == school.c.id, school_class.c.active))
        .where(school.c.active, whole, school_class.c.grade != "")
        .distinct(),
        sa.select(sa.literal(What.CLASS.value), school_class.c.id, school_class.c.title, none)
        .where(
            school_class.c.active,
            sa.or_(
                school_class.c.id.in_(leads),
                school_class.c.school_id.in_(schools(Role.DEPUTY_HEAD)),
            ),
        ),
        sa.select(sa.literal(What.COURSE.value), course.c.id, course.c.title, none)
        .where(course.c.active, course.c.id.in_(teaches)),
    )  # fmt: skip
    rows = await session.execute(sa.union_all(*parts))
    found = [Audience(What(row.what), row.id, row.title, row.grade) for row in rows]
    order = [What.SCHOOL, What.CLASS, What.COURSE]
    return sorted(found, key=lambda one: (order.index(one.what), _number(one), one.title))


def _number(one: Audience) -> int:
    digits = "".join(sign for sign in (one.grade or one.title) if sign.isdigit())
    return int(digits) if digits and one.what is not What.COURSE and len(digits) < 5 else 0


async def add(session: Session, audience: Audience, **values: Any) -> int:
    """Write a draft and return its row."""
    row = {
        "source": "local", "sourced_id": uuid4().hex, "state": State.DRAFT.value,
        "formatted": True, "grade": audience.grade, _COLUMNS[audience.what]: audience.id,
        **values,
    }  # fmt: skip
    made = await session.execute(sa.insert(announcement).values(row).returning(announcement.c.id))
    return int(made.scalar_one())


def _rows() -> sa.Select[Any]:
    title = sa.func.coalesce(school.c.title, school_class.c.title, course.c.title)
    return (
        sa.select(announcement, title.label("for_whom"))
        .outerjoin(school, school.c.id == announcement.c.school_id)
        .outerjoin(school_class, school_class.c.id == announcement.c.school_class_id)
        .outerjoin(course, course.c.id == announcement.c.course_id)
    )


async def one(session: Session, news_id: int, *, lock: bool = False) -> Announcement | None:
    """Return a piece of news in whatever state, with its files; ``author`` is for the caller."""
    query = _rows().where(announcement.c.id == news_id)
    row = (await session.execute(query.with_for_update(of=announcement) if lock else query)).first()
    if row is None:
        return None
    files = await attachments.of(session, Owner.NEWS, [news_id])
    return _announcement(row, files.get(news_id, ()))


async def author_of(session: Session, news_id: int) -> int | None:
    """Return the chat that wrote it; nothing for what came by an import."""
    found = await session.execute(
        sa.select(announcement.c.author_id).where(announcement.c.id == news_id)
    )
    return found.scalar_one_or_none()


async def of_author(session: Session, chat_id: int, page: int) -> tuple[list[Announcement], bool]:
    """Return a page of what a chat wrote, the newest first, and whether there is more."""
    rows = await session.execute(
        _rows()
        .where(announcement.c.author_id == chat_id)
        .order_by(announcement.c.id.desc())
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    found = [_announcement(row) for row in rows]
    return found[:PAGE], len(found) > PAGE


def _announcement(row: Any, files: Sequence[Any] = ()) -> Announcement:
    what = next(what for what, name in _COLUMNS.items() if getattr(row, name) is not None)
    audience = Audience(what, getattr(row, _COLUMNS[what]), row.for_whom, row.grade)
    return Announcement(
        row.id, audience, row.title, row.body, row.formatted, State(row.state),
        Hearers(row.hearers), row.must_confirm, row.urgent, row.posted_at, row.publish_at,
        row.edited_at, tuple(files),
    )  # fmt: skip


async def change(session: Session, news_id: int, **values: Any) -> None:
    """Give news other values."""
    await session.execute(
        sa.update(announcement).where(announcement.c.id == news_id).values(**values)
    )


async def drop(session: Session, news_id: int) -> None:
    """Forget a draft."""
    await session.execute(sa.delete(announcement).where(announcement.c.id == news_id))


async def due(session: Session, now: datetime) -> list[int]:
    """Take what is scheduled for now or earlier: of two workers, one gets it."""
    taken = await session.execute(
        sa.update(announcement)
        .where(
            announcement.c.state == State.SCHEDULED.value, announcement.c.publish_at <= now
        )
        .values(state=State.POSTED.value, posted_at=now)
        .returning(announcement.c.id)
    )  # fmt: skip
    return list(taken.scalars())


async def rewrite_waiting(session: Session, news_id: int, payload: dict[str, Any]) -> None:
    """Put new words into the fact, for chats that have not heard of it yet."""
    await session.execute(
        sa.update(fact)
        .where(fact.c.kind == IS_NEWS, fact.c.thing == f"news:{news_id}")
        .values(payload=payload)
    )


async def drop_waiting(session: Session, news_id: int, *, now: datetime) -> None:
    """Let nobody hear of it who has not yet."""
    mine = sa.select(fact.c.id).where(fact.c.kind == IS_NEWS, fact.c.thing == f"news:{news_id}")
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.fact_id.in_(mine), delivery.c.finished_at.is_(None))
        .values(state="skipped", reason="withdrawn", finished_at=now, claimed_by=None)
    )
    await session.execute(
        sa.update(fact)
        .where(fact.c.id.in_(mine), fact.c.planned_at.is_(None))
        .values(planned_at=now, reason="withdrawn")
    )


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
        .where(person.c.active, person.c.id.in_(_students(news.audience, today)))
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


def _students(audience: Audience, today: date) -> sa.Select[Any]:
    """Select the students whom news is for."""
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
