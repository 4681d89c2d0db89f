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
    if item.formatted and format.says_title(item.title, item.body):
        title = "📰"
    body = text if item.formatted else escape(text)
    return f"{title}\n<i>{_where(item)}</i>\n\n{body}" + _confirmed(item)


def _confirmed(item: News) -> str:
    """Say when this chat confirmed, where it did."""
    if item.confirmed_at is None:
        return ""
    when = format.moment(item.confirmed_at)
    return "\n\n" + _("✓ You have read this: {when}").format(when=when)


def parts(item: News) -> list[str]:
    """Return the body in parts that fit a message; a formatted one was bounded at writing."""
    return [item.body] if item.formatted else format.split(item.body, PART_ROOM)


def _teaser(item: News) -> str:
    plain = format.plain(item.body) if item.formatted else item.body
    if item.formatted and format.says_title(item.title, item.body):
        plain = plain.lstrip().removeprefix(item.title.removesuffix("…"))
    body = escape(format.clip(" ".join(plain.split()), TEASER_ROOM))
    return f"<b>{escape(format.clip(item.title, TITLE_ROOM))}</b>\n<i>{_where(item)}</i>\n{body}"


def _where(item: News) -> str:
    return f"{format.moment(item.posted_at)} · {escape(format.clip(item.audience, 60))}"


def thanks() -> str:
    """The toast after confirming."""
    return _("Thank you, the school sees that you have read this.")
