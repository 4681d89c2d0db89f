"""What may happen at the fictional school while the demo runs, as bundles to import.

A school's system would export the same: a OneRoster delta for marks, journal CSV for the rest.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from domain.clock import Clock
from sandbox.school import School
from sandbox.school.tables import write_journal, write_manifest, write_roster

WORKS = ("Самостоятельная работа", "Ответ у доски", "Проверка тетради", "Устный счёт")
COMMENTS = ("", "", "Хорошая работа!", "Аккуратнее с вычислениями.")
NOTICES = (
    (
        "Субботник",
        "В эту субботу в 10:00 собираемся у школы. Перчатки и хорошее настроение с собой.",
    ),
    ("Фотографии класса", "Завтра фотограф. Просим прийти в парадной форме к первому уроку."),
    ("Экскурсия", "Во вторник едем в музей космонавтики. Сбор у входа в 09:00, вернёмся к 15:00."),
)


@dataclass(slots=True)
class Events:
    """Makes one bundle a call below ``folder``."""

    folder: Path
    school: School
    clock: Clock
    zone: ZoneInfo
    _number: "count[int]" = field(default_factory=lambda: count(1))
    _chance: Random = field(default_factory=lambda: Random(7))
    _marks: list[dict[str, str]] = field(default_factory=list)

    def new_mark(self) -> Path:
        """Anna gets a mark in algebra."""
        number = next(self._number)
        work, mark = f"demo-work-{number}", f"demo-mark-{number}"
        day = f"{self._today():%Y-%m-%d}"
        item = {
            "sourcedId": work, "status": "active", "title": self._chance.choice(WORKS),
            "assignDate": day, "dueDate": day, "classSourcedId": self.school.course_sourced_id,
            "categorySourcedId": "answer", "resultValueMin": "1", "resultValueMax": "5",
        }  # fmt: skip
        result = {
            "sourcedId": mark, "status": "active", "lineItemSourcedId": work,
            "studentSourcedId": self.school.anna.sourced_id, "scoreStatus": "fully graded",
            "score": self._chance.choice("3445555"), "scoreDate": day,
            "comment": self._chance.choice(COMMENTS),
            "classSourcedId": self.school.course_sourced_id,
        }  # fmt: skip
        self._marks.append(result)
        return self._delta(number, [item], result)

    def corrected_mark(self) -> Path:
        """The newest of these marks becomes another one; there is a mark first where none was."""
        if not self._marks:
            return self.new_mark()
        last = self._marks[-1]
        last["score"] = {"5": "4", "4": "5", "3": "4"}[last["score"]]
        return self._delta(next(self._number), [], last)

    def withdrawn_mark(self) -> Path:
        """The newest of these marks is taken back."""
        if not self._marks:
            return self.new_mark()
        return self._delta(next(self._number), [], self._marks.pop() | {"status": "tobedeleted"})

    def absence(self) -> Path:
        """Pyotr is not at school today."""
        folder = self._room(number := next(self._number))
        row = {
            "sourcedId": f"demo-absence-{number}",
            "studentSourcedId": self.school.pyotr.sourced_id,
            "date": f"{self._today():%Y-%m-%d}",
            "category": "absent",
        }
        write_journal(folder, "attendance", [row])
        return folder

    def notice(self) -> Path:
        """The class teacher of 7Б has news."""
        folder = self._room(number := next(self._number))
        title, body = NOTICES[number % len(NOTICES)]
        row = {
            "sourcedId": f"demo-news-{number}", "title": title, "body": body,
            "postedAt": self._now().isoformat(timespec="seconds"),
            "classSourcedId": self.school.class_sourced_id,
        }  # fmt: skip
        write_journal(folder, "announcements", [row])
        return folder

    def _delta(self, number: int, items: list[dict[str, str]], result: dict[str, str]) -> Path:
        folder = self._room(number)
        write_manifest(folder, self.school.title, (), delta=("lineItems", "results"))
        stamp = {"dateLastModified": self._now().isoformat(timespec="milliseconds")}
        write_roster(folder, "lineItems", [item | stamp for item in items])
        write_roster(folder, "results", [result | stamp])
        return folder

    def _room(self, number: int) -> Path:
        return self.folder / f"event-{number}"

    def _now(self) -> datetime:
        return self.clock.now().astimezone(self.zone)

    def _today(self) -> date:
        return self._now().date()
