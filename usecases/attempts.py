"""The gate before every code: who must wait, what a refusal costs, what the audit log keeps."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from domain.attempts import Record, after, after_of_all
from domain.errors import AlreadyLinked, CodeRefused, CodeTrouble, DiaryError, TooManyAttempts
from domain.linking import Held
from domain.people import Reader
from storage import attempts, audit, grants
from storage.database import Database, Session

T = TypeVar("T")
_MISSES = (CodeTrouble.UNKNOWN, CodeTrouble.FORGED)
"""What a guess looks like; all else was a slip, or right once."""
_TOGETHER = timedelta(hours=1)
"""Alike attempts of a chat in this time are one entry of the audit log, with their number."""


@dataclass(slots=True)
class Attempt:
    """One try of one chat, inside its transaction."""

    session: Session
    reader: Reader
    now: datetime
    held: list[Held]
    """What the chat has already."""
    code_id: int | None = None
    """Which code it is about, where it is one of ours: by its row."""
    grant_id: int | None = None
    """The link that it made."""


async def attempt(
    db: Database,
    reader: Reader,
    now: datetime,
    action: str,
    judge: Callable[[Attempt], Awaitable[T]],
) -> T:
    """Run ``judge`` unless the chat must wait; count and log what came of it.

    A refusal is committed before it is raised. Raises ``TooManyAttempts`` without judging, so
    that a right code shows nothing during a pause, and whatever ``judge`` raises.
    """
    refused: DiaryError | None = None
    result: T | None = None
    async with db.begin() as session:
        own, common = await attempts.hold(session, reader.telegram_id, now=now)
        held = await grants.held_by(session, reader.id, now=now)
        made = Attempt(session, reader, now, held)
        try:
            _admit(own, common, held, now)
            result = await judge(made)
        except DiaryError as error:
            refused = error
            await _count(made, own, common, error)
        await _note(made, action, _word(refused))
    if refused is not None:
        raise refused
    return result  # type: ignore[return-value]  # judge returned it, or refused is set


def _admit(own: Record, common: Record, held: list[Held], now: datetime) -> None:
    """Let the chat try; the rules are told in ``domain/attempts.py``."""
    until = own.waits_until(now)
    if until is None and not held and own.has_missed(now):
        until = common.waits_until(now)
    if until is not None:
        raise TooManyAttempts(until)


async def _count(made: Attempt, own: Record, common: Record, error: DiaryError) -> None:
    if not isinstance(error, CodeRefused) or error.trouble not in _MISSES:
        return
    await attempts.store(made.session, made.reader.telegram_id, after(own, made.now))
    await attempts.store(made.session, attempts.ALL, after_of_all(common, made.now))


async def _note(made: Attempt, action: str, outcome: str) -> None:
    """Write the attempt to the audit log; a link has its own entry, all else is counted."""
    what = {"code": made.code_id, "grant": made.grant_id}
    since = made.now if made.grant_id else made.now - _TOGETHER
    await audit.note_again(
        made.session, action, outcome, chat_id=made.reader.id, at=made.now, since=since, detail=what
    )


def _word(refused: DiaryError | None) -> str:
    """Return the outcome as the audit log keeps it."""
    match refused:
        case None:
            return "ok"
        case CodeRefused(trouble=trouble):
            return trouble.value
        case TooManyAttempts():
            return "paused"
        case AlreadyLinked():
            return "already_linked"
    return "input_refused"
