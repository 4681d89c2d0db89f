"""Questions and answers; who may see a thread follows from grants and roster at every call."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.people import Name, Role
from domain.questions import PAGE, POSTS, Addressee, Post, State, Target, ThreadLine
from storage.attachments import Owner
from storage.attachments import of as attachments
from storage.database import Session
from storage.grants import alive
from storage.marking import on
from storage.names import of_chats
from storage.tables import (
    access_grant,
    class_member,
    course,
    course_member,
    holiday,
    person,
    person_role,
    post,
    school_class,
    subject,
    thread,
)


async def targets(session: Session, student_id: int, *, now: datetime, today: date) -> list[Target]:
    """Return who may be asked about a student; one statement."""
    me = class_member.alias("me")
    teacher = class_member.alias("teacher")
    mine = sa.select(me.c.school_class_id).where(
        me.c.person_id == student_id, me.c.role == "student", on(me, today)
    )
    schools = sa.select(school_class.c.school_id).where(school_class.c.id.in_(mine))
    leads = (
        sa.select(
            sa.literal(Addressee.CLASS_TEACHER.value).label("addressee"),
            teacher.c.school_class_id.label("id"),
            person.c.given_name, person.c.family_name, person.c.middle_name,
            sa.literal("").label("title"), _linked(person.c.id, now).label("linked"),
        )
        .join(person, sa.and_(person.c.id == teacher.c.person_id, person.c.active))
        .where(teacher.c.school_class_id.in_(mine), teacher.c.role == "teacher", on(teacher, today))
    )  # fmt: skip
    own, other = course_member.alias("own"), course_member.alias("other")
    teaches = (
        sa.select(
            sa.literal(Addressee.SUBJECT_TEACHER.value), course.c.id, person.c.given_name,
            person.c.family_name, person.c.middle_name, subject.c.title,
            _linked(person.c.id, now),
        )
        .select_from(own)
        .join(course, sa.and_(course.c.id == own.c.course_id, course.c.active))
        .join(subject, subject.c.id == course.c.subject_id)
        .join(other, sa.and_(other.c.course_id == course.c.id, other.c.role == "teacher"))
        .join(person, sa.and_(person.c.id == other.c.person_id, person.c.active))
        .where(own.c.person_id == student_id, own.c.role == "student", on(own, today))
        .where(on(other, today))
    )  # fmt: skip
    deputies = (
        sa.select(
            sa.literal(Addressee.DEPUTY_HEAD.value), person_role.c.school_id,
            person.c.given_name, person.c.family_name, person.c.middle_name, sa.literal(""),
            _linked(person.c.id, now),
        )
        .join(person, sa.and_(person.c.id == person_role.c.person_id, person.c.active))
        .where(person_role.c.role == Role.DEPUTY_HEAD, person_role.c.school_id.in_(schools))
    )  # fmt: skip
    empty = sa.literal("")
    admins = sa.exists().where(access_grant.c.role == Role.SCHOOL_ADMIN, alive(now))
    support = sa.select(
        sa.literal(Addressee.SUPPORT.value), sa.func.min(school_class.c.school_id), empty, empty,
        empty, empty, admins,
    ).where(school_class.c.id.in_(mine)).having(sa.func.count() > 0)  # fmt: skip
    rows = await session.execute(sa.union_all(leads, teaches, deputies, support))
    return _targets(rows.all())


def _targets(rows: Any) -> list[Target]:
    """Return each office once, by its first holder who is linked."""
    found: dict[tuple[str, int], Target] = {}
    for row in sorted(rows, key=lambda row: (row.title, not row.linked, row.family_name)):
        name = Name(row.given_name, row.family_name, row.middle_name).polite
        label = row.title or name
        target = Target(Addressee(row.addressee), row.id, label, bool(row.linked))
        found.setdefault((row.addressee, row.id), target)
    order = list(Addressee)
    return sorted(found.values(), key=lambda one: order.index(one.addressee))


def _linked(person_id: sa.ColumnElement[int], now: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        access_grant.c.person_id == person_id, access_grant.c.role == Role.STAFF, alive(now)
    )


def _visible(chat_id: int, now: datetime, today: date) -> sa.ColumnElement[bool]:
    """Return the condition that a chat may see a thread: it asked, or holds the office asked."""
    mine = (access_grant.c.chat_id == chat_id, alive(now))
    sees = sa.exists().where(
        *mine, access_grant.c.student_id == thread.c.student_id,
        access_grant.c.role.in_((Role.GUARDIAN, Role.STUDENT)),
    )  # fmt: skip
    me = (
        sa.select(access_grant.c.person_id)
        .join(person, sa.and_(person.c.id == access_grant.c.person_id, person.c.active))
        .where(*mine, access_grant.c.role == Role.STAFF)
    )
    teaches = sa.select(course_member.c.course_id).where(
        course_member.c.person_id.in_(me), course_member.c.role == "teacher",
        on(course_member, today),
    )  # fmt: skip
    leads = sa.select(class_member.c.school_class_id).where(
        class_member.c.person_id.in_(me), class_member.c.role == "teacher", on(class_member, today)
    )
    admin = sa.exists().where(*mine, access_grant.c.role == Role.SCHOOL_ADMIN)

    def post_of(role: Role) -> sa.Select[Any]:
        return sa.select(person_role.c.school_id).where(
            person_role.c.person_id.in_(me), person_role.c.role == role
        )

    asked = thread.c.addressee
    return sa.or_(
        sa.and_(thread.c.asker_id == chat_id, sees),
        sa.and_(asked == Addressee.SUBJECT_TEACHER, thread.c.course_id.in_(teaches)),
        sa.and_(asked == Addressee.CLASS_TEACHER, thread.c.school_class_id.in_(leads)),
        sa.and_(asked == Addressee.DEPUTY_HEAD, thread.c.school_id.in_(post_of(Role.DEPUTY_HEAD))),
        sa.and_(
            asked == Addressee.SUPPORT,
            sa.or_(admin, thread.c.school_id.in_(post_of(Role.SCHOOL_ADMIN))),
        ),
    )


def _lines() -> sa.Select[Any]:
    member = sa.and_(
        class_member.c.person_id == thread.c.student_id, class_member.c.role == "student"
    )
    title = (
        sa.select(sa.func.min(school_class.c.title))
        .select_from(class_member.join(school_class))
        .where(member, school_class.c.active)
        .correlate(thread)
        .scalar_subquery()
    )
    return (
        sa.select(
            thread, person.c.given_name, person.c.family_name, title.label("class_title"),
            subject.c.title.label("course"),
        )
        .outerjoin(person, person.c.id == thread.c.student_id)
        .outerjoin(course, course.c.id == thread.c.course_id)
        .outerjoin(subject, subject.c.id == course.c.subject_id)
    )  # fmt: skip


async def of_chat(
    session: Session, chat_id: int, page: int, *, now: datetime, today: date
) -> tuple[list[ThreadLine], bool]:
    """Return a page of what the chat asked and has to answer, open ones first; and if more is."""
    closed = sa.case((thread.c.state == State.CLOSED, 1), else_=0)
    rows = await session.execute(
        _lines()
        .where(_visible(chat_id, now, today))
        .order_by(closed, thread.c.updated_at.desc(), thread.c.id.desc())
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    found = [_line(row, chat_id) for row in rows]
    return found[:PAGE], len(found) > PAGE


async def one(
    session: Session, chat_id: int, thread_id: int, *, now: datetime, today: date
) -> ThreadLine | None:
    """Return a thread that the chat may see."""
    rows = await session.execute(
        _lines().where(thread.c.id == thread_id, _visible(chat_id, now, today))
    )
    row = rows.one_or_none()
    return _line(row, chat_id) if row else None


def _line(row: Any, chat_id: int) -> ThreadLine:
    name = Name(row.given_name or "", row.family_name or "").short
    about = ", ".join(part for part in (name, row.class_title or "") if part)
    return ThreadLine(
        row.id, row.subject, State(row.state), Addressee(row.addressee), about, row.course or "",
        row.updated_at, row.asker_id == chat_id, row.student_id, row.waiting_since,
    )  # fmt: skip


async def posts(session: Session, line: ThreadLine, page: int) -> tuple[tuple[Post, ...], bool]:
    """Return a page of posts in their order, the last page first; and whether older ones are."""
    rows = await session.execute(
        sa.select(post)
        .where(post.c.thread_id == line.id)
        .order_by(post.c.id.desc())
        .offset(page * POSTS)
        .limit(POSTS + 1)
    )
    found = rows.all()
    shown = list(reversed(found[:POSTS]))
    names = await of_chats(session, {row.chat_id for row in shown})
    files = await attachments(session, Owner.POST, [row.id for row in shown])
    made = tuple(
        Post(
            row.id,
            names.of_staff(row.chat_id)
            if row.by_staff
            else names.of_family(row.chat_id, line.student_id),
            row.by_staff, row.text, row.at, files.get(row.id, ()),
        )
        for row in shown
    )  # fmt: skip
    return made, len(found) > POSTS


async def add(session: Session, **values: Any) -> int:
    """Write a thread and return its row."""
    made = await session.execute(sa.insert(thread).values(**values).returning(thread.c.id))
    return int(made.scalar_one())


async def say(
    session: Session, thread_id: int, chat_id: int, text: str, *, by_staff: bool, now: datetime
) -> int:
    """Write a post and return its row."""
    row = {"thread_id": thread_id, "chat_id": chat_id, "text": text, "by_staff": by_staff}
    made = await session.execute(sa.insert(post).values(**row, at=now).returning(post.c.id))
    return int(made.scalar_one())


async def change(session: Session, thread_id: int, **values: Any) -> None:
    """Give a thread other values."""
    await session.execute(sa.update(thread).where(thread.c.id == thread_id).values(**values))


async def row(session: Session, thread_id: int) -> Any:
    """Return a thread's row, locked."""
    found = await session.execute(
        sa.select(thread).where(thread.c.id == thread_id).with_for_update()
    )
    return found.one()


