"""What a use case may refuse, as a tree; the words for people live in ``views/refusals.py``.

DiaryError
├── NotLinked              the chat has no grant for what it asks
│   ├── NotStaff           … for those who are in charge of a class
│   ├── NotAdmin           … for school administrators
│   └── NotAllowed         … for this action on this thing; ``domain.rights`` says for whom it is
├── AlreadyDone            Telegram brought an update again that has had its effect
├── NotFound               the thing a button names is not there any more
├── CodeRefused            a code that does not link; ``CodeTrouble`` says why
├── TooManyAttempts        codes were guessed too often; says until when to wait
├── AlreadyLinked          the chat has what the code would give
├── InputRefused           a person typed or tapped what cannot be meant
│   ├── NameRefused        … as their own name
│   ├── TopicRefused       … as a lesson's topic
│   ├── OffScale           … as a mark of this scale
│   ├── LessonCancelled    a journal entry at a lesson that is not held
│   ├── LessonAhead        … at a lesson that is still to come
│   ├── JournalMoved       an undo of what was changed again since
│   ├── TooManyQuestions   more questions, or words in one, than may wait for an answer
│   ├── MomentRefused      a moment to send at that is over or cannot be read
│   ├── TooSoon            a second reminder shortly after the first
│   ├── DateRefused        a day that homework cannot be due on
│   ├── DeadlineOver       homework handed in after its day
│   ├── DaysRefused        days that no absence note can be about
│   ├── TextTooLong        words that do not fit one message
│   ├── TooManyFiles       more files than go along with one message
│   ├── NothingWritten     neither words nor files
│   ├── FileTooLarge       a file that could not be passed on
│   ├── NotAFile           a sticker, a voice: neither words, photo nor document
│   ├── LessonOver         a change of the timetable on a day that is past
│   ├── ReasonRefused      a reason for families to read that is too long
│   ├── RoomRefused        a room that is empty or too long
│   ├── TeacherUnknown     a stand-in whom the school does not have
│   ├── ClassUnclear       a group to bind to a class that is not said
│   ├── GroupTaken         … that is another class's
│   ├── TooManyGroups      … of a class that has enough of them
│   ├── MemberUnknown      a name that nobody of the school's staff has
│   ├── AdminNameRefused   … that an administrator cannot have
│   ├── OwnAccess          an administrator who would lock themself out
│   └── NoHourLeft         quiet hours that would hold every message for ever
├── OperatorFault          the operator must mend something before this can work
├── PersonUnknown          the operator names somebody whom the roster does not have
└── ImportRefused          the source cannot be read as a whole
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.rights import Action


class DiaryError(Exception):
    """An expected refusal: answered in words, logged without a traceback."""


class NotLinked(DiaryError):
    """The chat may not see this, or may no longer."""


class NotStaff(NotLinked):
    """The chat is not in charge of what it asks for, or not any more."""


class NotAdmin(NotLinked):
    """The chat is no school administrator's, or not any more."""


@dataclass(eq=False)
class NotAllowed(NotLinked):
    """The chat may not do this to this thing, or not any more."""

    action: Action


class AlreadyDone(DiaryError):
    """Telegram brought an update again that has had its effect."""


class NotFound(DiaryError):
    """What was asked for is not in the diary, or not any more."""


class CodeTrouble(StrEnum):
    """Why a code does not link; stored in the audit log."""

    MALFORMED = "malformed"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"
    GONE = "gone"
    FOR_STUDENT = "for_student"
    FOR_GUARDIAN = "for_guardian"
    FORGED = "forged"


@dataclass(eq=False)
class CodeRefused(DiaryError):
    """This code does not link, for a reason that names nobody."""

    trouble: CodeTrouble
    for_staff: bool = False
    """Whether the school administrator is the one to ask, not the class teacher."""


@dataclass(eq=False)
class TooManyAttempts(DiaryError):
    """Too many refused codes; ``until`` is the UTC moment of the next try."""

    until: datetime


class AlreadyLinked(DiaryError):
    """This chat already has what the code gives; the code stays unused."""


class InputRefused(DiaryError):
    """A typed value that cannot be meant, such as a name of one sign."""


class NameRefused(InputRefused):
    """What was typed as somebody's own name cannot be one."""


@dataclass(eq=False)
class TopicRefused(InputRefused):
    """A lesson's topic that is empty or longer than ``most`` characters."""

    most: int


@dataclass(eq=False)
class OffScale(InputRefused):
    """A mark that the scale does not have."""

    value: str


class LessonCancelled(InputRefused):
    """The lesson is not held."""


@dataclass(eq=False)
class LessonAhead(InputRefused):
    """The lesson is on a day that is still to come."""

    day: date


class JournalMoved(InputRefused):
    """What is to be undone was changed again since."""


@dataclass(eq=False)
class TooManyQuestions(InputRefused):
    """More than ``most`` questions, or words in one, that wait for an answer."""

    most: int


class MomentRefused(InputRefused):
    """A moment to send at that is over, or that cannot be understood."""


@dataclass(eq=False)
class TooSoon(InputRefused):
    """The same families were reminded a short time ago; ``until`` is when it can be done again."""

    until: datetime


@dataclass(eq=False)
class DateRefused(InputRefused):
    """A day that homework cannot be due on; first and last say which it can."""

    first: date
    last: date


class DeadlineOver(InputRefused):
    """Homework is handed in after the day it was due on."""


@dataclass(eq=False)
class DaysRefused(InputRefused):
    """Days that no absence note can be about: too many, too far, or the wrong way round."""

    most: int


@dataclass(eq=False)
class TextTooLong(InputRefused):
    """Words of more than ``most`` characters."""

    most: int


@dataclass(eq=False)
class TooManyFiles(InputRefused):
    """More than ``most`` files."""

    most: int


class NothingWritten(InputRefused):
    """Something is sent that has neither words nor files."""


class FileTooLarge(InputRefused):
    """A file is larger than ``domain.files.MOST_BYTES``."""


class NotAFile(InputRefused):
    """Something came that is neither words nor a photo nor a document: a sticker, a voice."""


class LessonOver(InputRefused):
    """The lesson's day is past, so there is nothing to cancel or to move."""


@dataclass(eq=False)
class ReasonRefused(InputRefused):
    """A reason for families to read is too long."""

    most: int
    """Characters it may have."""


@dataclass(eq=False)
class RoomRefused(InputRefused):
    """What was typed as a room is empty or too long."""

    most: int
    """Characters it may have."""


class TeacherUnknown(InputRefused):
    """Nobody who teaches at the school has a name that begins so."""


class ClassUnclear(InputRefused):
    """A group is to be bound, and it does not follow to which class."""


class GroupTaken(InputRefused):
    """The group is bound to another class, by somebody who still may bind it."""


@dataclass(eq=False)
class TooManyGroups(InputRefused):
    """The class has ``most`` groups already."""

    most: int


class MemberUnknown(InputRefused):
    """Nobody of the school's staff has a name that begins so."""


class AdminNameRefused(InputRefused):
    """What was typed as an administrator's name cannot be one."""


class OwnAccess(InputRefused):
    """Administrators cannot lock themselves out by a tap."""


class NoHourLeft(InputRefused):
    """Quiet hours that leave no hour of the week for messages."""


class OperatorFault(DiaryError):
    """Settings, database or machine do not let this work; the message is one sentence."""


class PersonUnknown(DiaryError):
    """Nobody, or not only one, is called so; the message is one sentence for the operator."""


class ImportRefused(DiaryError):
    """The source cannot be imported; the message is one sentence for the operator."""
