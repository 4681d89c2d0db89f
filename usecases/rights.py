"""The question of every use case: may this chat do that to this thing?"""

from domain.errors import NotAllowed
from domain.people import Access, Reader
from domain.rights import Action, Object, Relation, What, may
from domain.school_clock import SchoolClock
from storage import standing
from storage.database import Session
from usecases.access import student_in_view


async def allow(
    session: Session, clock: SchoolClock, reader: Reader, action: Action, to: Object
) -> frozenset[Relation]:
    """Return how the reader stands to the thing; one statement.

    Raises ``NotAllowed`` where none of that allows the action.
    """
    found = await standing.relations(
        session, reader.id, to, now=clock.now(), today=clock.today()
    )  # fmt: skip
    if not may(found, action, to.what):
        raise NotAllowed(action)
    return found


async def allow_family(
    session: Session, clock: SchoolClock, reader: Reader, action: Action, student_id: int
) -> Access:
    """Return what the reader may see of a student if that allows the action; one statement.

    Raises ``NotLinked`` for a student of others, ``NotAllowed`` for a role that may not.
    """
    access = await student_in_view(session, clock, reader, student_id)
    if not may(frozenset({Relation(access.role.value)}), action, What.STUDENT):
        raise NotAllowed(action)
    return access
