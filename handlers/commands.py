"""The list of commands that Telegram shows beside the field for text, per language and scope."""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from views import commands as view
from views import words

logger = logging.getLogger(__name__)


async def publish(bot: Bot, default_language: str) -> None:
    """Set what everybody sees; a list that cannot be set keeps nobody from being served."""
    await _publish(bot, BotCommandScopeAllPrivateChats(), view.family, default_language)
    await _publish(bot, BotCommandScopeAllGroupChats(), view.group, default_language)


async def publish_to_staff(bot: Bot, telegram_id: int) -> None:
    """Set what a member of staff sees in their own chat."""
    scope = BotCommandScopeChat(chat_id=telegram_id)
    await _publish(bot, scope, view.staff, words.current().language)


async def _publish(
    bot: Bot, scope: BotCommandScopeUnion, listing: view.Listing, default_language: str
) -> None:
    """Set the list once for every language, and once for those we do not have."""
    try:
        for language in words.LANGUAGES:
            with words.use(language, words.current().zone):
                made = [BotCommand(command=name, description=text) for name, text in listing()]
            await bot.set_my_commands(made, scope, language_code=language)
            if language == default_language:
                await bot.set_my_commands(made, scope)
    except TelegramAPIError as error:
        logger.warning("the list of commands was not set: %s", type(error).__name__)
