"""The digest's hour in words."""

from itertools import groupby

from domain.settings import WEEK, ChatSettings
from views.format import clock_time
from views.quiet import day_span
from views.words import gettext as _


def digest(shown: ChatSettings) -> str:
    """Say what comes at that hour, and what quiet hours do to it."""
    at = clock_time(shown.digest_at)
    parts = [
        _("<b>🗓 Digest</b>: at {time}").format(time=at),
        _(
            "What shall come once a day or once a week comes in one message at this hour; once a week is Sunday. What that is, you choose with 🔔 in the settings."
        ),
    ]
    held = shown.digest_held_on
    if len(held) == len(WEEK):
        note = _("🌙 {time} is in your quiet hours: the digest comes when they end.")
        parts.append(note.format(time=at))
    elif held:
        note = _("🌙 {time} is in your quiet hours ({days}): the digest comes when they end.")
        parts.append(note.format(time=at, days=_days(held)))
    return "\n\n".join(parts)


def _days(weekdays: tuple[int, ...]) -> str:
    """Return weekdays with neighbours together: "Пн–Чт, Вс"."""
    groups = [list(group) for _at, group in groupby(enumerate(weekdays), key=_distance)]
    return ", ".join(day_span(group[0][1], group[-1][1]) for group in groups)


def _distance(numbered: tuple[int, int]) -> int:
    place, weekday = numbered
    return weekday - place
