"""The gate before every code: who must wait, what a refusal costs, what the audit log keeps."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from domain.attempts import MISS, SLIP, Record, after, after_of_all
from domain.errors import AlreadyLinked, CodeRefused, CodeTrouble, DiaryError, TooManyAttempts
from domain.linking import Held
from domain.people import Reader
from storage import attempts, audit, grants
from storage.database import Database, Session

T = TypeVar("T")
_WEIGHTS = {
    CodeTrouble.UNKNOWN: MISS,
    CodeTrouble.FORGED: MISS,
    CodeTrouble.MISTYPED: SLIP,
    CodeTrouble.USED: SLIP,
    CodeTrouble.EXPIRED: SLIP,
    CodeTrouble.REVOKED: SLIP,
    CodeTrouble.GONE: SLIP,
}


@dataclass(slots=True)
class Attempt:
    """One try of one chat, inside its transaction."""

    session: Session
    reader: Reader
    now: datetime
    held: list[Held]
    """What the chat has already."""
    detail: dict[str, int | str | None] = field(default_factory=dict)
    """What the audit log will hold of it: ids only."""


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
        await audit.note(
            session, action, _word(refused), chat_id=reader.id, at=now, detail=made.detail
        )
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
    weight = _WEIGHTS.get(error.trouble, 0) if isinstance(error, CodeRefused) else 0
    if not weight:
        return
    await attempts.store(made.session, made.reader.telegram_id, after(own, weight, made.now))
    if weight == MISS:
        await attempts.store(made.session, attempts.ALL, after_of_all(common, made.now))


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
