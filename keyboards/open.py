"""Callback data of the screens that many keyboards lead to; here, so that none imports in a ring."""

from aiogram.filters.callback_data import CallbackData

from domain.marks import Span
from keyboards.types import Compact, Day, MaybeDay, Page, RowId


class OpenDay(CallbackData, prefix="day"):
    """Show this day of this student."""

    student_id: RowId
    day: Day
    page: Page = 0


class OpenWeek(CallbackData, prefix="week"):
    """Show the week that holds this day."""

    student_id: RowId
    day: Day
    page: Page = 0


class OpenMonth(CallbackData, prefix="month"):
    """Show the calendar of the month that holds this day."""

    student_id: RowId
    day: Day


class OpenTimetable(CallbackData, prefix="tt"):
    """Show the timetable of the week that holds this day."""

    student_id: RowId
    day: Day
    page: Page = 0


class OpenHomework(CallbackData, prefix="hw"):
    """Show what is due on a day; with no day, on the next day with lessons."""

    student_id: RowId
    day: MaybeDay = None
    page: Page = 0


class OpenAllHomework(CallbackData, prefix="hwall"):
    """Show all homework that is not yet due."""

    student_id: RowId
    page: Page = 0


class OpenTask(CallbackData, prefix="task"):
    """Show one homework whole, in parts where it is long."""

    student_id: RowId
    homework_id: RowId
    page: Page = 0


class OpenMarks(CallbackData, prefix="marks"):
    """Show the latest marks: where everything about marks begins."""

    student_id: RowId
    page: Page = 0


class OpenAllMarks(CallbackData, prefix="allm"):
    """Show all marks of a span that holds this day."""

    student_id: RowId
    span: Span
    day: Day
    page: Page = 0


class OpenAverages(CallbackData, prefix="avg"):
    """Show the averages of a session; 0 is the current one."""

    student_id: RowId
    session_id: RowId = 0


class OpenSubjects(CallbackData, prefix="subs"):
    """Show the student's subjects to choose from."""

    student_id: RowId


class OpenSubject(CallbackData, prefix="subj"):
    """Show one course in a session; 0 is the current one."""

    student_id: Compact
    course_id: Compact
    session_id: Compact = 0
    page: Page = 0


class OpenFinal(CallbackData, prefix="final"):
    """Show the final marks of the school year that begins in this year; 0 is the current one."""

    student_id: RowId
    year: int = 0


class OpenNewsList(CallbackData, prefix="news"):
    """Show the news that concern this chat, newest first."""

    page: Page = 0


class OpenNews(CallbackData, prefix="item"):
    """Show one announcement, in parts where it is long."""

    announcement_id: RowId
    page: Page = 0


class OpenHelp(CallbackData, prefix="help"):
    """Show what the bot does."""


class OpenJournal(CallbackData, prefix="j"):
    """Show one's lessons of a day; with no day, of today."""

    day: MaybeDay = None


class OpenClass(CallbackData, prefix="class"):
    """Show this class's students."""

    class_id: RowId
    page: Page = 0


class OpenClassJournal(CallbackData, prefix="jc"):
    """Show a class's lessons of a day; with no day, of today."""

    class_id: Compact
    day: MaybeDay = None


class OpenClassGroups(CallbackData, prefix="cg"):
    """Show the Telegram groups that get a class's news."""

    class_id: RowId


class OpenLesson(CallbackData, prefix="jl"):
    """Show one lesson of the journal."""

    lesson_id: RowId


class OpenLessonTasks(CallbackData, prefix="jhw"):
    """Show the homework that this lesson gave, to its teacher."""

    lesson_id: RowId


class OpenCourseFinals(CallbackData, prefix="jf"):
    """Show the final marks of a course, to its teacher; 0 is the current session."""

    course_id: Compact
    session_id: Compact = 0
    page: Page = 0


class OpenThreads(CallbackData, prefix="q"):
    """Show the questions that one asked, or has to answer."""

    page: Page = 0


class OpenNotes(CallbackData, prefix="an"):
    """Show absence notes that wait for their class teacher."""

    page: Page = 0


class OpenThread(CallbackData, prefix="qt"):
    """Show one question and its answers."""

    thread_id: RowId
    page: Page = 0


class AnswerThread(CallbackData, prefix="qa"):
    """Write on in a thread."""

    thread_id: RowId


class OpenNote(CallbackData, prefix="ano"):
    """Show one absence note."""

    note_id: RowId


class OpenSigned(CallbackData, prefix="sg"):
    """Show a week's marks and who has seen them; with no day, this week's."""

    student_id: Compact
    day: MaybeDay = None


class OpenClassSeen(CallbackData, prefix="sc"):
    """Show who of a class has signed a week's marks; with no day, this week's."""

    class_id: Compact
    day: MaybeDay = None


class OpenMark(CallbackData, prefix="mk"):
    """Show one mark with what guardians said to it."""

    student_id: Compact
    mark_id: Compact


class OpenOwnNews(CallbackData, prefix="nown"):
    """Show the news that one wrote."""

    page: Page = 0


class OpenOwn(CallbackData, prefix="no"):
    """Show one piece of news to its author."""

    news_id: RowId


class ConfirmNews(CallbackData, prefix="newsok"):
    """Say that one has read an announcement."""

    announcement_id: RowId
