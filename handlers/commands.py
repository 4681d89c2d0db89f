"""The list of commands that Telegram shows beside the field for text, per language and scope."""

import logging
from collections.abc import Iterator, Sequence

from aiogram import Bot
from aiogram.exceptions import AiogramError
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


async def publish(bot: Bot, default_language: str) -> bool:
    """Set what everybody sees, where it is not what Telegram shows already; tells whether it is.

    A list that cannot be set keeps nobody from being served.
    """
    scopes: tuple[tuple[BotCommandScopeUnion, view.Listing], ...] = (
        (BotCommandScopeAllPrivateChats(), view.family),
        (BotCommandScopeAllGroupChats(), view.group),
    )
    try:
        for scope, listing in scopes:
            for language, made in _lists(listing, default_language):
                # Each setting makes every phone fetch the list anew, each crash another start.
                shown = await bot.get_my_commands(scope, language_code=language)
                if _words(shown) != _words(made):
                    await bot.set_my_commands(made, scope, language_code=language)
    except (AiogramError, OSError) as error:
        logger.warning("the list of commands was not set: %s", type(error).__name__)
        return False
    return True


async def publish_to_staff(bot: Bot, telegram_id: int) -> None:
    """Set what a member of staff sees in their own chat."""
    scope = BotCommandScopeChat(chat_id=telegram_id)
    try:
        for language, made in _lists(view.staff, words.current().language):
            await bot.set_my_commands(made, scope, language_code=language)
    except (AiogramError, OSError) as error:
        logger.warning("the list of commands was not set: %s", type(error).__name__)


def _words(commands: Sequence[BotCommand]) -> list[tuple[str, str]]:
    return [(one.command, one.description) for one in commands]


def _lists(
    listing: view.Listing, default_language: str
) -> Iterator[tuple[str | None, list[BotCommand]]]:
    """Return the list in every language, and once for those we do not have."""
    for language in words.LANGUAGES:
        with words.use(language, words.current().zone):
            made = [BotCommand(command=name, description=text) for name, text in listing()]
        yield language, made
        if language == default_language:
            yield None, made
