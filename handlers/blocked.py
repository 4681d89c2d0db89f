"""The person blocked the bot, or let it write again: Telegram tells us by my_chat_member."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated

from usecases.chats import NoteBlock


async def note_block(change: ChatMemberUpdated, note_block: NoteBlock) -> None:
    """Remember it; nothing can be, or need be, answered."""
    blocked = change.new_chat_member.status == ChatMemberStatus.KICKED
    await note_block(change.chat.id, blocked=blocked)


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.my_chat_member.register(note_block, F.chat.type == ChatType.PRIVATE)
    return router
