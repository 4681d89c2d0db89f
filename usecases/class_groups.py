"""A class's Telegram groups at the class teacher's phone: which there are, and one less."""

from dataclasses import dataclass

from domain.class_groups import Binding, ClassGroups
from domain.errors import NotFound
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import audit, class_groups
from storage.database import Database, Session
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowClassGroups:
    """The groups that get a class's news."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, class_id: int) -> ClassGroups:
        """Return them; raises ``NotAllowed``."""
        async with self.db.read() as session:
            await may_bind(session, self.clock, reader, class_id)
            return await groups_of(session, class_id)


@dataclass(frozen=True, slots=True)
class UnbindGroup:
    """A group gets the class's news no more."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, class_id: int, chat_id: int) -> ClassGroups:
        """End it and return those that are left.

        Raises ``NotAllowed``, and ``NotFound`` for what is no group of the class.
        """
        async with self.db.begin() as session:
            await may_bind(session, self.clock, reader, class_id)
            await end(session, self.clock, reader, Binding(chat_id, class_id, None))
            return await groups_of(session, class_id)


async def may_bind(session: Session, clock: SchoolClock, reader: Reader, class_id: int) -> None:
    """Raise ``NotAllowed`` unless the reader may say which groups get the class's news."""
    await allow(session, clock, reader, Action.BIND_GROUP, Object(What.CLASS, class_id))


async def groups_of(session: Session, class_id: int) -> ClassGroups:
    """Return the class with its groups; raises ``NotFound`` for no such class."""
    found = await class_groups.of_class(session, class_id)
    if found is None:
        raise NotFound
    return found


async def end(session: Session, clock: SchoolClock, reader: Reader, bound: Binding) -> None:
    """Unbind a group and note who did; raises ``NotFound`` where it is not bound."""
    if not await class_groups.unbind(session, bound.chat_id, bound.class_id):
        raise NotFound
    detail = {"class": bound.class_id, "group": bound.chat_id}
    await audit.note(
        session, "group.unbind", "ok", chat_id=reader.id, at=clock.now(), detail=detail
    )  # fmt: skip
