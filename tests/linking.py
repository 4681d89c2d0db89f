"""Codes as the operator issues them, and people who send them."""

from typing import Any

import sqlalchemy as sa
from aiogram.methods import AnswerCallbackQuery, SendMessage

from bot.settings import Settings
from domain.clock import FixedClock
from domain.people import Role
from domain.school_clock import SchoolClock
from keyboards.linking import ConfirmLink
from storage import tables as t
from storage.codes import NewCode
from storage.database import Database
from tests.person import Person, buttons
from usecases.codes import issue

STRANGER = 7001
SAME = "У вас уже есть всё, что даёт этот код"


class Codebook:
    """Issues codes as the operator does."""

    def __init__(self, db: Database, clock: FixedClock, settings: Settings) -> None:
        self._db = db
        self._clock = SchoolClock(clock, settings.zone)
        self._key = settings.key

    async def guardian(self, student_id: int, guardian_id: int | None = None) -> str:
        return await self.code(NewCode(Role.GUARDIAN, student_id, guardian_id))

    async def code(self, new: NewCode) -> str:
        async with self._db.begin() as session:
            return await issue(session, self._clock, self._key, new)


async def offer_of(person: Person, code: str) -> tuple[str, ConfirmLink]:
    """Send the code; return the offer's text and its yes."""
    (sent,) = await person.say(code)
    assert isinstance(sent, SendMessage), sent
    yes = buttons(sent.reply_markup)[0][0]  # type: ignore[arg-type]
    assert yes[0].startswith("Да"), sent.text
    return sent.text, ConfirmLink.unpack(yes[1])


async def link(person: Person, code: str, name: str = "") -> str:
    """Send the code, say yes, and the name if it is asked; return the last text."""
    _text, yes = await offer_of(person, code)
    edit, *_answer_and_commands = await person.tap(yes)
    if not name:
        return str(edit.text)  # type: ignore[attr-defined]
    (sent,) = await person.say(name)
    return str(sent.text)  # type: ignore[attr-defined]


async def said(person: Person, text: str) -> str:
    """Return the text of the one answer to a message."""
    (sent,) = await person.say(text)
    return str(sent.text)  # type: ignore[attr-defined]


async def refused(person: Person, yes: ConfirmLink) -> str:
    """Tap and return the alert, which is all that may come."""
    (answer,) = await person.tap(yes)
    assert isinstance(answer, AnswerCallbackQuery)
    assert answer.show_alert
    return str(answer.text)


async def grants(db: Database) -> list[Any]:
    """Return the grants that were made by codes."""
    async with db.read() as session:
        query = sa.select(t.access_grant).where(t.access_grant.c.access_code_id.is_not(None))
        return list(await session.execute(query.order_by(t.access_grant.c.id)))
