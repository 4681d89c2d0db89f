"""A month of a student's calendar: on which days something happened."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.people import Access


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month that have lessons, and those that have marks."""

    access: Access
    first: date
    today: date
    lessons: frozenset[date]
    marks: frozenset[date]

    @property
    def following(self) -> date:
        """The first day of the next month."""
        return following(self.first)

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def nearest(self) -> date:
        """Today, where the month holds it, else the month's first day."""
        return self.today if self.first <= self.today < self.following else self.first


def weeks(first: date) -> list[list[date | None]]:
    """Return a month's weeks from Monday to Sunday; nothing where a day is of another month."""
    start = first - timedelta(days=first.weekday())
    rows = []
    while start < following(first):
        days = [start + timedelta(days=n) for n in range(7)]
        rows.append([day if day.month == first.month else None for day in days])
        start += timedelta(days=7)
    return rows


def following(first: date) -> date:
    """Return the first day of the month after the one that begins so."""
    return (first + timedelta(days=31)).replace(day=1)
