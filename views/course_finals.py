"""Final marks of a course in words."""

from domain.course_finals import CourseFinals, FinalLine
from views.format import clip, day_range, decimal, escape, shorten
from views.words import gettext as _
from views.words import ngettext

_NAME = 40


def finals(shown: CourseFinals) -> str:
    """A line a student: average, what it proposes, what is set."""
    heading = _heading(shown)
    if shown.period is None:
        return heading + "\n\n" + _("The course has no terms to give final marks for.")
    lines = [heading, _rule(shown)]
    if shown.saved:
        saved = ngettext("✓ {n} final mark is saved.", "✓ {n} final marks are saved.", shown.saved)
        lines.append(saved.format(n=shown.saved))
    if not shown.lines:
        return "\n".join([*lines, "", _("There are no students on this page.")])
    set_ = sum(bool(line.value) for line in shown.lines)
    count = _("Set: {n} of {total}").format(n=set_, total=len(shown.lines))
    return shorten(["\n".join([*lines, count, ""]), *map(_line, shown.lines)]).text


def final_pad(shown: CourseFinals, line: FinalLine) -> str:
    """One student: what the average is made of."""
    who = f"<b>{escape(clip(f'{line.name.family} {line.name.given}', _NAME))}</b>"
    lines = [_heading(shown), "", who, _average(line)]
    lines.append(_("Lessons missed: {n}").format(n=line.missed))
    if line.value:
        lines.append(_("Final mark: <b>{mark}</b>").format(mark=escape(line.value)))
    lines += ["", _("Tap the final mark. Families hear of it a few minutes later.")]
    return "\n".join(lines)


def roundings() -> str:
    """The rule, for who may change it."""
    return "\n\n".join(
        (
            _("<b>⚙️ Rounding of final marks</b>"),
            _("The rule holds for the whole school. Final marks that are set stay as they are."),
        )
    )


def rounding(part: float) -> str:
    """Return a rule as a button says it."""
    return _("up from {part}").format(part=decimal(part))


def _heading(shown: CourseFinals) -> str:
    course = shown.course
    title = f"{escape(clip(course.subject, _NAME))}, {escape(clip(course.group, _NAME))}"
    heading = _("<b>🏁 Final marks</b>") + f" · {title}"
    if shown.period is not None:
        days = day_range(shown.period.begins, shown.period.ends)
        heading += f"\n{escape(clip(shown.period.title, _NAME))}, {days}"
    return heading


def _rule(shown: CourseFinals) -> str:
    if not shown.course.scale.counts:
        return _("This scale has no averages: choose each mark yourself.")
    return _("Rounding: {rule}").format(rule=rounding(shown.course.round_up_from))


def _line(line: FinalLine) -> str:
    parts = [escape(clip(line.brief, _NAME))]
    if line.average is not None:
        parts.append(f"{decimal(line.average.weighted)} ({line.average.number})")
    text = " · ".join(parts)
    if line.value:
        text += f" → <b>{escape(line.value)}</b>"
        if line.proposed and line.proposed.text != line.value:
            text += " ✎"
    elif line.proposed:
        text += f" → {line.proposed.text}?"
    return text


def _average(line: FinalLine) -> str:
    if line.average is None:
        return _("No marks that count.")
    marks = ngettext("{n} mark", "{n} marks", line.average.number).format(n=line.average.number)
    average = _("Average: {average}").format(average=decimal(line.average.weighted))
    proposed = _("proposed: <b>{mark}</b>").format(
        mark=line.proposed.text if line.proposed else "—"
    )
    return f"{average} ({marks}), {proposed}"
