"""Members of staff: what they are follows from the roster at every call."""

from datetime import datetime

import sqlalchemy as sa

from domain.menu import StaffMember
from domain.people import Name, Role
from storage.database import Session
from storage.tables import (
    access_grant,
    class_member,
    course_member,
    person,
    person_role,
    school_class,
)


async def of_chat(session: Session, chat_id: int, *, now: datetime) -> StaffMember | None:
    """Return the member of staff that the chat is linked to, in one statement."""
    grants = sa.select(access_grant).where(
        access_grant.c.chat_id == chat_id,
        access_grant.c.role.in_((Role.STAFF, Role.SCHOOL_ADMIN)),
        access_grant.c.revoked_at.is_(None),
        sa.or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > now),
    )
    grant = grants.cte("living")
    who = grant.c.person_id
    nothing = sa.literal(None, sa.Integer)
    parts = (
        sa.select(
            person.c.given_name, person.c.family_name, person.c.middle_name,
            sa.literal("person").label("what"), person.c.id.label("id"),
        ).join(grant, sa.and_(who == person.c.id, person.c.active)),
        sa.select(grant.c.holder_name, sa.literal(""), sa.literal(""), grant.c.role, nothing),
        sa.select(sa.literal(""), sa.literal(""), sa.literal(""), person_role.c.role, nothing)
        .join(grant, who == person_role.c.person_id)
        .join(person, sa.and_(person.c.id == who, person.c.active)),
        sa.select(
            school_class.c.title, sa.literal(""), sa.literal(""), sa.literal("class"),
            school_class.c.id,
        )
        .join(class_member, class_member.c.school_class_id == school_class.c.id)
        .join(grant, sa.and_(who == class_member.c.person_id, class_member.c.role == "teacher"))
        .join(person, sa.and_(person.c.id == who, person.c.active))
        .where(school_class.c.active),
        sa.select(
            sa.literal(""), sa.literal(""), sa.literal(""), sa.literal("course"),
            sa.func.min(course_member.c.course_id),
        )
        .join(grant, sa.and_(who == course_member.c.person_id, course_member.c.role == "teacher"))
        .join(person, sa.and_(person.c.id == who, person.c.active))
        .having(sa.func.count() > 0),
    )  # fmt: skip
    rows = (await session.execute(sa.union_all(*parts))).all()
    return _member([tuple(row) for row in rows]) if rows else None


def _member(rows: list[tuple[str, str, str, str, int | None]]) -> StaffMember:
    name, person_id, roles, classes = Name("", ""), None, set[Role](), []
    for given, family, middle, what, id_ in rows:
        if what == "person":
            name, person_id = Name(given, family, middle), id_
        elif what == "class":
            classes.append((id_ or 0, given))
            roles.add(Role.CLASS_TEACHER)
        elif what == "course":
            roles.add(Role.SUBJECT_TEACHER)
        elif what in (Role.DEPUTY_HEAD, Role.SCHOOL_ADMIN):
            roles.add(Role(what))
            name = name if name.full or not given else Name(given, "")
    return StaffMember(name, frozenset(roles), tuple(sorted(classes)), person_id)
