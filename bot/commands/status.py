"""``status``: what waits, what did not get through, what was set aside; numbers, never contents."""

import argparse
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime

from bot.settings import Settings
from domain.clock import SystemClock
from domain.delivery import Ended, Status
from domain.errors import ImportRefused, OperatorFault
from domain.school_clock import SchoolClock
from storage import schema
from storage.database import Database, connect, sqlite_path
from storage.queue import STRETCH
from usecases.dead_letters import ShowStatus

_LETTERS, _DAYS = 20, 7


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "status",
        help="what waits to be sent, dead letters, jobs, workers",
        description="Print the queue by kind, dead letters with their reasons, and what else an"
        " operator asks. Numbers only: no names, no texts.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument(
        "--letters", type=_number, default=_LETTERS, metavar="N",
        help=f"how many dead letters to list, newest first (default {_LETTERS})",
    )  # fmt: skip
    parser.add_argument(
        "--before", type=_number, metavar="ID", help="list dead letters older than this one"
    )
    parser.add_argument(
        "--days", type=_number, default=_DAYS, metavar="N",
        help=f"how far back to count what ended (default {_DAYS})",
    )  # fmt: skip
    parser.set_defaults(run=run)


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print it."""
    clock = SchoolClock(SystemClock(), settings.zone)
    async with opened(settings) as db:
        status = await ShowStatus(db, clock.clock)(
            letters=args.letters, before=args.before, days=args.days
        )
    if args.json:
        print(json.dumps(asdict(status), default=datetime.isoformat, indent=2))
    else:
        print("\n".join(text(status, clock, args.days)))
    return 0


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open a database that is there and up to date; looking at one must not change it.

    Raises ``ImportRefused`` with one sentence.
    """
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        message = f"there is no database at {path} yet: `run` makes it at its first start"
        raise ImportRefused(message)
    db = connect(settings.database_url)
    try:
        found = await schema.look(db)
        if found.fault is not None:
            raise OperatorFault(found.fault)
        if found.revision != schema.head():
            message = (
                f"schema: {found.revision or 'empty'}, newest is {schema.head()};"
                " `diary-bot db upgrade` brings it up to date"
            )
            raise ImportRefused(message)
        yield db
    finally:
        await db.close()


def text(status: Status, clock: SchoolClock, days: int) -> list[str]:
    """Return the lines that a person reads."""
    parts = (
        _queue(status),
        _dead(status, clock),
        _ended(status.ended, days),
        _rest(status, clock),
    )
    return [line for part in parts for line in (*part, "")][:-1]


def _queue(status: Status) -> list[str]:
    lines = [f"queue: {sum(one.number for one in status.queue.waiting):,} messages"]
    lines += [
        f"  {one.kind}: {one.number:,} {one.state}{_late(one.planned_for, status.now)}"
        f"{_lost(one.answers_lost)}"
        for one in status.queue.waiting
    ]
    facts = status.facts
    since = _late(facts.ready_at, status.now) if facts.ready_at else ""
    return [*lines, f"facts not planned yet: {facts.number:,}{since}"]


def _dead(status: Status, clock: SchoolClock) -> list[str]:
    groups = status.queue.dead
    lines = [f"dead letters: {sum(group.number for group in groups):,}"]
    lines += [
        f"  {group.kind}: {group.number:,} {group.reason or 'without a reason'}"
        + (f" ({group.unreachable:,} of them unreachable)" if group.unreachable else "")
        for group in groups
    ]
    if not status.letters:
        return lines
    lines.append("  id\tkind\tchat\tattempts\tfailed\treason")
    for one in status.letters:
        failed = _moment(one.failed_at, clock) if one.failed_at else "?"
        kept = "" if one.is_reachable else " (unreachable)"
        cells = (one.id, one.kind, one.chat_id, one.attempts, failed, f"{one.reason}{kept}")
        lines.append("  " + "\t".join(map(str, cells)))
    return [*lines, "  put back by: diary-bot retry --id N … | --kind KIND | --reason TEXT | --all"]


def _ended(ended: Sequence[Ended], days: int) -> list[str]:
    span = "1 day" if days == 1 else f"{days} days"
    lines = [f"ended in the last {span}, of the newest {STRETCH:,} messages:"]
    lines += [
        f"  {one.kind}: {one.number:,} {one.state}{f' ({one.reason})' if one.reason else ''}"
        f"{_lost(one.answers_lost)}"
        for one in ended
    ]
    return lines if ended else [f"{lines[0]} none"]


def _rest(status: Status, clock: SchoolClock) -> list[str]:
    updates = status.updates
    lines = [
        f"updates: {updates.waiting:,} wait to be handled, {updates.broken:,} set aside unread",
        f"workers: {status.workers:,} alive",
    ]
    jobs = sorted(status.jobs.items(), key=lambda job: (job[1], job[0]))
    return lines + [f"job {job}: due {_moment(due_at, clock)}" for job, due_at in jobs]


def _late(since: datetime, now: datetime) -> str:
    """Return for how long something waits; nothing where its moment has not come."""
    seconds = int((now - since).total_seconds())
    if seconds < 0:
        return ""
    days, rest = divmod(seconds, 86_400)
    hours, minutes, seconds = rest // 3600, rest % 3600 // 60, rest % 60
    if days:
        return f", the oldest for {days} d {hours} h"
    if hours:
        return f", the oldest for {hours} h {minutes} min"
    return (
        f", the oldest for {minutes} min {seconds} s"
        if minutes
        else f", the oldest for {seconds} s"
    )


def _lost(number: int) -> str:
    return f", {number:,} of them sent once without an answer" if number else ""


def _moment(moment: datetime, clock: SchoolClock) -> str:
    return f"{moment.astimezone(clock.zone):%Y-%m-%d %H:%M}"


def _number(given: str) -> int:
    value = int(given)
    if not 1 <= value < 2**63:
        message = "a number from 1"
        raise argparse.ArgumentTypeError(message)
    return value
