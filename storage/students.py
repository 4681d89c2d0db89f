"""Students as families see them; every question starts from who asks."""

from datetime import date, datetime

import sqlalchemy as sa

from domain.people import FAMILY_ROLES, Access, Name, Role, Student
from storage.database import Session
from storage.once import once
from storage.tables import access_grant, class_member, person, school_class

_CHAT, _STUDENT = (sa.bindparam(name, type_=sa.BigInteger) for name in ("chat", "student"))
_NOW = sa.bindparam("now", type_=access_grant.c.expires_at.type)
_TODAY = sa.bindparam("today", type_=sa.Date)


@once
def _accesses() -> sa.Select[tuple[object, ...]]:
    """Select every living grant of the chat to a student who is still at school."""
    membership = sa.and_(
        class_member.c.person_id == person.c.id,
        class_member.c.role == "student",
        sa.or_(class_member.c.begins_on.is_(None), class_member.c.begins_on <= _TODAY),
        sa.or_(class_member.c.ends_on.is_(None), class_member.c.ends_on >= _TODAY),
    )
    home = sa.and_(school_class.c.id == class_member.c.school_class_id, school_class.c.active)
    return (
        sa.select(
            person.c.id,
            person.c.given_name,
            person.c.family_name,
            person.c.middle_name,
            school_class.c.title,
            school_class.c.id.label("class_id"),
            access_grant.c.role,
            access_grant.c.sees_marks,
            access_grant.c.expires_at,
        )
        .select_from(access_grant)
        .join(person, person.c.id == access_grant.c.student_id)
        .outerjoin(class_member, membership)
        .outerjoin(school_class, home)
        .where(
            access_grant.c.chat_id == _CHAT,
            # Not by IN, which SQLAlchemy spells out anew at every call.
            sa.or_(*(access_grant.c.role == role for role in FAMILY_ROLES)),
            access_grant.c.revoked_at.is_(None),
            sa.or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > _NOW),
            person.c.active,
        )
        # A guardian's grant says more than a trusted person's, so it comes first.
        .order_by(person.c.given_name, person.c.id, access_grant.c.sees_marks.desc())
    )


def _access(row: sa.Row[tuple[object, ...]]) -> Access:
    student = Student(
        row.id,
        Name(row.given_name, row.family_name, row.middle_name),
        row.title or "",
        row.class_id,
    )
    return Access(student, Role(row.role), row.sees_marks, row.expires_at)


async def seen_by(session: Session, chat_id: int, *, now: datetime, today: date) -> list[Access]:
    """Return the students whom the chat may see, by given name; each once."""
    given = {"chat": chat_id, "now": now, "today": today}
    rows = await session.execute(_accesses(), given)
    found: dict[int, Access] = {}
    for row in rows:
        found.setdefault(row.id, _access(row))
    return list(found.values())


async def access(
    session: Session, chat_id: int, student_id: int, *, now: datetime, today: date
) -> Access | None:
    """Return what the chat may see of this student; nothing if it may see nothing."""
    given = {"chat": chat_id, "student": student_id, "now": now, "today": today}
    row = (await session.execute(_access_to(), given)).one_or_none()
    return _access(row) if row else None


@once
def _access_to() -> sa.Select[tuple[object, ...]]:
    return _accesses().where(access_grant.c.student_id == _STUDENT).limit(1)
