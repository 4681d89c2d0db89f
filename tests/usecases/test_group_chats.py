"""Two teachers, one group, at the same moment; on both databases."""

import asyncio

from bot.settings import Settings
from domain.class_groups import Bound, Room
from domain.clock import FixedClock
from domain.errors import GroupTaken
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage.database import Database
from tests.groups import GROUP, audited, bindings, second_teacher
from tests.school import fill
from usecases.group_chats import BindHere

ROOM = Room(GROUP, "Родители")


async def test_of_two_teachers_who_bind_a_group_at_once_one_has_it(
    any_db: Database, clock: FixedClock, settings: Settings
) -> None:
    await fill(any_db)
    await second_teacher(any_db)
    bind_here = BindHere(any_db, SchoolClock(clock, settings.zone))
    first, second = Reader(4, 1004, "ru"), Reader(7, 1007, "ru")

    results = await asyncio.gather(
        *(bind_here(reader, ROOM) for reader in (first, second) * 4), return_exceptions=True
    )

    won = {result.class_title for result in results if isinstance(result, Bound)}
    lost = [result for result in results if isinstance(result, GroupTaken)]
    assert (len(won), len(lost)) == (1, 4)
    assert len(await bindings(any_db)) == 1
    assert {entry[1] for entry in await audited(any_db)} == {"group.bind"}
