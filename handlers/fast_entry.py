"""Words on an open lesson: marks of the whole class in one message."""

from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from domain.errors import NotFound
from domain.fast_entry import Draft, choose, dump, load, without_doubts
from domain.journal import OpenedLesson
from domain.people import Reader
from handlers.open_lesson import LessonOpen, opened
from handlers.show import show
from keyboards import journal as lesson_keyboard
from keyboards import marking as keyboard
from keyboards.marking import DropDoubts, DropEntries, PickEntry, SaveEntries
from usecases.fast_entry import ReadEntries
from usecases.lessons import ShowLesson
from usecases.marking import GiveMarks
from views import journal as lesson_view
from views import marking as view


async def take_entries(
    message: Message,
    reader: Reader,
    state: FSMContext,
    lesson_id: int,
    read_entries: ReadEntries,
) -> None:
    """Names and marks."""
    earlier = _draft(await state.get_data(), lesson_id)
    shown, draft = await read_entries(reader, lesson_id, message.text or "", earlier)
    await state.set_data(_kept(lesson_id, draft))
    await _show(message, shown, draft)


async def pick_entry(
    query: CallbackQuery,
    callback_data: PickEntry,
    reader: Reader,
    state: FSMContext,
    read_entries: ReadEntries,
) -> None:
    """This one is meant."""
    data = callback_data
    draft = _wanted(await state.get_data(), data.lesson_id)
    chosen = choose(draft, data.place, data.student_id)
    await state.set_data(_kept(data.lesson_id, chosen))
    shown, _nothing = await read_entries(reader, data.lesson_id)
    await _show(query, shown, chosen)


async def drop_doubts(
    query: CallbackQuery,
    callback_data: DropDoubts,
    reader: Reader,
    state: FSMContext,
    read_entries: ReadEntries,
) -> None:
    """Go on with what is clear."""
    draft = without_doubts(_wanted(await state.get_data(), callback_data.lesson_id))
    await state.set_data(_kept(callback_data.lesson_id, draft))
    shown, _nothing = await read_entries(reader, callback_data.lesson_id)
    await _show(query, shown, draft)


async def save_entries(
    query: CallbackQuery,
    callback_data: SaveEntries,
    reader: Reader,
    state: FSMContext,
    raw_state: str | None,
    give_marks: GiveMarks,
) -> None:
    """Yes."""
    lesson_id = callback_data.lesson_id
    draft = _wanted(await state.get_data(), lesson_id)
    category_id = (opened(raw_state) or {}).get("category_id", 0)
    saved = await give_marks(reader, lesson_id, draft.entries, category_id)
    await state.set_data({})
    await show(query, lesson_view.saved(saved), lesson_keyboard.saved(saved))


async def drop_entries(
    query: CallbackQuery,
    callback_data: DropEntries,
    reader: Reader,
    state: FSMContext,
    show_lesson: ShowLesson,
) -> None:
    """No."""
    await state.set_data({})
    shown = await show_lesson(reader, callback_data.lesson_id)
    await show(query, lesson_view.lesson(shown), lesson_keyboard.lesson(shown))


async def _show(event: Message | CallbackQuery, shown: OpenedLesson, draft: Draft) -> None:
    if not draft.entries and not draft.refused:
        await show(event, lesson_view.not_entries(shown), lesson_keyboard.lesson(shown))
        return
    await show(event, view.draft(shown, draft), keyboard.draft(shown, draft))


def _kept(lesson_id: int, draft: Draft) -> dict[str, Any]:
    return {"lesson_id": lesson_id, "draft": dump(draft)}


def _draft(data: dict[str, Any], lesson_id: int) -> Draft | None:
    """Return what was typed for this lesson and is not saved."""
    return load(data["draft"]) if data.get("lesson_id") == lesson_id and "draft" in data else None


def _wanted(data: dict[str, Any], lesson_id: int) -> Draft:
    """Return the same; raises ``NotFound`` where it was saved or dropped since."""
    found = _draft(data, lesson_id)
    if found is None:
        raise NotFound
    return found


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(take_entries, LessonOpen())
    router.callback_query.register(pick_entry, PickEntry.filter())
    router.callback_query.register(drop_doubts, DropDoubts.filter())
    router.callback_query.register(save_entries, SaveEntries.filter())
    router.callback_query.register(drop_entries, DropEntries.filter())
    return router
