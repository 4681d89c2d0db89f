"""What a use case may refuse, as a tree; the words for people live in ``handlers/errors.py``.

DiaryError
├── NotLinked              the chat has no grant for what it asks
│   ├── NotStaff           … for those who are in charge of a class
│   └── NotAdmin           … for school administrators
├── NotFound               the thing a button names is not there any more
├── CodeRefused            a code that does not link: unknown, used, expired, revoked
├── TooManyAttempts        codes were guessed too often; says until when to wait
├── AlreadyLinked          the chat has what the code would give
├── InputRefused           a person typed or tapped what cannot be meant
│   ├── NameRefused        … as their own name
│   └── NoHourLeft         quiet hours that would hold every message for ever
├── PersonUnknown          the operator names somebody whom the roster does not have
└── ImportRefused          the source cannot be read as a whole
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DiaryError(Exception):
    """An expected refusal: answered in words, logged without a traceback."""


class NotLinked(DiaryError):
    """The chat may not see this, or may no longer."""


class NotStaff(NotLinked):
    """The chat is not in charge of what it asks for, or not any more."""


class NotAdmin(NotLinked):
    """The chat is no school administrator's, or not any more."""


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


class NoHourLeft(InputRefused):
    """Quiet hours that leave no hour of the week for messages."""


class PersonUnknown(DiaryError):
    """Nobody, or not only one, is called so; the message is one sentence for the operator."""


class ImportRefused(DiaryError):
    """The source cannot be imported; the message is one sentence for the operator."""
