"""The audit log in words: every action that is written has them, and a topic."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from domain.audit import ACTIONS, Actor, Cursor, Line, Topic
from domain.people import Role
from tests.notifications.house import MOSCOW
from views import audit, words

ROOT = Path(__file__).parents[2]
NAMES = {"note", "note_reading", "attempt", "_audit"}
"""Functions that write an entry, by their last name; one argument is the action."""


def _written() -> Iterator[str]:
    """Return every action in the code: a literal such as "code.issue" given to one of these."""
    for folder in ("usecases", "storage"):
        for path in (ROOT / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _name(node) in NAMES:
                    yield from _literals(node)


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _literals(call: ast.Call) -> Iterator[str]:
    for argument in call.args:
        value = argument.value if isinstance(argument, ast.Constant) else None
        if isinstance(value, str) and ("." in value or value == "timetable"):
            yield value


def test_every_action_that_is_written_has_a_topic() -> None:
    known = {action for actions in ACTIONS.values() for action in actions}
    written = set(_written())

    assert len(written) > 10
    assert written - known == set()


def test_every_action_has_russian_words() -> None:
    things = ("mark", "attendance", "homework", "lesson", "final_mark")
    every = [(thing, how) for thing in things for how in ("added", "changed", "removed")]
    every += [(one, "ok") for actions in ACTIONS.values() for one in actions]

    with words.use("ru", MOSCOW):
        bare = [one for one in every if one[0] in audit.what(_line(*one))]

    assert bare == []


def _line(action: str, outcome: str) -> Line:
    at = Cursor(datetime(2026, 9, 16, 9, 0, tzinfo=UTC), 1)
    return Line(at, "A1", Actor(1, "Имя", Role.STAFF), action, outcome)


def test_an_entry_of_a_newer_version_is_told_by_its_name() -> None:
    with words.use("ru", MOSCOW):
        assert audit.what(_line("meal.<order>", "ok")) == "meal.&lt;order&gt; (ok)"


def test_every_topic_and_role_has_words() -> None:
    with words.use("ru", MOSCOW):
        assert all(audit.topic(one) for one in Topic)
        assert audit.actor(Actor(None)) == "сервер"
        assert audit.actor(Actor(7, "Вера", Role.SCHOOL_ADMIN)) == "Вера (администратор)"
        assert audit.actor(Actor(7)) == "неизвестный чат 7"
