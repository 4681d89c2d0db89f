"""A class's group chat: bound and unbound there, followed where it moves; nothing else is heard."""

import logging

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject, CommandStart, ExceptionTypeFilter
from aiogram.types import ChatMemberUpdated, ErrorEvent, Message

from domain.class_groups import Room, is_wish, wished
from domain.errors import DiaryError
from domain.people import Reader
from usecases.group_chats import BindHere, LoseGroup, MoveGroup, UnbindHere
from views import group_chats as view

logger = logging.getLogger(__name__)
COMMANDS = ("/start", "/bind", "/unbind")
_KINDS = {ChatType.GROUP, ChatType.SUPERGROUP}
_OUT = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}
_ASKED = (
    # What Telegram sends for whoever chose the group under the button of the private chat.
    CommandStart(deep_link=True, magic=F.args.func(is_wish)),
    Command("bind"),
)


async def bind(
    message: Message, command: CommandObject, reader: Reader, bind_here: BindHere
) -> None:
    """/bind, or /start with the class that is wished for."""
    bound = await bind_here(reader, _room(message), wished(command.args))
    await message.answer(view.bound(bound))


async def unbind(message: Message, reader: Reader, unbind_here: UnbindHere) -> None:
    """/unbind."""
    await unbind_here(reader, message.chat.id)
    await message.answer(view.unbound())


async def ask_who(message: Message) -> None:
    """The same from an administrator who writes as the group: nobody knows who that is."""
    await message.answer(view.ask_who())


async def follow(message: Message, move_group: MoveGroup) -> None:
    """The group became a supergroup: the old chat says where it went, the new one whence."""
    here = message.chat.id
    await move_group(message.migrate_from_chat_id or here, message.migrate_to_chat_id or here)


async def lose(change: ChatMemberUpdated, lose_group: LoseGroup) -> None:
    """The bot was put out, or the group was deleted."""
    await lose_group(change.chat.id)


async def refused(event: ErrorEvent) -> None:
    """A use case said no."""
    logger.info("update %s refused: %s", event.update.update_id, type(event.exception).__name__)
    await _tell(event)


async def failed(event: ErrorEvent) -> None:
    """Something that nobody expected."""
    logger.error("update %s failed", event.update.update_id, exc_info=event.exception)
    await _tell(event)


def hears(message: Message) -> bool:
    """Tell whether a group's message is for us; nothing is read or looked up for any other."""
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return True
    if message.from_user is None or (message.from_user.is_bot and not message.sender_chat):
        return False
    first, *_rest = (message.text or "").split(maxsplit=1) or [""]
    return first.partition("@")[0] in COMMANDS


async def _tell(event: ErrorEvent) -> None:
    """Answer a command; what Telegram itself wrote into the group gets no answer."""
    message = event.update.message
    if message is not None and message.text:
        await message.answer(view.refusal(event.exception))


def _room(message: Message) -> Room:
    topic = message.message_thread_id if message.is_topic_message else None
    return Room(message.chat.id, message.chat.title or "", topic)


def router() -> Router:
    """Routes of all that is heard in groups, and of what goes wrong there."""
    router, of_group = Router(name=__name__), F.chat.type.in_(_KINDS)
    router.message.filter(of_group)
    for asked in (*_ASKED, Command("unbind")):
        router.message.register(ask_who, F.sender_chat, asked)
    for asked in _ASKED:
        router.message.register(bind, asked)
    router.message.register(unbind, Command("unbind"))
    router.message.register(follow, F.migrate_to_chat_id)
    router.message.register(follow, F.migrate_from_chat_id)
    router.my_chat_member.register(lose, of_group, F.new_chat_member.status.in_(_OUT))
    wrong = F.update.message.chat.type.in_(_KINDS)
    router.errors.register(refused, ExceptionTypeFilter(DiaryError), wrong)
    router.errors.register(failed, wrong)
    return router
