"""The journal in words: lessons of a day, one lesson, its attendance."""

from domain.journal import (
    JournalDay,
    Lesson,
    LessonLine,
    OpenedLesson,
    Presence,
    Saved,
    Seat,
)
from domain.scales import Scale
from views.format import clip, clock_time, escape, headline, long_day, short_day, shorten
from views.words import gettext as _
from views.words import ngettext

_TITLE = 60
_TOPIC = 120


def journal(shown: JournalDay) -> str:
    """A day's lessons, a line or two each."""
    whose = f" {escape(clip(shown.title, _TITLE))}" if shown.title else ""
    heading = _("<b>📒 Journal{whose}</b> · {day}").format(whose=whose, day=long_day(shown.day))
    if not shown.lessons:
        return f"{heading}\n\n" + _("No lessons on this day.")
    return f"{heading}\n\n" + shorten([_line(line) for line in shown.lessons]).text


def _line(line: LessonLine) -> str:
    when = f" {clock_time(line.starts_at)}" if line.starts_at else ""
    subject = f"{escape(clip(line.subject, _TITLE))}, {escape(clip(line.group, 20))}"
    head = f"{line.number}.{when} <b>{subject}</b>"
    if line.status == "cancelled":
        return f"{head} — " + _("cancelled")
    counts = []
    if line.marks:
        counts.append(f"⭐ {line.marks}")
    if line.missed:
        counts.append(f"🚫 {line.missed}")
    topic = f"\n   <i>{escape(clip(line.topic, _TOPIC))}</i>" if line.topic else ""
    return " · ".join([head, *counts]) + topic


def lesson(shown: OpenedLesson) -> str:
    """One lesson: what, when, topic, how much is noted; to who only reads, each student."""
    parts = [lesson_heading(shown.lesson), _facts(shown)]
    if shown.lesson.is_cancelled:
        return "\n\n".join(parts)
    if not shown.keeps:
        lines = [_register(seat) for seat in shown.seats if seat.marks or seat.presence]
        return "\n\n".join([*parts, shorten(lines).text] if lines else parts)
    return "\n\n".join(part for part in (*parts, _how_to(shown)) if part)


def lesson_heading(one: Lesson) -> str:
    """Return which lesson it is, in two lines."""
    title = f"{escape(clip(one.subject, _TITLE))}, {escape(clip(one.group, 20))}"
    when = [headline(short_day(one.day)), _("lesson {n}").format(n=one.number)]
    if one.starts_at and one.ends_at:
        when[-1] += f" ({clock_time(one.starts_at)}–{clock_time(one.ends_at)})"
    if one.room:
        when.append(_("room {room}").format(room=escape(clip(one.room, 20))))
    return f"📒 <b>{title}</b>\n" + " · ".join(when)


def _facts(shown: OpenedLesson) -> str:
    one = shown.lesson
    if one.is_cancelled:
        return _("✕ The lesson is cancelled.") + (f" {escape(one.note)}" if one.note else "")
    topic = escape(one.topic) if one.topic else "—"
    lines = [_("✏️ Topic: {topic}").format(topic=topic)]
    counts = [
        ngettext("⭐ {n} mark", "⭐ {n} marks", shown.marked).format(n=shown.marked),
        _("🚫 absent: {n}").format(n=shown.missed),
        ngettext("📝 {n} task", "📝 {n} tasks", shown.homework).format(n=shown.homework),
    ]
    return "\n".join([*lines, " · ".join(counts)])


def _how_to(shown: OpenedLesson) -> str:
    """Show fast entry with names of this very class."""
    names = [escape(seat.name.family) for seat in shown.seats[:3]]
    if len(names) < 3 or shown.ahead:
        return ""
    example = _("{a} 5, {b} 4 4, {c} n").format(a=names[0], b=names[1], c=names[2])
    return (
        _("⚡ All marks in one message, for example:")
        + f"\n<code>{example}</code>\n"
        + _("I show what I understood before anything is saved.")
    )


def _register(seat: Seat) -> str:
    marks = " ".join(escape(one.value) for one in seat.marks)
    missed = seat.presence is not None and seat.presence is not Presence.PRESENT
    sign = presence_word(seat.presence) if seat.presence and missed else ""
    return f"{escape(seat.register)}: " + ", ".join(part for part in (marks, sign) if part)


def presence(shown: OpenedLesson) -> str:
    """Attendance: the students are the buttons."""
    legend = "  ".join(f"{presence_sign(one)} {presence_word(one)}" for one in Presence)
    hint = _("Tap a name to change it. Families hear of an absence within a minute.")
    return (
        f"{lesson_heading(shown.lesson)}\n\n" + _("<b>✋ Attendance</b>") + f"\n{legend}\n\n{hint}"
    )


def presence_sign(presence: Presence) -> str:
    """Return the sign of a button."""
    return {
        Presence.PRESENT: "✓", Presence.ABSENT: "🚫", Presence.LATE: "⏰",
        Presence.EXCUSED: "🏠", Presence.ILL: "🤒",
    }[presence]  # fmt: skip


def presence_word(presence: Presence) -> str:
    """Return it in a word."""
    return {
        Presence.PRESENT: _("here"), Presence.ABSENT: _("not here"), Presence.LATE: _("came late"),
        Presence.EXCUSED: _("excused"), Presence.ILL: _("is ill"),
    }[presence]  # fmt: skip


def saved(shown: Saved) -> str:
    """What was saved, above the lesson."""
    marks = ngettext("{n} mark", "{n} marks", shown.marks).format(n=shown.marks)
    notes = ngettext("{n} note of attendance", "{n} notes of attendance", shown.presences)
    if not shown.batch:
        return lesson(shown.opened)
    parts = [marks] if shown.marks else []
    parts += [notes.format(n=shown.presences)] if shown.presences else []
    return _("✅ Saved: {what}.").format(what=", ".join(parts)) + f"\n\n{lesson(shown.opened)}"


def removed(shown: Saved) -> str:
    """That a mark is taken back, above the lesson."""
    return _("🗑 The mark is removed.") + f"\n\n{lesson(shown.opened)}"


def undone(shown: Saved) -> str:
    """That it was taken back, above the lesson."""
    return _("↩️ Taken back.") + f"\n\n{lesson(shown.opened)}"


def ask_topic(one: Lesson) -> str:
    """Ask what the lesson is about."""
    now = _("Now: {topic}").format(topic=escape(one.topic)) + "\n\n" if one.topic else ""
    return f"{lesson_heading(one)}\n\n{now}" + _(
        "✏️ Write the topic of the lesson. To stop: /cancel"
    )


def scales(one: Lesson) -> str:
    """Ask for the scale of the next marks."""
    return f"{lesson_heading(one)}\n\n" + _(
        "🔢 On which scale are the next marks of this course given?"
    )


def scale_titles() -> dict[Scale, str]:
    """Return the scales that a teacher may choose, in words."""
    return {
        Scale.FIVE: _("5-point"), Scale.TEN: _("10-point"), Scale.TWELVE: _("12-point"),
        Scale.HUNDRED: _("100-point"), Scale.PASS_FAIL: _("pass / fail"),
        Scale.LETTERS: _("letters"),
    }  # fmt: skip


def not_entries(shown: OpenedLesson) -> str:
    """Words that are no marks, while a lesson is open."""
    return _("I did not understand that.") + f"\n\n{lesson(shown)}"
