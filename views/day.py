"""A day of the diary in words: everything that is known of it, in pages where it is long."""

from collections.abc import Sequence
from itertools import groupby

from domain.day import DiaryDay, Entry
from domain.diary import DayAttendance, DayMark, Diary, Homework
from views import format, lessons
from views.format import escape
from views.pages import fill, kept, lines, pick
from views.students import heading

HOMEWORK_ROOM = 400
"""Characters of one homework; the homework screen shows the whole of it."""


def day(diary: Diary, page: int = 0) -> str:
    """One page of a day: a heading, a block a lesson, what belongs to no lesson."""
    title = f"📘 <b>{format.headline(format.long_day(diary.first))}</b>"
    return f"{title}\n{heading(diary.access)}\n\n{pick(pages(diary), page)}"


@kept
def pages(diary: Diary) -> list[str]:
    """Return the day's text in pages; nearly every day has one."""
    shown = DiaryDay.of(diary, diary.first)
    blocks = [_absence(shown.absence)] if shown.absence else []
    blocks += [_lesson(entry) for entry in shown.entries]
    if not shown.entries:
        blocks.append([lessons.empty(diary.why_empty(diary.first))])
    blocks += [
        [*([_of(item.subject)] if item.subject else []), *_absence(item)]
        for item in shown.attendance
    ]
    blocks += [
        [_of(subject), *_marks([*given])]
        for subject, given in groupby(shown.marks, key=lambda mark: mark.subject)
    ]
    blocks += [[_of(item.subject), _task(item)] for item in shown.homework]
    return fill(blocks)


def _of(subject: str) -> str:
    return f"<b>{escape(format.clip(subject, lessons.NAME_ROOM))}</b>"


def _lesson(entry: Entry) -> list[str]:
    """A block of one lesson: what, when and where, then all that belongs to it."""
    lesson = entry.lesson
    when = ", ".join(part for part in (lessons.times(lesson), lessons.room(lesson)) if part)
    note = lessons.note(lesson)
    found = [lessons.title(lesson), *([note] if note else []), *([when] if when else [])]
    found += lines(lesson.topic, tag="i")
    found += map(_task, entry.homework)
    found += _marks(entry.marks)
    return found + (_absence(entry.attendance) if entry.attendance else [])


def _absence(item: DayAttendance) -> list[str]:
    """An absence with its reason."""
    text = f"❗ {lessons.attendance(item)}"
    if item.reason:
        return lines(item.reason, before=f"{text} — ")
    return [text]


def _task(item: Homework) -> str:
    return f"📝 {escape(format.clip(item.text, HOMEWORK_ROOM))}"


def _marks(marks: Sequence[DayMark]) -> list[str]:
    """A line a work, "4/5" where it has several marks, and their comments below."""
    found = []
    for work, given in groupby(marks, key=lambda mark: mark.work):
        cell = [*given]
        value = f"⭐ <b>{lessons.cell(cell, lessons.NAME_ROOM)}</b>"
        found += lines(work, before=f"{value} — ") or [value]
        found += [line for mark in cell for line in lines(mark.comment, before="💬 ")]
    return found