async def open_of(session: Session, chat_id: int) -> int:
    """Return how many questions of a chat wait for an answer."""
    found = await session.execute(
        sa.select(sa.func.count()).where(thread.c.asker_id == chat_id, thread.c.state == State.OPEN)
    )
    return int(found.scalar_one())


async def unanswered(session: Session, thread_id: int) -> int:
    """Return how many posts came since the school's last one."""
    last = (
        sa.select(sa.func.coalesce(sa.func.max(post.c.id), 0))
        .where(post.c.thread_id == thread_id, post.c.by_staff)
        .scalar_subquery()
    )
    found = await session.execute(
        sa.select(sa.func.count()).where(post.c.thread_id == thread_id, post.c.id > last)
    )
    return int(found.scalar_one())


async def waiting(session: Session) -> list[Any]:
    """Return the threads that wait and of which nobody was reminded since."""
    found = await session.execute(
        sa.select(thread).where(
            thread.c.state == State.OPEN, thread.c.waiting_since.is_not(None),
            thread.c.reminded_at.is_(None),
        )
    )  # fmt: skip
    return list(found)


async def holidays(session: Session) -> list[tuple[date, date]]:
    """Return the first and last days of whole schools' holidays."""
    rows = await session.execute(
        sa.select(holiday.c.begins_on, holiday.c.ends_on).where(holiday.c.school_class_id.is_(None))
    )
    return [(row.begins_on, row.ends_on) for row in rows]
