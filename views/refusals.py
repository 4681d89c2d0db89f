"""Each refusal as a sentence that says what to do next; none names a child."""

from domain.errors import (
    AdminNameRefused,
    AlreadyDone,
    AlreadyLinked,
    ClassUnclear,
    CodeRefused,
    CodeTrouble,
    DateRefused,
    DaysRefused,
    DeadlineOver,
    DiaryError,
    FileTooLarge,
    GroupTaken,
    InputRefused,
    JournalMoved,
    LessonAhead,
    LessonCancelled,
    LessonOver,
    MemberUnknown,
    MomentRefused,
    NameRefused,
    NoHourLeft,
    NotAdmin,
    NotAFile,
    NotAllowed,
    NotFound,
    NothingWritten,
    NotLinked,
    NotStaff,
    OffScale,
    OwnAccess,
    ReasonRefused,
    RoomRefused,
    TeacherUnknown,
    TextTooLong,
    TooManyAttempts,
    TooManyFiles,
    TooManyGroups,
    TooManyQuestions,
    TooSoon,
    TopicRefused,
)
from views import format
from views.words import gettext as _


def text(error: Exception) -> str:
    """Return the words for an expected refusal; at most 200 characters in every language."""
    match error:
        case NotStaff():
            return _(
                "This is for those who are in charge of the class. Ask the school administrator for a staff code."
            )
        case NotAdmin():
            return _("This is for school administrators only. Open the menu: /menu")
        case NotAllowed():
            return _(
                "This is not open to you, or no longer. If it ought to be, ask the school administrator."
            )
        case NotLinked():
            return _(
                "This diary is not open to you, or no longer. Ask the class teacher for a code."
            )
        case NotFound():
            return _("This is no longer in the diary. Open the menu: /menu")
        case AlreadyDone():
            return _("That is done already. Open the menu: /menu")
        case TooManyAttempts(until=until):
            when = format.moment(until)
            return _("Too many wrong codes. Please try again after {when}.").format(when=when)
        case AlreadyLinked():
            return _(
                "You already have what this code gives: /menu. If nobody has used it yet, it is good for somebody else."
            )
        case NameRefused():
            return _(
                "Please write your name and surname in letters, for example: Anna Ivanova. To stop: /cancel"
            )
        case NoHourLeft():
            return _("Then no hour of the week would be left for messages. Choose shorter hours.")
        case TopicRefused(most=most):
            return _("A topic has 1 to {n} characters. Please write it again.").format(n=most)
        case OffScale(value=value):
            return _("The scale of this course has no mark “{value}”.").format(
                value=format.clip(value, 20)
            )
        case LessonCancelled():
            return _("This lesson is cancelled: nothing can be written in its journal.")
        case LessonAhead(day=day):
            return _("This lesson is still to come, on {day}. Marks wait until then.").format(
                day=format.short_day(day)
            )
        case JournalMoved():
            return _("This was changed again since, so it cannot be undone. Change it by hand.")
        case LessonOver():
            return _("This lesson is over: only lessons of today and later days can be changed.")
        case ReasonRefused(most=most):
            return _("Please say why in at most {n} characters. To stop: /cancel").format(n=most)
        case RoomRefused(most=most):
            return _("Please write the room in at most {n} characters. To stop: /cancel").format(
                n=most
            )
        case TeacherUnknown():
            return _(
                "No teacher of the school has such a name. Write the first letters of the surname. To stop: /cancel"
            )
        case MemberUnknown():
            return _(
                "Nobody of the school's staff has such a name. Write the first letters of the surname. To stop: /cancel"
            )
        case AdminNameRefused():
            return _(
                "Please write the administrator's name in letters, for example: Anna Ivanova. To stop: /cancel"
            )
        case OwnAccess():
            return _(
                "This is the chat you are writing from: you would lock yourself out. Another administrator can close it."
            )
        case TooManyQuestions(most=most):
            return _("{n} already wait for an answer. Please wait for one of them first.").format(
                n=most
            )
        case MomentRefused():
            return _(
                "Please write a moment to come, for example: 25.11 14:30 or 18:00. To stop: /cancel"
            )
        case TooSoon(until=until):
            when = format.moment(until)
            return _(
                "They were reminded a short time ago. Please remind again after {when}."
            ).format(when=when)
        case DateRefused(first=first, last=last):
            return _("Please write a day from {first} to {last}, for example: 25.11").format(
                first=format.short_day(first), last=format.short_day(last)
            )
        case DeadlineOver():
            return _("The day for handing this in is over. Ask the teacher what to do.")
        case DaysRefused(most=most):
            return _(
                "Please write days like 25.11 or 25.11-28.11: at most {n} of them, not long past."
            ).format(n=most)
        case TextTooLong(most=most):
            return _("That is too long: at most {n} characters. Please shorten it.").format(n=most)
        case TooManyFiles(most=most):
            return _("At most {n} files can go along. Send the rest separately.").format(n=most)
        case NothingWritten():
            return _("There is nothing to send yet. Write something or send a file first.")
        case FileTooLarge():
            return _(
                "The file is too large: at most 50 MB can be passed on. Make it smaller or send it in parts."
            )
        case NotAFile():
            return _("I can take words, photos and documents here. To stop: /cancel")
        case ClassUnclear():
            return _(
                "Which class is meant? In the private chat with me open /class, the class and “💬 Class group”."
            )
        case GroupTaken():
            return _("This group is another class's. Its class teacher has to unbind it: /unbind")
        case TooManyGroups(most=most):
            return _("A class has at most {n} groups. Unbind one of them first.").format(n=most)
        case InputRefused():
            return _("I could not understand that. Please try again.")
        case CodeRefused(trouble=trouble, for_staff=for_staff):
            return _staff_code(trouble) if for_staff else _family_code(trouble)
        case DiaryError():
            return _("This is not possible here. Open the menu: /menu")
    return apology()


