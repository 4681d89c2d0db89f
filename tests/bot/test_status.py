"""``status`` and ``retry`` as they are typed."""

import argparse
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.commands import retry, status
from bot.settings import Settings
from domain.clock import FixedClock
from domain.errors import ImportRefused
from domain.school_clock import SchoolClock
from storage import due_times
from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.deliveries import a_bad_day
from tests.school import fill
from usecases.dead_letters import ShowStatus

STAYS = "unreachable: 1 message stays until somebody writes to the bot from there again"
NAMES = ("Анна", "Иванов", "Ольга", "Алгебра", "1001", "1003")


@pytest.fixture
async def here(settings: Settings, db: Database) -> Settings:
    """Give settings that lead to the small school on a bad day."""
    await fill(db)
    await a_bad_day(db)
    async with db.begin() as session:
        await due_times.begin(session, "weekly", NOW)
        raw = {"bot_id": 42, "update_id": 1, "at": NOW, "raw": {"text": "Анна"}, "reason": "?"}
        await session.execute(sa.insert(t.broken_update).values(raw))
    url = db.engine.url.render_as_string(hide_password=False)
    return settings.model_copy(update={"database_url": url})


async def run(here: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    status.add(subparsers)
    retry.add(subparsers)
    args = parser.parse_args(words)
    code: int = await args.run(args, here)
    return code


async def done(here: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that succeeds; return what it printed."""
    assert await run(here, *words) == 0
    return capsys.readouterr().out


async def test_status_tells_all_that_is_stuck(
    here: Settings, db: Database, clock: FixedClock
) -> None:
    found = await ShowStatus(db, clock)(letters=2, before=None, days=7)

    assert status.text(found, SchoolClock(clock, here.zone), 7) == [
        "queue: 2 messages",
        "  mark.added: 1 due, the oldest for 1 h 0 min, 1 of them sent once without an answer",
        "  news.posted: 1 held",
        "facts not planned yet: 0",
        "",
        "dead letters: 3",
        "  mark.added: 2 bad request",
        "  mark.added: 1 forbidden (1 of them unreachable)",
        "  id\tkind\tchat\tattempts\tfailed\treason",
        "  5\tmark.added\t2\t1\t2026-09-16 12:00\tbad request",
        "  4\tmark.added\t3\t2\t2026-09-16 12:00\tforbidden (unreachable)",
        "  put back by: diary-bot retry --id N … | --kind KIND | --reason TEXT | --all",
        "",
        "ended in the last 7 days, of the newest 100,000 messages:",
        "  mark.added: 2 failed (bad request)",
        "  mark.added: 1 failed (forbidden)",
        "  mark.added: 1 sent",
        "  mark.added: 1 skipped (stale)",
        "",
        "updates: 0 wait to be handled, 1 set aside unread",
        "workers: 0 alive",
        "job weekly: due 2026-09-16 12:00",
    ]


async def test_an_idle_bot_has_little_to_tell(db: Database, clock: FixedClock) -> None:
    found = await ShowStatus(db, clock)(letters=20, before=None, days=1)

    assert status.text(found, SchoolClock(clock, ZoneInfo("Europe/Moscow")), 1) == [
        "queue: 0 messages",
        "facts not planned yet: 0",
        "",
        "dead letters: 0",
        "",
        "ended in the last 1 day, of the newest 100,000 messages: none",
        "",
        "updates: 0 wait to be handled, 0 set aside unread",
        "workers: 0 alive",
    ]


@pytest.mark.parametrize("form", [(), ("--json",)])
async def test_status_names_nobody(
    here: Settings, capsys: pytest.CaptureFixture[str], form: tuple[str, ...]
) -> None:
    told = await done(here, capsys, "status", *form, "--before", "5", "--letters", "1")

    assert "bad request" in told
    assert [name for name in NAMES if name in told] == []


async def test_status_as_json_is_one_object(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(await done(here, capsys, "status", "--json", "--letters", "1"))

    assert told["letters"] == [
        {
            "id": 5, "kind": "mark.added", "chat_id": 2, "reason": "bad request", "attempts": 1,
            "failed_at": NOW.isoformat(), "is_reachable": True,
        }
    ]  # fmt: skip
    assert told["updates"] == {"waiting": 0, "broken": 1}
    assert told["jobs"] == {"weekly": NOW.isoformat()}


@pytest.mark.parametrize(
    ("words", "told", "left"),
    [
        (("--all",), ["back in the queue: 2 messages", STAYS], [4]),
        (("--id", "3", "4"), ["back in the queue: 1 message", STAYS], [4, 5]),
        (("--id", "3", "--id", "5"), ["back in the queue: 2 messages"], [4]),
        (
            ("--kind", "mark.added", "--reason", "bad request"),
            ["back in the queue: 2 messages"],
            [4],
        ),
        (("--reason", "forbidden"), ["back in the queue: 0 messages", STAYS], [3, 4, 5]),
    ],
)
async def test_retry_says_what_goes_back_and_what_cannot(
    here: Settings,
    db: Database,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: list[str],
    left: list[int],
) -> None:
    printed = await done(here, capsys, "retry", *words)

    assert printed.splitlines() == told
    async with db.read() as session:
        failed = sa.select(t.delivery.c.id).where(t.delivery.c.state == "failed")
        assert list((await session.execute(failed.order_by(t.delivery.c.id))).scalars()) == left


async def test_retry_is_in_the_audit_log(here: Settings, db: Database) -> None:
    await run(here, "retry", "--id", "3", "--reason", "bad request")

    async with db.read() as session:
        (entry,) = (await session.execute(sa.select(t.audit_entry))).all()
    assert (entry.action, entry.outcome, entry.chat_id) == ("delivery.retry", "ok", None)
    assert entry.detail == {"ids": "3", "reason": "bad request", "number": 1}


@pytest.mark.parametrize("words", [("--id", "1", "6", "99"), ("--kind", "mark.aded")])
async def test_what_is_no_dead_letter_is_refused(
    here: Settings, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert await run(here, "retry", *words) == 1
    said = capsys.readouterr()
    assert said.err == "diary-bot: no dead letter is like that; `status` lists them\n"
    assert said.out == ""


@pytest.mark.parametrize("words", [(), ("--all", "--id", "3"), ("--id", *map(str, range(1001)))])
async def test_retry_wants_to_know_which(here: Settings, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        await run(here, "retry", *words)

    assert left.value.code == 2


async def test_looking_at_a_database_that_is_not_there_makes_none(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "none.db"
    nowhere = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{path}"})

    with pytest.raises(ImportRefused, match="there is no database at"):
        await run(nowhere, "status")

    assert not path.exists()


async def test_looking_at_an_old_schema_does_not_migrate_it(here: Settings, db: Database) -> None:
    async with db.begin() as session:
        await session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))

    with pytest.raises(ImportRefused, match="newest is"):
        await run(here, "retry", "--all")

    async with db.read() as session:
        version = await session.execute(sa.text("SELECT version_num FROM alembic_version"))
        assert version.scalar_one() == "0001"
