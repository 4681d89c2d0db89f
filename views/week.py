"""A week of the diary in words: a line a lesson."""

from datetime import date

from domain.day import DiaryDay, Entry
from domain.diary import DayLesson, Diary
from views import format, lessons
from views.format import escape
from views.pages import fill, pick
from views.students import heading

NAME_ROOM = 40
TOPIC_ROOM = 40
MARKS_ROOM = 40
NOTE_ROOM = 40
"""Characters of one value; the day shows the whole of it."""


def week(diary: Diary, page: int = 0) -> str:
    """One page of a week: a heading a day, a line a lesson with its marks and flags."""
    title = f"📘 <b>{format.day_range(diary.first, diary.last)}</b>"
    return f"{title}\n{heading(diary.access)}\n\n{pick(pages(diary), page)}"


def pages(diary: Diary) -> list[str]:
    """Return the week's text in pages; nearly every week has one."""
    days = [DiaryDay.of(diary, one) for one in diary.days]
    blocks = [_day(one) for one in days if not one.is_empty]
    return fill(blocks or [[lessons.empty_week(diary.why_empty(diary.first))]])


def day_heading(day: date) -> str:
    """A day within a week."""
    return f"<b>{format.headline(format.long_day(day))}</b>"


def _day(shown: DiaryDay) -> list[str]:
    found = [day_heading(shown.day)]
    found += [f"❗ {lessons.attendance(shown.absence)}"] if shown.absence else []
    found += map(_lesson, shown.entries)
    for item in shown.attendance:
        name = escape(format.clip(item.subject, NAME_ROOM))
        found.append(f"{name} ❗ {lessons.attendance(item)}".lstrip())
    for mark in shown.marks:
        name = escape(format.clip(mark.subject, NAME_ROOM))
        found.append(f"{name} ⭐ <b>{lessons.cell([mark], MARKS_ROOM)}</b>")
    found += [f"{escape(format.clip(item.subject, NAME_ROOM))} 📝" for item in shown.homework]
    return found


def _lesson(entry: Entry) -> str:
    """Number and subject, the marks, what is due, whether the student was there, the topic."""
    lesson = entry.lesson
    name = f"{lesson.number}. {escape(format.clip(lesson.subject, NAME_ROOM))}"
    parts = [f"<s>{name}</s> ✗" if lesson.is_cancelled else name]
    parts += [f"⇄ {_stand_in(lesson)}".rstrip()] if lesson.is_substituted else []
    note = lessons.note(lesson, NOTE_ROOM)
    parts += [note] if note else []
    parts += [f"⭐ <b>{lessons.cell(entry.marks, MARKS_ROOM)}</b>"] if entry.marks else []
    parts += ["📝"] if entry.homework else []
    parts += [f"❗ {lessons.attendance(entry.attendance)}"] if entry.attendance else []
    topic = " ".join(lesson.topic.split())
    parts += [f"· <i>{escape(format.clip(topic, TOPIC_ROOM))}</i>"] if topic else []
    return " ".join(parts)


def _stand_in(lesson: DayLesson) -> str:
    return escape(format.clip(lesson.teacher.polite, NAME_ROOM)) if lesson.teacher else ""
