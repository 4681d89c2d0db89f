"""Facts of the talk between school and families: lessons changed, news, questions, notes, work."""

from dataclasses import dataclass, field
from datetime import date

from domain.fact import Fact, File, StudentFact


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonChanged(Fact):
    """A lesson is cancelled, given by somebody else or elsewhere, or as planned after all."""

    code = "lesson.changed"
    course: int
    subject: str
    day: date
    number: int
    status: str = ""
    """``cancelled``, ``substituted``, ``moved`` (to another room); empty: as planned after all."""
    before: str = ""
    """What it was before, in the same words."""
    teacher: str = ""
    """Who stands in."""
    room: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionAnswered(StudentFact):
    """A teacher looked at handed-in homework: accepted, or to be done again."""

    code = "homework.answered"
    course: int
    homework: int
    subject: str
    state: str
    """``returned`` or ``accepted``."""
    comment: str = ""
    value: str = ""
    """The mark, where one was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNews(Fact):
    """A fact about an announcement that went out before; it concerns the chats that have it."""

    announcement: int
    title: str
    body: str = ""
    formatted: bool = False
    must_confirm: bool = False
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsEdited(SentNews):
    """An announcement has other words: the messages that were sent are edited."""

    code = "news.edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsWithdrawn(SentNews):
    """An announcement was taken back: the messages that were sent say so."""

    code = "news.withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsReminder(SentNews):
    """The author reminds those who have not confirmed."""

    code = "news.reminder"
    to_chat: int
    """Row of the chat that is reminded, and nobody else: a fact for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Fact):
    """The school wrote in a thread; told to who asked."""

    code = "question.answered"
    thread: int
    to_chat: int
    """Row of the chat that asked."""
    about: int | None = None
    """The student whom it is about: who no longer sees them is not told."""
    subject: str
    text: str
    author: str
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFact(Fact):
    """A fact told to members of staff; one of these is set, of a lesson's duty up to three."""

    to_course: int | None = None
    """Teachers of this course."""
    to_class: int | None = None
    """Class teachers of this class."""
    to_school: int | None = None
    """Deputy heads of this school."""
    to_admins: int | None = None
    """School administrators, whatever the number says; 1 is set."""
    to_person: int | None = None
    """One member of staff."""
    to_former: int | None = None
    """One who no longer has the duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonDuty(StaffFact):
    """Who gives a lesson, whether, or where, is no longer as its teachers knew it."""

    code = "lesson.duty"
    subject: str
    """With its class: "Алгебра, 7Б"."""
    day: date
    number: int
    chat: int
    """Row of the chat that changed it: it is not told of what it did itself."""
    status: str = ""
    """As :class:`LessonChanged` has it, and ``before`` likewise."""
    before: str = ""
    teacher: str = ""
    room: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(StaffFact):
    """A family wrote in a thread."""

    code = "question.asked"
    thread: int
    subject: str
    text: str
    author: str
    student: str = ""
    """Whom it is about: "Анна И.", 7Б."""
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWaiting(StaffFact):
    """A question has waited for two school days."""

    code = "question.waiting"
    thread: int
    subject: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceNoteSent(StaffFact):
    """A guardian explains an absence."""

    code = "absence.note"
    note: int
    student: str
    first: date
    last: date
    category: str
    reason: str = ""
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceNoteAnswered(StudentFact):
    """The class teacher accepted an absence note, or did not."""

    code = "absence.answered"
    note: int
    first: date
    last: date
    accepted: bool
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCommented(StaffFact):
    """A guardian wrote something about a mark."""

    code = "mark.commented"
    mark: int
    lesson: int
    """Of the mark; 0 where it is of none."""
    student: str
    subject: str
    value: str
    day: date
    author: str
    text: str
