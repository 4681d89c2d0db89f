"""What a tap costs: statements and calls, of every screen that can be reached from the menu.

``pytest tests/test_cost.py -s`` prints the table.
"""

from collections import deque
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.methods.base import TelegramMethod

from storage.database import Database
from tests.counting import statements
from tests.deputy import deputy_of
from tests.long import so_many
from tests.person import Person, buttons
from tests.school import SmallSchool
from tests.staff import admin_by_code, admin_by_post

MOST_TAPS = so_many(400, 150)
READING = 3
"""Statements of a screen that only shows: one of them says who is asking."""
WRITING = 8
"""Statements of a tap that changes something, its rights and its audit included."""
MARKING = (
    "ccmake", "ccr", "sga", "sgo", "jg", "jss", "ju", "jxc", "jxw", "jxd", "td", "th", "tx", "any",
    "anw", "qc", "twa", "stc", "stx", "stmake", "strevoke", "adx", "adrevoke", "auf",
)  # fmt: skip
TOLD = (
    "fms", "fma", "fmu", "jpt", "jpa", "td", "th", "tx", "any", "tillc", "tcss", "tcxx", "tcb",
)  # fmt: skip
TELLING = 13
"""Statements of a tap that looks up more, such as a note or the first lesson of the day, and has
facts to merge with those that still wait."""
PLANNING = 6
"""Statements of screens that count up a class: its codes, the averages behind its final marks."""
MAKING = ("ccodes", "ccask", "clive", "ccrask", "jf", "fmo", "fmr", "sc", "js", "jh")
OF_OTHERS = ("jl", "jf", "jh", "js", "sc")
"""The journal: who reads what they do not teach is noted in the audit log, a statement more."""
COMPOSING = ("DELETE FROM conversation", "INSERT INTO conversation", "UPDATE conversation")
"""What a screen that begins or ends a conversation writes besides; its data are read as others."""
WRITES = ("kid", "set", "code", "unlink", "lang", "quiet", "notify", "link", "drop", "revoke")
"""Prefixes, or their beginnings, of buttons that change something."""


async def _costs(person: Person, db: Database) -> dict[str, list[tuple[int, list[type]]]]:
    """Press everything that can be reached; return (statements, calls) by prefix."""
    (menu,) = await person.say("/menu")
    assert isinstance(menu, SendMessage)
    waiting = deque(_data(menu))
    met = set(waiting)
    costs: dict[str, list[tuple[int, list[type]]]] = {}
    for _tap in range(MOST_TAPS):
        if not waiting:
            break
        data = waiting.popleft()
        with statements(db) as seen:
            calls = await person.tap(data)
        number = sum(not statement.startswith(COMPOSING) for statement in seen)
        costs.setdefault(data.split(":")[0], []).append((number, [type(c) for c in calls]))
        for call in calls:
            fresh = [other for other in _data(call) if other not in met]
            met.update(fresh)
            waiting.extend(fresh)
    return costs


def _data(call: TelegramMethod[Any]) -> list[str]:
    markup = getattr(call, "reply_markup", None)
    return [data for row in buttons(markup) for _text, data in row if data] if markup else []


def _limit(prefix: str) -> int:
    """Return how many statements a tap on such a button may cost."""
    noted = prefix in OF_OTHERS
    if prefix in MAKING:
        return PLANNING + noted
    if prefix in TOLD:
        return TELLING
    return WRITING if prefix.startswith(WRITES) or prefix in MARKING else READING + noted


PEOPLE = {"mother": 1001, "student": 1002, "teacher": 1004}


async def _person(who: str, bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    if who == "deputy head":
        return await deputy_of(bot, db, school)
    if who == "administrator":
        return await admin_by_code(bot, db)
    if who == "administrator by post":
        return await admin_by_post(bot, db)
    return Person(bot, PEOPLE[who])


@pytest.mark.parametrize("who", [*PEOPLE, "deputy head", "administrator", "administrator by post"])
async def test_a_tap_costs_three_statements_one_edit_and_one_answer(
    bot: Dispatcher, db: Database, school: SmallSchool, who: str
) -> None:
    person = await _person(who, bot, db, school)

    costs = await _costs(person, db)

    print()
    for prefix, found in sorted(costs.items()):
        print(f"{prefix:10} {len(found):4} taps, at most {max(n for n, _ in found)} statements")
    for prefix, found in costs.items():
        limit = _limit(prefix)
        assert max(number for number, _calls in found) <= limit, prefix
        if prefix == "blank":  # a cell of the calendar that is no day: a word, no new screen
            assert {tuple(calls) for _number, calls in found} == {(AnswerCallbackQuery,)}
        elif limit <= READING + 1:
            assert {tuple(calls) for _number, calls in found} == {
                (EditMessageText, AnswerCallbackQuery)
            }, prefix
