"""News in words."""

from domain.news import News, NewsPage
from views import format
from views.format import escape
from views.words import gettext as _

TITLE_ROOM = 200
TEASER_ROOM = 200
PART_ROOM = 3000
"""Characters of one part of a long announcement."""


def news_list(shown: NewsPage) -> str:
    """A block an announcement: when, for whom, how it begins."""
    title = _("News")
    top = f"📰 <b>{title}</b>"
    if not shown.items:
        return f"{top}\n\n" + _("There is no news for you yet.")
    return f"{top}\n\n" + format.shorten([*map(_teaser, shown.items)], between="\n\n").text


def news(item: News, page: int) -> str:
    """One announcement, or one part of a long one."""
    pages = parts(item)
    text = pages[min(page, len(pages) - 1)]
    title = f"📰 <b>{escape(format.clip(item.title, TITLE_ROOM))}</b>"
    return f"{title}\n<i>{_where(item)}</i>\n\n{escape(text)}"


def parts(item: News) -> list[str]:
    """Return the body in parts that fit a message."""
    return format.split(item.body, PART_ROOM)


def _teaser(item: News) -> str:
    body = escape(format.clip(" ".join(item.body.split()), TEASER_ROOM))
    return f"<b>{escape(format.clip(item.title, TITLE_ROOM))}</b>\n<i>{_where(item)}</i>\n{body}"


def _where(item: News) -> str:
    return f"{format.moment(item.posted_at)} · {escape(format.clip(item.audience, 60))}"
