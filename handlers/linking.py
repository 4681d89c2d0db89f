"""A code by deep link or as bare text, the yes, and the name of a guardian nobody knows."""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.codes import looks_like_code
from domain.errors import AlreadyLinked, CodeRefused
from domain.linking import Linked, NameWanted
from domain.people import Reader
from handlers import commands
from handlers.open_lesson import Idle
from handlers.show import show
from keyboards import linking as keyboard
from keyboards import menu as menu_keyboard
from keyboards.linking import ConfirmLink, DeclineLink
from usecases.linking import LinkChat, OpenCode
from usecases.menu import ShowMenu
from views import linking as view
from views import menu as menu_view

_PART = {"conversation": True}
"""Flags of handlers that do not end the conversation by being called."""


class Naming(StatesGroup):
    """The one question of linking."""

    name = State()


async def open_link(
    message: Message, command: CommandObject, reader: Reader, open_code: OpenCode
) -> None:
    """/start CODE, which is what a deep link sends."""
    offer = await open_code(reader, command.args or "")
    await show(message, view.offer(offer), keyboard.offer(offer))


async def open_text(message: Message, reader: Reader, open_code: OpenCode) -> None:
    """A text that looks like a code."""
    offer = await open_code(reader, message.text or "")
    await show(message, view.offer(offer), keyboard.offer(offer))


async def confirm(
    query: CallbackQuery,
    callback_data: ConfirmLink,
    reader: Reader,
    bot: Bot,
    state: FSMContext,
    link_chat: LinkChat,
    show_menu: ShowMenu,
) -> None:
    """Yes."""
    result = await link_chat(reader, callback_data.code_id, callback_data.proof)
    if isinstance(result, NameWanted):
        await state.set_state(Naming.name)
        await state.set_data({"code_id": result.code_id, "proof": result.proof})
        await show(query, view.ask_name(), keyboard.back_only())
        return
    await _welcome(query, bot, reader, result, show_menu)


async def take_name(
    message: Message,
    reader: Reader,
    bot: Bot,
    state: FSMContext,
    link_chat: LinkChat,
    show_menu: ShowMenu,
) -> None:
    """A guardian's name, the last thing that was missing."""
    asked = await state.get_data()
    try:
        result = await link_chat(reader, asked["code_id"], asked["proof"], message.text or "")
    except (CodeRefused, AlreadyLinked):
        await state.clear()  # another name would not help
        raise
    await state.clear()
    assert isinstance(result, Linked), "a name was given"
    await _welcome(message, bot, reader, result, show_menu)


async def decline(query: CallbackQuery) -> None:
    """No."""
    await show(query, view.declined(), keyboard.back_only())


async def cancel(message: Message, raw_state: str | None) -> None:
    """/cancel: the conversation itself is ended on the way here, as by any command."""
    text = view.cancelled() if raw_state == Naming.name else view.left(was_asked=bool(raw_state))
    await show(message, text, keyboard.back_only())


async def _welcome(
    event: Message | CallbackQuery, bot: Bot, reader: Reader, linked: Linked, show_menu: ShowMenu
) -> None:
    """Say so above the menu, turned to the new child."""
    if linked.student is not None:
        reader = replace(reader, selected_student_id=linked.student.id)
    menu = await show_menu(reader)
    text = view.linked(linked) + "\n\n" + menu_view.menu(menu)
    await show(event, text, menu_keyboard.menu(menu))
    if linked.student is None:
        await commands.publish_to_staff(bot, reader.telegram_id)


def _is_code(message: Message) -> bool:
    return looks_like_code(message.text or "")


def _is_surely_code(message: Message) -> bool:
    """Tell a second code from a name, which has no digits."""
    text = message.text or ""
    return any(sign.isdigit() for sign in text) and looks_like_code(text)


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(open_link, CommandStart(deep_link=True))
    router.message.register(cancel, Command("cancel"))
    router.message.register(open_text, Naming.name, F.text, _is_surely_code)
    router.message.register(take_name, Naming.name, F.text, ~F.text.startswith("/"), flags=_PART)
    router.message.register(open_text, Idle(), F.text, _is_code)
    router.callback_query.register(confirm, ConfirmLink.filter())
    router.callback_query.register(decline, DeclineLink.filter())
    return router
