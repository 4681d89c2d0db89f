"""/news: the list and one announcement."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Reader
from handlers.show import show
from keyboards import news as keyboard
from keyboards.open import OpenNews, OpenNewsList
from usecases.news import ShowNews, ShowNewsList
from views import news as view


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


def router() -> Router:
    """Routes of this feature."""
    router = Router(name=__name__)
    router.message.register(news_list, Command("news"))
    router.callback_query.register(open_list, OpenNewsList.filter())
    router.callback_query.register(open_news, OpenNews.filter())
    return router
