"""News: each of the page, and the pages."""

from aiogram.types import InlineKeyboardMarkup

from domain.news import News, NewsPage
from keyboards.back import back
from keyboards.open import OpenNews, OpenNewsList
from keyboards.paging import button, pager
from views import format
from views import news as view
from views.words import gettext as _


def news_list(shown: NewsPage) -> InlineKeyboardMarkup:
    """A button an announcement, and the pages."""
    rows = [
        [button(format.clip(item.title, 50), OpenNews(announcement_id=item.id))]
        for item in shown.items
    ]
    paging = pager(shown.page, has_more=shown.has_more, target=lambda page: OpenNewsList(page=page))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *paging, [back()]])


def news(item: News, page: int) -> InlineKeyboardMarkup:
    """The parts of a long text, and the way back to the list."""
    paging = pager(
        page,
        has_more=page + 1 < len(view.parts(item)),
        target=lambda part: OpenNews(announcement_id=item.id, page=part),
    )
    return InlineKeyboardMarkup(
        inline_keyboard=[*paging, [button(_("📰 All news"), OpenNewsList())], [back()]]
    )
