"""The product's promise, with a real school's data, every process real.

A school's data come in, a class teacher and two families link, walk through the diary, and hear of
what a second import brings: exactly the right chats, exactly the right things, once, in time.
"""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.people import Person
from sandbox.server import BotApiServer
from tests.e2e.command_line import CommandLine
from tests.e2e.grand_bend import DATA, GrandBend, Rows

LISA, FANNIE = "604822", "604847"  # two students of Algebra I, period 2
CLASS_TEACHER = "207268"  # of Grade 9

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the real data are not at {DATA}")


async def link(person: Person, code: str) -> None:
    """Send the code and say yes, as a person does within ten seconds."""
    before = person.mark()
    await person.say(code)
    await person.wait_for(lambda m: m.from_bot and bool(m.buttons), since=before)
    await person.tap("Yes")


async def named(person: Person, code: str, name: str) -> None:
    """Link by a code that knows no guardian: the bot asks the name."""
    await link(person, code)
    before = person.mark()
    await person.say(name)
    await person.wait_for(lambda m: m.from_bot and bool(m.buttons), since=before)


def new_marks(rows: Rows) -> Rows:
    """One mark changed, one removed, one added, for three different students' rows."""
    kept = [row for row in rows if row["sourcedId"] != f"8907100009.{LISA}"]
    for row in kept:
        if row["sourcedId"] == f"8907100010.{LISA}":
            row["score"] = "88.00"
    added = dict(next(row for row in kept if row["sourcedId"] == f"8907100010.{FANNIE}"))
    added |= {"sourcedId": f"retake.{FANNIE}", "score": "95.00"}
    return [*kept, added]


def sent_since(server: BotApiServer, mark: int) -> list[tuple[int, str]]:
    """Return (chat, text) of every message the bot sent unasked after the mark."""
    return [
        (call.chat_id or 0, str(call.params["text"]))
        for call in server.outbox.since(mark)
        if call.method == "sendMessage" and call.ok
    ]


async def test_from_a_code_to_a_push(server: BotApiServer, tmp_path: Path) -> None:
    zone = ZoneInfo("America/Chicago")
    school = GrandBend(tmp_path / "school", datetime.now(UTC).astimezone(zone).date())
    cli = CommandLine(server, tmp_path)
    people = {
        name: server.person(number, name, language_code="en")
        for number, name in enumerate(("Teacher", "Madelyn", "Arthur", "Lisa", "Medina"), 5001)
    }

    first = await cli("import", school.export())
    assert "marks: 250 added / 0 changed / 0 unchanged / 0 removed / 0 rejected" in first

    async with cli.running():
        await link(people["Teacher"], await cli.code("--staff", CLASS_TEACHER))
        await named(people["Madelyn"], await cli.code("--student", LISA), "Madelyn Woods")
        await named(people["Arthur"], await cli.code("--student", LISA), "Arthur Woods")
        await link(people["Lisa"], await cli.code("--student", LISA, "--as", "student"))
        await named(people["Medina"], await cli.code("--student", FANNIE), "Ana Medina")
        await _walk(people["Madelyn"], school)
        await _second_import(server, cli, school, people)

    assert [f"{c.method} {c.description}" for c in server.outbox.errors()] == []
    assert server.outbox.unimplemented() == []


async def _walk(mother: Person, school: GrandBend) -> None:
    """Look at each screen with its real content; texts of each screen have tests of their own."""
    before = mother.mark()
    await mother.say("/menu")
    await mother.wait_for_text("Lisa Woods", since=before)
    for command, part in (
        ("/today", "Lisa W."),
        ("/week", "Algebra I"),
        ("/homework", "Lisa W."),
        ("/marks", "Algebra I"),
        ("/final", "Lisa W."),
        ("/news", "news"),
        ("/settings", "ettings"),
        ("/help", "code"),
    ):
        before = mother.mark()
        await mother.say(command)
        screen = await mother.wait_for(lambda m: m.from_bot and bool(m.buttons), since=before)
        assert part in screen.text, f"{command}\n{screen.transcript()}"
    day = school.friday
    await mother.tap(data=f"day:{await _student_id(mother)}:{day:%Y%m%d}:0")
    assert "Algebra I" in mother.screen.text


async def _student_id(person: Person) -> str:
    """Return the child's id as the buttons carry it."""
    before = person.mark()
    await person.say("/today")
    screen = await person.wait_for(
        lambda m: any((b.data or "").startswith("day:") for b in m.buttons), since=before
    )
    data = next(b.data for b in screen.buttons if (b.data or "").startswith("day:"))
    return str(data).split(":")[1]


async def _second_import(
    server: BotApiServer, cli: CommandLine, school: GrandBend, people: dict[str, Person]
) -> None:
    """Change, remove and add a mark, add an absence; everybody hears theirs and nothing else."""
    school.change("results.csv", new_marks)
    absent = {
        "sourcedId": "absent-today", "studentSourcedId": LISA, "category": "absent",
        "date": str(school.friday), "reason": "",
    }  # fmt: skip
    school.change("journal/attendance.csv", lambda rows: [*rows, absent])
    # What the linking told is gathered for two seconds: it must not be counted with the marks.
    await asyncio.sleep(4)
    mark = server.outbox.mark()

    out = await cli("import", school.export())
    assert "marks: 1 added / 1 changed / 248 unchanged / 1 removed / 0 rejected" in out
    assert "attendance: 1 added / 0 changed / 115 unchanged / 0 removed / 0 rejected" in out

    expected = 4  # Lisa's three facts in one message to both guardians and herself; Fannie's mark
    await server.outbox.wait_for(
        lambda _call: len(sent_since(server, mark)) >= expected, since=mark
    )
    await asyncio.sleep(1)  # nothing more may come

    heard = Counter(chat for chat, _line in sent_since(server, mark))
    assert heard == {people[name].id: 1 for name in ("Madelyn", "Arthur", "Lisa", "Medina")}
    _said(server, mark, people)

    mark = server.outbox.mark()
    await cli("import", school.export())
    await asyncio.sleep(1)
    assert sent_since(server, mark) == []


def _said(server: BotApiServer, mark: int, people: dict[str, Person]) -> None:
    """Check what each of them read."""
    said: dict[int, str] = {}
    for chat, line in sent_since(server, mark):
        said[chat] = said.get(chat, "") + line + "\n"
    for name in ("Madelyn", "Arthur", "Lisa"):
        text = said[people[name].id]
        assert "79" in text, text
        assert "88" in text, text
        assert "95" not in text, text
        assert text.count("Absent") == 1, text
    assert "95" in said[people["Medina"].id]
    assert "88" not in said[people["Medina"].id]


def test_the_data_are_brought_to_a_friday() -> None:
    assert GrandBend(Path("unused"), date(2026, 11, 23)).friday == date(2026, 11, 20)
