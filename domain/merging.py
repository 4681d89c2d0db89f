"""Two facts about one thing of which nobody has heard yet: what is left to tell."""

from dataclasses import replace

from domain.facts import (
    Absence,
    AttendanceWithdrawn,
    Fact,
    FinalMarkSet,
    HomeworkAssigned,
    Late,
    LessonChanged,
    LessonDuty,
    MarkAdded,
    MarkChanged,
    MarkRemoved,
    NewsPosted,
)


def merge(earlier: Fact, later: Fact) -> tuple[Fact, ...]:
    """Return the last state of the thing: one fact, or none where all is as it was before.

    Both, where they do not belong together.
    """
    if _whose(earlier) != _whose(later):
        return (earlier, later)
    match earlier, later:
        case MarkAdded(), MarkChanged():
            return (_as_added(earlier, later),)
        case MarkAdded(), MarkRemoved():
            return ()
        case MarkChanged(), MarkChanged():
            back = earlier.before == later.value != earlier.value
            return () if back else (replace(later, before=earlier.before),)
        case MarkChanged(), MarkRemoved():
            return (replace(later, before=earlier.before),)
        case MarkRemoved(), MarkAdded() if earlier.work == later.work:
            return _given_again(earlier, later)
        case FinalMarkSet(), FinalMarkSet():
            back = earlier.before == later.value
            return () if back else (replace(later, before=earlier.before),)
        case ((Absence() | Late()), AttendanceWithdrawn()):
            return ()
        case HomeworkAssigned(), HomeworkAssigned():
            return (replace(later, changed=earlier.changed),)
        case ((Absence() | Late()), (Absence() | Late())):
            return (later,)
        case AttendanceWithdrawn(), (Absence() | Late()) if earlier.day == later.day:
            return (later,)
        case LessonChanged(), LessonChanged() if _hour(earlier) == _hour(later):
            # Of the teacher who stood in before nothing is known: a second one is told.
            back = later.status == earlier.before in ("", "cancelled") and not later.note
            return () if back else (replace(later, before=earlier.before),)
        case LessonDuty(), LessonDuty() if _hour(earlier) == _hour(later):
            return _duty(earlier, later)
        case (MarkAdded(), MarkAdded()) | (NewsPosted(), NewsPosted()):
            return (later,)
    return (earlier, later)


def _whose(fact: Fact) -> tuple[int | None, object]:
    """Return whose fact it is: SQLite gives the number of a row that is gone to the next one.

    So one thing may be two children's, and one of them must never hear of the other's.
    """
    return fact.student_id, getattr(fact, "course", None)


def _duty(earlier: LessonDuty, later: LessonDuty) -> tuple[Fact, ...]:
    """Whoever was asked for and is no more, within the grace, has heard of nothing."""
    back = (later.status, later.to_person) == (earlier.before, earlier.to_former)
    if back and not later.note:
        return ()
    return (replace(later, before=earlier.before, to_former=earlier.to_former),)


def _hour(fact: LessonChanged | LessonDuty) -> tuple[object, int]:
    return fact.day, fact.number


def _as_added(added: MarkAdded, changed: MarkChanged) -> MarkAdded:
    return replace(
        added, value=changed.value, day=changed.day, work=changed.work, comment=changed.comment,
        urgent=changed.urgent,
    )  # fmt: skip


def _given_again(removed: MarkRemoved, added: MarkAdded) -> tuple[Fact, ...]:
    if removed.before == added.value:
        return ()
    changed = MarkChanged(
        thing=added.thing, urgent=added.urgent, student=added.student, name=added.name,
        course=added.course, subject=added.subject, before=removed.before, value=added.value,
        day=added.day, work=added.work, comment=added.comment,
    )  # fmt: skip
    return (changed,)