def apology() -> str:
    """Return what is said when we failed, not the person."""
    return _("Something went wrong on our side. Please try again in a minute.")


def _family_code(trouble: CodeTrouble) -> str:
    return {
        CodeTrouble.MALFORMED: _("A code looks like XXXX-XXXX-XX. Please check what you typed."),
        CodeTrouble.MISTYPED: _(
            "There is a slip in this code. Compare it with the paper, sign by sign."
        ),
        CodeTrouble.UNKNOWN: _(
            "There is no such code. Check it, or ask the class teacher for a new one."
        ),
        CodeTrouble.USED: _(
            "This code has been used already. Ask the class teacher for a new one."
        ),
        CodeTrouble.EXPIRED: _("This code has expired. Ask the class teacher for a new one."),
        CodeTrouble.REVOKED: _("This code was withdrawn. Ask the class teacher for a new one."),
        CodeTrouble.GONE: _("The person of this code has left the school. Ask the school office."),
        CodeTrouble.FOR_STUDENT: _(
            "This code is for the student's own phone. Please send it to the bot from there."
        ),
        CodeTrouble.FOR_GUARDIAN: _(
            "This code is for a parent. Please give it to your parents: they send it from their phone."
        ),
        CodeTrouble.FORGED: _("This button is not for this chat. Please send the code again."),
    }[trouble]


def _staff_code(trouble: CodeTrouble) -> str:
    """Return the same for staff, who get their codes from the school administrator."""
    words = {
        CodeTrouble.USED: _(
            "This code has been used already. Ask the school administrator for a new one."
        ),
        CodeTrouble.EXPIRED: _(
            "This code has expired. Ask the school administrator for a new one."
        ),
        CodeTrouble.REVOKED: _(
            "This code was withdrawn. Ask the school administrator for a new one."
        ),
        CodeTrouble.GONE: _(
            "By the school's data you work there no longer. Ask the school administrator."
        ),
    }
    return words.get(trouble) or _family_code(trouble)
