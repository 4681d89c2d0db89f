"""Who may do what to what: the whole matrix as data.

A chat stands in relations to an object (it teaches this course, it leads this class); an action
is allowed to some of them. ``storage.standing`` reads the relations, ``usecases.rights`` compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Relation(StrEnum):
    """How a chat stands to an object at this moment."""

    STUDENT = "student"
    """It is the student's own."""
    GUARDIAN = "guardian"
    TRUSTED = "trusted"
    TEACHES = "teaches"
    """Teacher of the course; of a student: of one of their courses."""
    SUBSTITUTES = "substitutes"
    """Gives this lesson in place of the course's teacher."""
    LEADS = "leads"
    """Class teacher of the class, or of the course's, lesson's or student's class."""
    DEPUTY = "deputy"
    """Deputy head of the school of the object."""
    ADMIN = "admin"


class What(StrEnum):
    """What an action is done to; the id that goes with it is a row of that table."""

    STUDENT = "student"
    COURSE = "course"
    LESSON = "lesson"
    CLASS = "class"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Object:
    """One thing of the school."""

    what: What
    id: int


class Action(StrEnum):
    """Something that not everybody may do."""

    SEE_CLASS = "see_class"
    ISSUE_CODES = "issue_codes"
    """For families of a class."""
    ISSUE_STAFF_CODES = "issue_staff_codes"
    READ_JOURNAL = "read_journal"
    KEEP_JOURNAL = "keep_journal"
    """Topics, homework, marks, attendance of a lesson."""
    SET_FINAL_MARKS = "set_final_marks"
    SET_ROUNDING = "set_rounding"
    """From which part of a point on final marks are rounded up."""
    CHECK_WORK = "check_work"
    """Look at what students handed in, and answer."""
    CHANGE_TIMETABLE = "change_timetable"
    POST_NEWS = "post_news"
    BIND_GROUP = "bind_group"
    ANSWER = "answer"
    """Answer questions of families."""
    ACCEPT_NOTES = "accept_notes"
    ASK = "ask"
    SIGN_MARKS = "sign_marks"
    EXCUSE = "excuse"
    """Send an absence note."""
    HAND_IN = "hand_in"
    READ_AUDIT = "read_audit"


_STAFF = {Relation.LEADS, Relation.DEPUTY}
_R, _A, _W = Relation, Action, What


def _cells() -> dict[tuple[Action, What], set[Relation]]:
    """Return who may, by action and by what it is done to; what is not here nobody may."""
    return {
        (_A.SEE_CLASS, _W.CLASS): {*_STAFF, _R.ADMIN},
        (_A.ISSUE_CODES, _W.CLASS): {*_STAFF, _R.ADMIN},
        (_A.ISSUE_CODES, _W.STUDENT): {*_STAFF, _R.ADMIN},
        (_A.ISSUE_STAFF_CODES, _W.SCHOOL): {_R.ADMIN},
        (_A.READ_JOURNAL, _W.CLASS): _STAFF,
        (_A.READ_JOURNAL, _W.COURSE): {_R.TEACHES, *_STAFF},
        (_A.READ_JOURNAL, _W.LESSON): {_R.TEACHES, _R.SUBSTITUTES, *_STAFF},
        (_A.KEEP_JOURNAL, _W.COURSE): {_R.TEACHES},
        (_A.KEEP_JOURNAL, _W.LESSON): {_R.TEACHES, _R.SUBSTITUTES},
        (_A.SET_FINAL_MARKS, _W.COURSE): {_R.TEACHES},
        (_A.SET_ROUNDING, _W.SCHOOL): {_R.DEPUTY},
        (_A.CHECK_WORK, _W.COURSE): {_R.TEACHES},
        (_A.CHANGE_TIMETABLE, _W.LESSON): {_R.DEPUTY},
        (_A.CHANGE_TIMETABLE, _W.CLASS): {_R.DEPUTY},
        (_A.CHANGE_TIMETABLE, _W.SCHOOL): {_R.DEPUTY},
        (_A.POST_NEWS, _W.COURSE): {_R.TEACHES, *_STAFF},
        (_A.POST_NEWS, _W.CLASS): _STAFF,
        (_A.POST_NEWS, _W.SCHOOL): {_R.DEPUTY, _R.ADMIN},
        (_A.BIND_GROUP, _W.CLASS): {_R.LEADS},
        (_A.ANSWER, _W.COURSE): {_R.TEACHES},
        (_A.ANSWER, _W.CLASS): {_R.LEADS},
        (_A.ANSWER, _W.SCHOOL): {_R.DEPUTY},
        (_A.ACCEPT_NOTES, _W.STUDENT): _STAFF,
        (_A.ASK, _W.STUDENT): {_R.STUDENT, _R.GUARDIAN},
        (_A.SIGN_MARKS, _W.STUDENT): {_R.GUARDIAN},
        (_A.EXCUSE, _W.STUDENT): {_R.GUARDIAN},
        (_A.HAND_IN, _W.STUDENT): {_R.STUDENT},
        (_A.READ_AUDIT, _W.SCHOOL): {_R.ADMIN},
    }


MATRIX: Mapping[tuple[Action, What], frozenset[Relation]] = MappingProxyType(
    {cell: frozenset(relations) for cell, relations in _cells().items()}
)
"""Action and kind of object → the relations that allow it."""


def may(relations: frozenset[Relation], action: Action, what: What) -> bool:
    """Tell whether one of the relations allows the action."""
    return not relations.isdisjoint(MATRIX.get((action, what), frozenset()))
