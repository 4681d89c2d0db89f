"""Who a chat is to who reads what it did: as its newest link names it, staff before family."""

from typing import Any

import sqlalchemy as sa

from domain.audit import Actor
from domain.people import Name, Role
from storage.tables import access_grant, person

_STAFF = (Role.STAFF, Role.SCHOOL_ADMIN)
_grant, _holder = access_grant.alias("grant"), person.alias("holder")


def named(query: sa.Select[Any], chat_id: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Add to a query who is linked to a chat, by what :func:`actor` reads."""
    whose = _holder.c.id == sa.func.coalesce(_grant.c.person_id, _own())
    joined = query.outerjoin(_grant, _is_actor(chat_id)).outerjoin(_holder, whose)
    return joined.add_columns(
        _grant.c.role.label("as_what"), _grant.c.holder_name.label("called"),
        _holder.c.given_name.label("own_given"), _holder.c.family_name.label("own_family"),
    )  # fmt: skip


def actor(row: Any) -> Actor:
    """Return who did it; the row has ``chat_id`` besides."""
    own = Name(row.own_given or "", row.own_family or "").full
    role = Role(row.as_what) if row.as_what else None
    return Actor(row.chat_id, own or row.called or "", role)


def _own() -> sa.ColumnElement[Any]:
    """Return the student where the chat is the student's own."""
    return sa.case((_grant.c.role == Role.STUDENT, _grant.c.student_id))


def _is_actor(chat_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the condition of the grant that names a chat."""
    rank = sa.case((access_grant.c.role.in_(_STAFF), 0), else_=1)
    newest = (
        sa.select(access_grant.c.id)
        .where(access_grant.c.chat_id == chat_id)
        .order_by(rank, access_grant.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _grant.c.id == newest
