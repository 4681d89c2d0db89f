"""👩‍🏫 Staff, for a school's administrator: who is linked, and access to end."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.errors import NotFound
from domain.members import MemberPage
from domain.people import Reader
from handlers.show import show
from keyboards import members as keyboard
from keyboards.members import (
    AskEndMember,
    EndMemberChat,
    FindMember,
    OpenMember,
    OpenMembers,
    OpenSchools,
)
from usecases.members import EndMember, FindMembers, ShowMember, ShowMembers, ShowSchools
from views import members as view

_PART = {"conversation": True}


class Seeking(StatesGroup):
    """What an administrator writes to find somebody."""

    name = State()


async def open_schools(
    query: CallbackQuery, callback_data: OpenSchools, reader: Reader, show_schools: ShowSchools
) -> None:
    """The button of the menu, or a page of many schools."""
    shown = await show_schools(reader, callback_data.page)
    if isinstance(shown, MemberPage):
        await show(query, view.members(shown), keyboard.members(shown))
        return
    await show(query, view.schools(), keyboard.schools(shown))


async def open_members(
    query: CallbackQuery, callback_data: OpenMembers, reader: Reader, show_members: ShowMembers
) -> None:
    """A school's staff, a page of it, or only those who are not linked."""
    at = callback_data
    shown = await show_members(reader, at.school_id, at.page, unlinked=at.unlinked)
    await show(query, view.members(shown), keyboard.members(shown))


async def find_member(
    query: CallbackQuery,
    callback_data: FindMember,
    reader: Reader,
    state: FSMContext,
    show_members: ShowMembers,
) -> None:
    """Somebody who is not on this page."""
    await show_members(reader, callback_data.school_id)
    await state.set_state(Seeking.name)
    await state.set_data({"school": callback_data.school_id})
    await show(query, view.ask_name(), keyboard.to_members(callback_data.school_id))


async def take_name(
    message: Message, reader: Reader, state: FSMContext, find_members: FindMembers
) -> None:
    """The first letters of a surname."""
    asked = await state.get_data()
    shown = await find_members(reader, asked["school"], message.text or "")
    await state.clear()
    await show(message, view.members(shown), keyboard.members(shown))


async def open_member(
    query: CallbackQuery, callback_data: OpenMember, reader: Reader, show_member: ShowMember
) -> None:
    """One of them."""
    shown = await show_member(reader, callback_data.school_id, callback_data.person_id)
    await show(query, view.member(shown), keyboard.member(shown))


async def ask_end(
    query: CallbackQuery, callback_data: AskEndMember, reader: Reader, show_member: ShowMember
) -> None:
    """Close it for them? Sure?"""
    shown = await show_member(reader, callback_data.school_id, callback_data.person_id)
    chat = shown.chat(callback_data.grant_id)
    if chat is None:
        raise NotFound
    await show(query, view.ask_end(shown, chat), keyboard.ask_end(shown, chat))


async def end(
    query: CallbackQuery, callback_data: EndMemberChat, reader: Reader, end_member: EndMember
) -> None:
    """Sure."""
    at = callback_data
    shown = await end_member(reader, at.school_id, at.person_id, at.grant_id)
    await show(query, view.member(shown), keyboard.member(shown))


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    words = F.text, ~F.text.startswith("/")
    router.message.register(take_name, Seeking.name, *words, flags=_PART)
    for handler, data in (
        (open_schools, OpenSchools),
        (open_members, OpenMembers),
        (find_member, FindMember),
        (open_member, OpenMember),
        (ask_end, AskEndMember),
        (end, EndMemberChat),
    ):
        router.callback_query.register(handler, data.filter())
    return router
