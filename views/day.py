"""A day and a week of the diary in words."""

from collections.abc import Sequence
from datetime import date

from domain.diary import DayAttendance, DayLesson, DayMark, Diary, Empty, Homework
from views import format
from views.format import escape
from views.students import heading
from views.words import gettext as _

TOPIC_ROOM = 200
WEEK_TOPIC_ROOM = 60
HOMEWORK_ROOM = 400
"""Characters of one value; the homework screen shows the whole of it."""


def day(diary: Diary) -> str:
    """One day: a heading, a block a lesson, what belongs to no lesson."""
    title = f"📘 <b>{format.long_day(diary.first).capitalize()}</b>"
    absent = diary.whole_day(diary.first)
    top = [title, heading(diary.access), *([attendance(absent)] if absent else [])]
    blocks = [_lesson(diary, lesson) for lesson in diary.on(diary.first)]
    if not blocks:
        blocks = [empty(diary.why_empty(diary.first))]
    blocks += [_loose(mark) for mark in diary.loose_marks(diary.first)]
    blocks += [_task(item, named=True) for item in diary.loose_homework(diary.first)]
    return "\n".join(top) + "\n\n" + format.shorten(blocks, between="\n\n").text


def week(diary: Diary) -> str:
    """A week: a heading a day, a line a lesson with what is due and what was marked."""
    title = f"📘 <b>{format.day_range(diary.first, diary.last)}</b>"
    days = [_week_day(diary, one) for one in diary.days if _has_something(diary, one)]
    if not days:
        days = [empty(_why_all(diary))]
    return f"{title}\n{heading(diary.access)}\n\n" + format.shorten(days, between="\n\n").text


def attendance(item: DayAttendance) -> str:
    """An absence or a lateness in a few words, with its reason."""
    text = attendance_name(item.category)
    if item.category == "late" and item.minutes_late:
        text = _("late by {n} min").format(n=item.minutes_late)
    reason = f" — {escape(format.clip(item.reason, TOPIC_ROOM))}" if item.reason else ""
    return f"❗ {text}{reason}"


def attendance_name(category: str) -> str:
    """A category of attendance in a word or two."""
    return {
        "absent": _("absent"),
        "excused": _("absent for a good reason"),
        "ill": _("ill"),
        "late": _("late"),
    }.get(category, escape(category))


def empty(why: Empty) -> str:
    """Why there are no lessons."""
    until = format.long_day(why.until) if why.until else ""
    return {
        "weekend": _("No lessons: it is the weekend."),
        "holidays": _("Holidays. Lessons begin on {day}.").format(day=until),
        "before": _("The school year has not begun yet. It begins on {day}.").format(day=until),
        "over": _("The school year is over."),
        "unknown": _("No lessons are entered for this day yet."),
    }[why.reason]


def marks_line(marks: Sequence[DayMark]) -> str:
    """All marks of one cell: "4/5"."""
    return "/".join(escape(mark.value) for mark in marks)


def lesson_title(lesson: DayLesson) -> str:
    """Number and subject; struck through when cancelled, an arrow when somebody stands in."""
    name = f"{lesson.number}. <b>{escape(lesson.subject)}</b>"
    if lesson.is_cancelled:
        return f"<s>{name}</s> ✗ " + _("cancelled")
    return name + (" ⇄ " + _("substitution") if lesson.status == "substituted" else "")


def times(lesson: DayLesson) -> str:
    """Return when it begins and ends, as far as the source says."""
    found = [format.clock_time(one) for one in (lesson.starts, lesson.ends) if one]
    return "–".join(found)


def place(lesson: DayLesson) -> str:
    """Return the room in words, or nothing."""
    return _("room {room}").format(room=escape(lesson.room)) if lesson.room else ""


def _lesson(diary: Diary, lesson: DayLesson) -> str:
    when = ", ".join(part for part in (times(lesson), place(lesson)) if part)
    lines = [lesson_title(lesson), when]
    if lesson.topic:
        lines.append(f"<i>{escape(format.clip(lesson.topic, TOPIC_ROOM))}</i>")
    lines += [_task(item) for item in diary.due_for(lesson)]
    lines += [_mark(mark) for mark in diary.marks_of(lesson)]
    item = diary.attendance_of(lesson)
    lines += [attendance(item)] if item else []
    return "\n".join(line for line in lines if line)


def _task(item: Homework, *, named: bool = False) -> str:
    subject = f"{escape(item.subject)}: " if named else ""
    return f"📝 {subject}{escape(format.clip(item.text, HOMEWORK_ROOM))}"


def _mark(mark: DayMark) -> str:
    work = f" — {escape(format.clip(mark.work, WEEK_TOPIC_ROOM))}" if mark.work else ""
    note = f"\n💬 {escape(format.clip(mark.comment, TOPIC_ROOM))}" if mark.comment else ""
    return f"⭐ <b>{escape(mark.value)}</b>{work}{note}"


def _loose(mark: DayMark) -> str:
    return f"⭐ {escape(mark.subject)}: <b>{escape(mark.value)}</b>"


def _has_something(diary: Diary, day: date) -> bool:
    return bool(
        diary.on(day) or diary.loose_marks(day) or diary.loose_homework(day) or diary.whole_day(day)
    )


def _week_day(diary: Diary, day: date) -> str:
    absent = diary.whole_day(day)
    lines = [f"<b>{format.long_day(day).capitalize()}</b>"]
    lines += [attendance(absent)] if absent else []
    lines += [_week_line(diary, lesson) for lesson in diary.on(day)]
    lines += [_loose(mark) for mark in diary.loose_marks(day)]
    return "\n".join(lines)


def _week_line(diary: Diary, lesson: DayLesson) -> str:
    name = f"{lesson.number}. {escape(format.clip(lesson.subject, WEEK_TOPIC_ROOM))}"
    parts = [f"<s>{name}</s> ✗" if lesson.is_cancelled else name]
    parts += ["⇄"] if lesson.status == "substituted" else []
    marks = diary.marks_of(lesson)
    parts += [f"— <b>{marks_line(marks)}</b>"] if marks else []
    parts += ["📝"] if diary.due_for(lesson) else []
    parts += ["❗"] if diary.attendance_of(lesson) else []
    return " ".join(parts)


def _why_all(diary: Diary) -> Empty:
    """Why a whole week is empty: what Monday says, unless only its weekend speaks."""
    return diary.why_empty(diary.first)
