"""Quiet hours: what falls due in them is held until they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_LONGEST_HOLD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the school's day in which nothing is sent; the end may be on the next day.

    Equal ends mean that there are none.
    """

    begins: time
    ends: time

    @property
    def over_midnight(self) -> bool:
        """Whether they end on the day after they began."""
        return self.begins > self.ends

    def on_first_day(self, at: time) -> bool:
        """Tell whether an hour of the day on which they begin lies within."""
        return at >= self.begins and (self.over_midnight or at < self.ends)

    def on_next_day(self, at: time) -> bool:
        """Tell whether an hour of the day after that lies within."""
        return self.over_midnight and at < self.ends


NONE = QuietHours(time(0), time(0))
"""Chosen: no quiet hours."""


@dataclass(frozen=True, slots=True)
class QuietWeek:
    """The hours that begin on each weekday, Monday first; an empty day was not chosen."""

    days: tuple[QuietHours | None, ...] = (None,) * 7

    @classmethod
    def daily(cls, hours: QuietHours | None) -> Self:
        """Return the same for every day."""
        return cls((hours,) * 7)

    @classmethod
    def load(cls, stored: Sequence[str | None]) -> Self:
        """Return the week that :meth:`dump` gave."""
        return cls(tuple(None if text is None else _hours(text) for text in stored))

    def dump(self) -> list[str | None]:
        """Return the week as JSON-ready values: ``21:00-07:00``, "" for none, null where open."""
        return [None if hours is None else _text(hours) for hours in self.days]

    def over(self, other: "QuietWeek") -> "QuietWeek":
        """Return the week in which what is open here is as there."""
        pairs = zip(self.days, other.days, strict=True)
        return QuietWeek(tuple(there if mine is None else mine for mine, there in pairs))

    def put(self, weekday: int | None, hours: QuietHours | None) -> "QuietWeek":
        """Return the week with other hours on that day, or on every day."""
        days = range(7) if weekday is None else (weekday,)
        return QuietWeek(tuple(hours if n in days else old for n, old in enumerate(self.days)))

    @property
    def leaves_room(self) -> bool:
        """Whether there is an hour in which messages may come."""
        monday = datetime(2026, 1, 5, tzinfo=UTC)
        return any(not self.hold(monday + timedelta(hours=hour)) for hour in range(7 * 24))

    def hold(self, local: datetime) -> bool:
        """Tell whether a moment, given in the school's zone, lies within."""
        at, today = local.time(), self._begun(local.date())
        before = self._begun(local.date() - _DAY)
        return bool((today and today.on_first_day(at)) or (before and before.on_next_day(at)))

    def release(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment itself, or the end of the quiet hours that hold it; in UTC.

        Where hours of one day go over into those of the next, the end of the last counts. A week
        that leaves no room holds for eight days: nothing is held for ever.
        """
        found = moment.astimezone(UTC)
        while found < moment + _LONGEST_HOLD and self.hold(found.astimezone(zone)):
            found = self._end(found, zone)
        return found

    def _end(self, moment: datetime, zone: ZoneInfo) -> datetime:
        local = moment.astimezone(zone)
        today, before = self._begun(local.date()), self._begun(local.date() - _DAY)
        if before and before.on_next_day(local.time()):
            end = datetime.combine(local.date(), before.ends, zone)
        else:
            assert today is not None, "the moment is held"
            day = local.date() + (_DAY if today.over_midnight else timedelta(0))
            end = datetime.combine(day, today.ends, zone)
        if end.astimezone(UTC) <= moment:
            # The clocks go back tonight and this hour comes a second time.
            end = end.replace(fold=1)
        return end.astimezone(UTC)

    def _begun(self, day: date) -> QuietHours | None:
        return self.days[day.weekday()]


def in_force(
    child: QuietWeek | None, chat: QuietWeek | None, school: QuietHours | None
) -> QuietWeek:
    """Return the hours that hold for one child in one chat: the nearest choice of each day."""
    week = QuietWeek.daily(school)
    for choice in (chat, child):
        week = choice.over(week) if choice else week
    return week


def _hours(text: str) -> QuietHours:
    if not text:
        return NONE
    begins, ends = (time.fromisoformat(part) for part in text.split("-"))
    return QuietHours(begins, ends)


def _text(hours: QuietHours) -> str:
    none = hours.begins == hours.ends
    return "" if none else f"{hours.begins:%H:%M}-{hours.ends:%H:%M}"
