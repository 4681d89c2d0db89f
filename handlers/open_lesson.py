"""Which lesson a teacher has open: words that they write then are its marks.

It is kept as the state of their conversation, which comes with every update at no cost. It is
passive: any button works as without it, and only another conversation puts an end to it.
"""

from aiogram import F
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from domain.codes import looks_like_code

PASSIVE = "lesson:"
"""How such states begin."""


class LessonOpen(Filter):
    """Words while a lesson is open; gives ``lesson_id`` and ``category_id`` to the handler."""

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, int]:
        """Leave commands and codes to others."""
        text = message.text or ""
        if not text or text.startswith("/") or looks_like_code(text):
            return False
        return opened(raw_state) or False


class Idle(Filter):
    """Nothing is being composed."""

    async def __call__(self, _message: Message, raw_state: str | None = None) -> bool:
        """Tell so of an open lesson too."""
        return is_idle(raw_state)


def is_idle(raw_state: str | None) -> bool:
    """Tell whether nothing is being composed: an open lesson waits for nothing."""
    return not raw_state or raw_state.startswith(PASSIVE)


def opened(raw_state: str | None) -> dict[str, int] | None:
    """Return the lesson and the sort of work of a state; nothing for another state."""
    if not raw_state or not raw_state.startswith(PASSIVE):
        return None
    lesson, _, category = raw_state.removeprefix(PASSIVE).partition(":")
    if not lesson.isdigit():
        return None
    return {"lesson_id": int(lesson), "category_id": int(category or 0)}


async def remember(
    state: FSMContext, raw_state: str | None, lesson_id: int, category_id: int = 0
) -> None:
    """Keep which lesson is open; nothing is written where it is that one already."""
    name = f"{PASSIVE}{lesson_id}:{category_id}" if category_id else f"{PASSIVE}{lesson_id}"
    if raw_state != name:
        await state.set_state(name)


TEXT = F.text & ~F.text.startswith("/")
"""Words that are no command."""
