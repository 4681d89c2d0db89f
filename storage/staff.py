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
    there = sa.select(person.c.id).where(
        person.c.id.in_(sa.select(grant.c.person_id)), person.c.active
    )
    nothing, empty = sa.literal(None, sa.Integer), sa.literal("")
    parts = (
        sa.select(
            person.c.given_name, person.c.family_name, person.c.middle_name,
            sa.literal("person").label("what"), person.c.id.label("id"),
        ).where(person.c.id.in_(there)),
        sa.select(grant.c.holder_name, empty, empty, grant.c.role, nothing),
        sa.select(empty, empty, empty, person_role.c.role, nothing)
        .where(person_role.c.person_id.in_(there)),
        sa.select(school_class.c.title, empty, empty, sa.literal("class"), school_class.c.id)
        .where(
            school_class.c.active,
            school_class.c.id.in_(
                sa.select(class_member.c.school_class_id)
                .where(class_member.c.person_id.in_(there), class_member.c.role == "teacher")
            ),
        ),
        sa.select(
            empty, empty, empty, sa.literal("course"), sa.func.min(course_member.c.course_id)
        )
        .where(course_member.c.person_id.in_(there), course_member.c.role == "teacher")
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
