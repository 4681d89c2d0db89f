"""The printable sheet of new codes, sent as a file."""

import asyncio
from collections.abc import Sequence

from aiogram import Bot
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from domain.class_codes import CutOut
from views.class_codes import caption


async def send(
    bot: Bot,
    telegram_id: int,
    cut_outs: Sequence[CutOut],
    title: str,
    file_name: str,
    markup: InlineKeyboardMarkup,
) -> None:
    """Draw it and send it; the buttons are the ways on from the chat's last message."""
    # Drawing takes a tenth of a second and more: other chats need not wait for it.
    data = await asyncio.to_thread(_draw, cut_outs, title)
    file = BufferedInputFile(data, file_name)
    await bot.send_document(telegram_id, file, caption=caption(), reply_markup=markup)


def _draw(cut_outs: Sequence[CutOut], title: str) -> bytes:
    # The library that draws costs a start a fifth of a second, and few processes ever draw.
    from reports.code_sheet import code_sheet

    return code_sheet(cut_outs, title)
