"""One attempt to send a letter, and what Telegram's answer teaches the gate, the chat, the line."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.exceptions import AiogramError

from notifications.gate import Gate
from notifications.letter import Entry, Letter
from notifications.limits import Limits
from notifications.line import Failure, Line
from notifications.outcome import Fault, GiveUp, Outcome, Sent, TryLater, fault, sort
from notifications.pace import Place
from notifications.post import Post
from notifications.watching import Watcher

logger = logging.getLogger(__name__)
REQUEST_SECONDS = 20
"""Of one call to Telegram."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Sends a letter; whatever goes wrong is an outcome."""

    bot: Bot
    limits: Limits
    gate: Gate
    line: Line
    watcher: Watcher
    paid: bool

    async def __call__(self, entries: Sequence[Entry], written: Letter, place: Place) -> Outcome:
        """Send it in its place at the gate."""
        chat = entries[0].claimed.chat.telegram_id
        self.limits.spend(chat)
        try:
            posted = await Post(self.bot, REQUEST_SECONDS, self.paid)(chat, written)
        except AiogramError as error:
            self.gate.answered(place)
            return await self._refused(entries, error)
        self.gate.answered(place)
        self.line.worked()
        for _more in range(posted.messages - 1):
            self.limits.spend(chat)
        self.limits.told(chat)
        return Sent(posted.message_id, posted.remark)

    async def _refused(self, entries: Sequence[Entry], error: Exception) -> Outcome:
        claimed, outcome = entries[0].claimed, sort(error)
        if isinstance(outcome, TryLater):
            if outcome.flooded and outcome.after:
                self._pause(claimed.chat.telegram_id, outcome.after.total_seconds())
            outcome = await self._blame(entries, outcome, fault(error))
        else:
            self.line.worked()
        if isinstance(outcome, TryLater) and outcome.answer_lost:
            self.watcher.answer_lost(claimed.kind)
            if not any(entry.kind.repeats for entry in entries):
                return Sent(0, "answer lost")
        if outcome == GiveUp("bad request") and len(entries) == 1:
            # Not in Telegram's words, which quote what it does not like: a part of the message.
            kind = type(error).__name__
            logger.error("delivery %d (%s) is refused: %s", claimed.id, claimed.kind, kind)
        return outcome

    async def _blame(self, entries: Sequence[Entry], outcome: TryLater, by: Fault) -> TryLater:
        """Return the outcome with what the line has to do with it."""
        if by is Fault.MESSAGE:
            self.line.worked()
            return outcome
        first = entries[0].claimed
        ids = tuple(number for one in entries for number in (one.claimed.id, *one.absorbed))
        failure = Failure(first.chat.telegram_id, first.fact_id, by, outcome.reason, ids)
        wronged = await self.line.failed(failure)
        if wronged is None:
            return outcome
        return replace(outcome, of_line=True, wronged=wronged)

    def _pause(self, chat: int, seconds: float) -> None:
        """Leave alone whoever was too fast, for exactly as long as Telegram says."""
        self.watcher.flooded("sendMessage")
        if self.limits.earned(chat):
            self.limits.pause(chat, seconds)
        else:
            self.gate.close(seconds)
