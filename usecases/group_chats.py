"""What happens in a class's Telegram group: bound and unbound there, moved, lost."""

from dataclasses import dataclass

from domain.class_groups import MOST_GROUPS, Binding, Bound, ClassGroups, Room
from domain.errors import ClassUnclear, GroupTaken, NotAllowed, NotFound, TooManyGroups
from domain.people import Reader
from domain.rights import Action, Object, What, may
from domain.school_clock import SchoolClock
from storage import audit, chats, class_groups, classes, deliveries, standing
from storage.database import Database, Session
from usecases.class_groups import end, groups_of, may_bind


@dataclass(frozen=True, slots=True)
class BindHere:
    """A class's news go to the group in which this is asked for, and into that topic of it."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, room: Room, wanted: int | None = None) -> Bound:
        """Bind it; ``wanted`` is the class that is wished for, and no more than a wish.

        Raises ``NotAllowed``, ``ClassUnclear``, ``GroupTaken``, ``TooManyGroups``.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            # First of all: who comes second must see what the first one did.
            chat_id = await class_groups.hold(session, room.telegram_id, now)
            before = await class_groups.binding(session, room.telegram_id)
            class_id = wanted or await self._meant(session, reader, before)
            await may_bind(session, self.clock, reader, class_id)
            if before is not None and before.class_id != class_id:
                await self._take_over(session, reader, before)
            shown = await groups_of(session, class_id)
            _check_room(shown, chat_id)
            await class_groups.bind(session, chat_id, class_id, room, by=reader.id, now=now)
            detail = {"class": class_id, "group": chat_id, "topic": room.topic}
            await audit.note(session, "group.bind", "ok", chat_id=reader.id, at=now, detail=detail)
        return Bound(shown.class_title, room.topic is not None)

    async def _meant(self, session: Session, reader: Reader, before: Binding | None) -> int:
        """Return the class whose group it is, else the only one that the reader leads."""
        found = await classes.in_charge(
            session, reader.id, now=self.clock.now(), today=self.clock.today()
        )
        led = [one.id for one in found if one.leads]
        if before is not None and before.class_id in led:
            return before.class_id
        if not led:
            raise NotAllowed(Action.BIND_GROUP)
        if len(led) > 1:
            raise ClassUnclear
        return led[0]

    async def _take_over(self, session: Session, reader: Reader, before: Binding) -> None:
        """Unbind it from the class before, which only who may bind it there can prevent."""
        if not await self._leads(session, reader.id, before) and await self._leads(
            session, before.bound_by, before
        ):
            raise GroupTaken
        await end(session, self.clock, reader, before)

    async def _leads(self, session: Session, chat_id: int | None, bound: Binding) -> bool:
        if chat_id is None:
            return False
        to = Object(What.CLASS, bound.class_id)
        now, today = self.clock.now(), self.clock.today()
        found = await standing.relations(session, chat_id, to, now=now, today=today)
        return may(found, Action.BIND_GROUP, to.what)


@dataclass(frozen=True, slots=True)
class UnbindHere:
    """The group in which this is asked for gets its class's news no more."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, telegram_id: int) -> None:
        """Unbind it; raises ``NotFound`` where it is not bound, ``NotAllowed``."""
        async with self.db.begin() as session:
            bound = await class_groups.binding(session, telegram_id)
            if bound is None:
                raise NotFound
            await may_bind(session, self.clock, reader, bound.class_id)
            await end(session, self.clock, reader, bound)


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """Telegram gave a group another number."""

    db: Database
    clock: SchoolClock

    async def __call__(self, old: int, new: int) -> None:
        """Follow it; Telegram says so in both chats, and the second time changes nothing."""
        async with self.db.begin() as session:
            known = await chats.of_telegram(session, old)
            if known is not None:
                await class_groups.move(session, known.id, new, self.clock.now())


@dataclass(frozen=True, slots=True)
class LoseGroup:
    """The bot was put out of a group."""

    db: Database
    clock: SchoolClock

    async def __call__(self, telegram_id: int) -> None:
        """Unbind it and drop what waits for it; a group we never met stays unknown."""
        async with self.db.begin() as session:
            known = await chats.of_telegram(session, telegram_id)
            if known is not None:
                await deliveries.lose_chat(session, known.id, "removed", self.clock.now())


def _check_room(shown: ClassGroups, chat_id: int) -> None:
    """Raise ``TooManyGroups`` where this one more would be too many."""
    if shown.group(chat_id) is None and len(shown.groups) >= MOST_GROUPS:
        raise TooManyGroups(MOST_GROUPS)
