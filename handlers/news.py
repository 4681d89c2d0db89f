"""/news: the list and one announcement."""

from contextlib import suppress

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.files import send_files
from handlers.show import show
from keyboards import news as keyboard
from keyboards.news import SendNewsFiles
from keyboards.open import ConfirmNews, OpenNews, OpenNewsList
from usecases import receipts
from usecases.news import ShowNews, ShowNewsFiles, ShowNewsList
from views import news as view
from views.format import moment


async def open_list(
    query: CallbackQuery, callback_data: OpenNewsList, reader: Reader, show_news_list: ShowNewsList
) -> None:
    """A page of the news was asked for."""
    shown = await show_news_list(reader, callback_data.page)
    await show(query, view.news_list(shown), keyboard.news_list(shown))


async def news_list(message: Message, reader: Reader, show_news_list: ShowNewsList) -> None:
    """/news."""
    shown = await show_news_list(reader)
    await show(message, view.news_list(shown), keyboard.news_list(shown))


async def open_news(
    query: CallbackQuery, callback_data: OpenNews, reader: Reader, show_news: ShowNews
) -> None:
    """One announcement was asked for."""
    item = await show_news(reader, callback_data.announcement_id)
    page = max(0, callback_data.page)
    await show(query, view.news(item, page), keyboard.news(item, page))


async def confirm_news(
    query: CallbackQuery,
    callback_data: ConfirmNews,
    reader: Reader,
    confirm_read: receipts.ConfirmNews,
) -> None:
    """Read and understood."""
    number = callback_data.announcement_id
    when = moment(await confirm_read(reader, number))
    if isinstance(query.message, Message):
        markup = keyboard.confirmed(number, when)
        with suppress(TelegramBadRequest):  # a second tap: the button says so already
            await query.message.edit_reply_markup(reply_markup=markup)
    await query.answer(view.thanks())


async def send_news_files(
    query: CallbackQuery,
    callback_data: SendNewsFiles,
    reader: Reader,
    bot: Bot,
    show_news_files: ShowNewsFiles,
) -> None:
    """The photos and documents."""
    files = await show_news_files(reader, callback_data.announcement_id)
    await send_files(bot, reader.telegram_id, files)
    await query.answer()


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(news_list, Command("news"))
    router.callback_query.register(open_list, OpenNewsList.filter())
    router.callback_query.register(open_news, OpenNews.filter())
    router.callback_query.register(confirm_news, ConfirmNews.filter())
    router.callback_query.register(send_news_files, SendNewsFiles.filter())
    return router
