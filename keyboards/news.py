"""News: each of the page, and the pages."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from domain.news import News, NewsPage
from keyboards.back import back
from keyboards.open import ConfirmNews, OpenNews, OpenNewsList
from keyboards.paging import button, pager
from keyboards.types import RowId
from views import format
from views import news as view
from views.words import gettext as _


class SendNewsFiles(CallbackData, prefix="nf"):
    """Send the photos and documents of an announcement."""

    announcement_id: RowId


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
    more = []
    if item.must_confirm and item.confirmed_at is None:
        more.append([button(_("✓ I have read it"), ConfirmNews(announcement_id=item.id))])
    if item.files:
        more.append([button(_("📎 Files"), SendNewsFiles(announcement_id=item.id))])
    ways = [[button(_("📰 All news"), OpenNewsList())], [back()]]
    return InlineKeyboardMarkup(inline_keyboard=[*paging, *more, *ways])


def confirmed(announcement_id: int, when: str) -> InlineKeyboardMarkup:
    """Return the buttons below a push that this chat has confirmed."""
    done = button(_("✓ Read: {when}").format(when=when), OpenNews(announcement_id=announcement_id))
    return InlineKeyboardMarkup(inline_keyboard=[[done], [back()]])
