"""How a chat is called: by the roster where it has a row, else as the holder said at linking."""

from collections.abc import Collection
from dataclasses import dataclass, field

import sqlalchemy as sa

from domain.people import Name, Role
from storage.database import Session
from storage.tables import access_grant, person


@dataclass(slots=True)
class Names:
    """The names of some chats, in each of their roles, ended ones too."""

    staff: dict[int, str] = field(default_factory=dict)
    family: dict[tuple[int, int], str] = field(default_factory=dict)
    """(chat, student) → name."""

    def of_staff(self, chat_id: int) -> str:
        """Return the member of staff's name; empty where there is none."""
        return self.staff.get(chat_id, "")

    def of_family(self, chat_id: int, student_id: int | None) -> str:
        """Return who sees the student from this chat; empty where nobody does or did."""
        return self.family.get((chat_id, student_id or 0), "")

    def of(self, chat_id: int) -> str:
        """Return any name of the chat."""
        family = (name for (chat, _student), name in self.family.items() if chat == chat_id)
        return self.staff.get(chat_id) or next(family, "")


async def of_chats(session: Session, chats: Collection[int]) -> Names:
    """Return the names of these chats; one statement."""
    student = person.alias("student")
    rows = await session.execute(
        sa.select(
            access_grant.c.chat_id, access_grant.c.role, access_grant.c.student_id,
            access_grant.c.holder_name, person.c.given_name, person.c.family_name,
            person.c.middle_name, student.c.given_name.label("own"),
            student.c.family_name.label("own_family"),
        )
        .outerjoin(person, person.c.id == access_grant.c.person_id)
        .outerjoin(student, student.c.id == access_grant.c.student_id)
        .where(access_grant.c.chat_id.in_(chats))
        .order_by(access_grant.c.id)
    )  # fmt: skip
    found = Names()
    for row in rows:
        known = row.given_name is not None
        name = Name(row.given_name, row.family_name, row.middle_name) if known else None
        if row.role in (Role.STAFF, Role.SCHOOL_ADMIN):
            found.staff[row.chat_id] = name.polite if name else row.holder_name
        elif row.role == Role.STUDENT:
            own = Name(row.own or "", row.own_family or "")
            found.family[row.chat_id, row.student_id] = own.full
        else:
            found.family[row.chat_id, row.student_id] = name.full if name else row.holder_name
    return found
