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
    def weeks(self) -> list[list[date | None]]:
        """Weeks from Monday to Sunday; nothing where the day is of another month."""
        start = self.first - timedelta(days=self.first.weekday())
        rows = []
        while start < self.following:
            days = [start + timedelta(days=n) for n in range(7)]
            rows.append([day if day.month == self.first.month else None for day in days])
            start += timedelta(days=7)
        return rows

    @property
    def following(self) -> date:
        """The first day of the next month."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)
