"""The door of private chats: all routes but those of groups stand behind it.

A group's update gets no further than this, so nothing of anybody's can be shown there.
"""

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message


def is_private(source: Message | CallbackQuery) -> bool:
    """Tell whether only this person reads the chat; a button without its message counts as such."""
    message = source if isinstance(source, Message) else source.message
    return message is None or message.chat.type == ChatType.PRIVATE


def router(*inside: Router) -> Router:
    """Return one router for all of these."""
    door = Router(name=__name__)
    door.message.filter(is_private)
    door.callback_query.filter(is_private)
    door.include_routers(*inside)
    return door
