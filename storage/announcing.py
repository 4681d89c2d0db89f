"""News as its author sees it: for whom, in which words, in what state."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from domain.announcing import PAGE, Announcement, Audience, Hearers, State
from domain.people import Role
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
    announcement_student,
    class_member,
    course,
    course_member,
    delivery,
    fact,
    person,
    person_role,
    school,
    school_class,
)

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
    chosen = (
        sa.select(sa.func.count())
        .where(announcement_student.c.announcement_id == announcement.c.id)
        .correlate(announcement)
        .scalar_subquery()
    )
    return (
        sa.select(announcement, title.label("for_whom"), chosen.label("chosen"))
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
        row.edited_at, tuple(files), chosen=row.chosen,
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
