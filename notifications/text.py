"""What the texts of all kinds have in common."""

from datetime import date

from domain.facts import LessonChanged, LessonDuty, NewsEdited, NewsPosted
from notifications.kind import Hearer
from views.format import clip, day_range, escape, says_title, short_day
from views.words import gettext as _

SHORT = 120
"""Characters of a subject, a title or a name in a message."""
NAME, NAMES = 40, 6
"""Characters of a child's name, and how many children one line may name."""
NOTE = 400
"""Characters of a teacher's remark."""
BODY = 1200
"""Characters of a long text that a push shows; the rest is behind its button."""


def short(value: str) -> str:
    """Return a value from outside, at most a line long."""
    return escape(clip(" ".join(value.split()), SHORT))


def head(icon: str, hearer: Hearer, sentence: str) -> str:
    """Return the first line: whom it is about, then what."""
    names = ", ".join(f"<b>{escape(clip(name, NAME))}</b>" for name in hearer.children[:NAMES])
    return f"{icon} {names} · {sentence}" if names else f"{icon} {sentence}"


def lines(*parts: str) -> str:
    """Join the lines that have something to say."""
    return "\n".join(part for part in parts if part)


def note(value: str) -> str:
    """Return a remark as a line of its own, or nothing."""
    return f"💬 {escape(clip(value.strip(), NOTE))}" if value.strip() else ""


def about(work: str, day: date) -> str:
    """Return what a mark is for, and its day."""
    return ", ".join(part for part in (short(work), short_day(day)) if part)


def lesson(subject: str, number: int | None) -> str:
    """Return what a lesson is known by; nothing for a whole day."""
    which = _("lesson {number}").format(number=number) if number is not None else ""
    return ", ".join(part for part in (short(subject), which) if part)


def place(day: date, subject: str, number: int | None) -> str:
    """Return the lesson and its day, or only the day where it is a whole one."""
    return ", ".join(part for part in (lesson(subject, number), short_day(day)) if part)


def changed_lesson(fact: LessonChanged | LessonDuty, hearer: Hearer) -> str:
    """Return what happens to which lesson, who stands in, where, and why."""
    lesson = place(fact.day, fact.subject, fact.number)
    words = {
        "cancelled": _("Cancelled: {lesson}"),
        "substituted": _("Substitution: {lesson}"),
        "moved": _("Another room: {lesson}"),
    }
    news = words.get(fact.status) or _("As planned after all: {lesson}")
    teacher = _("Teacher: {name}").format(name=short(fact.teacher)) if fact.teacher else ""
    room = _("room {room}").format(room=short(fact.room)) if fact.room else ""
    news = head("🗓", hearer, news.format(lesson=lesson))
    return lines(news, ", ".join(part for part in (teacher, room) if part), note(fact.note))


def days(first: date, last: date) -> str:
    """Return a day, or a span of days."""
    return short_day(first) if first == last else day_range(first, last)


def headed(title: str, text: str, *, formatted: bool) -> str:
    """Return a title and what it is the title of; once, where the text begins with it itself."""
    if formatted and says_title(title, text):
        return text
    return lines(f"<b>{short(title)}</b>", body(text, formatted=formatted))


def ask_group(fact: NewsPosted | NewsEdited, hearer: Hearer) -> str:
    """Return where a group's members confirm: a button there would be everybody's."""
    if not (hearer.is_group and fact.must_confirm):
        return ""
    return _("☝️ Parents, please confirm in your own chat with the bot.")


def body(value: str, *, formatted: bool = False) -> str:
    """Return as many whole lines of a long text as a push has room for, then an ellipsis.

    A formatted text is Telegram's HTML already, and was bounded when it was written.
    """
    if formatted:
        return value
    kept: list[str] = []
    room = BODY
    every = value.strip().splitlines()
    for line in every:
        if kept and len(line) > room:
            break
        kept.append(escape(clip(line.rstrip(), BODY)))
        room -= len(line) + 1
    return "\n".join(kept) + ("\n…" if len(kept) < len(every) else "")


def number_of(thing: str) -> int:
    """Return the row of the thing that a fact is about; 0 where it names none."""
    number = thing.rpartition(":")[2]
    return int(number) if number.isdigit() else 0
