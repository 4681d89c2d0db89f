"""Homework from the teacher's side: a lesson's, one of them, who has handed in."""

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.homework import Draft, GivenTasks, Work, Works, WorkState
from keyboards.back import back
from keyboards.marking import OpenPad
from keyboards.open import OpenLesson, OpenLessonTasks
from keyboards.paging import button, pager
from keyboards.types import Day, Page, RowId
from views import tasks as view
from views.format import tiny_day
from views.words import gettext as _


class BeginTask(CallbackData, prefix="tb"):
    """Begin a homework that this lesson gives."""

    lesson_id: RowId


class KeepTask(CallbackData, prefix="tk"):
    """Give what was composed."""


class OpenGivenTask(CallbackData, prefix="tg"):
    """Show one homework to its teacher."""

    homework_id: RowId


class OpenCourseTasks(CallbackData, prefix="tall"):
    """Show all homework of a course."""

    course_id: RowId
    page: Page = 0


class SetDue(CallbackData, prefix="td"):
    """Let it be due on this day."""

    homework_id: RowId
    day: Day


class AskDue(CallbackData, prefix="ta"):
    """Ask for another day."""

    homework_id: RowId


class SetHandIn(CallbackData, prefix="th"):
    """Let something be handed in, or not."""

    homework_id: RowId
    on: bool


class RewriteTask(CallbackData, prefix="tr"):
    """Write other words."""

    homework_id: RowId


class AskRemoveTask(CallbackData, prefix="txa"):
    """Ask whether it shall be taken back."""

    homework_id: RowId


class RemoveTask(CallbackData, prefix="tx"):
    """Take it back."""

    homework_id: RowId


class OpenWorks(CallbackData, prefix="tw"):
    """Show who has handed in."""

    homework_id: RowId


class OpenWork(CallbackData, prefix="two"):
    """Show one student's work."""

    submission_id: RowId


class SendWorkFiles(CallbackData, prefix="twf"):
    """Send the files of a student's work."""

    submission_id: RowId


class AcceptWork(CallbackData, prefix="twa"):
    """Accept it."""

    submission_id: RowId


class ReturnWork(CallbackData, prefix="twr"):
    """Give it back, with words."""

    submission_id: RowId


def tasks(shown: GivenTasks) -> InlineKeyboardMarkup:
    """Return a button a homework, and the way to a new one."""
    rows = [[button(view.label(one), OpenGivenTask(homework_id=one.id))] for one in shown.items]
    if shown.lesson_id:
        new = [button(_("➕ Set homework"), BeginTask(lesson_id=shown.lesson_id))]
        term = [button(_("📚 The whole term"), OpenCourseTasks(course_id=shown.course_id))]
        ways = [button(_("‹ Lesson"), OpenLesson(lesson_id=shown.lesson_id)), back()]
        return InlineKeyboardMarkup(inline_keyboard=[new, *rows, term, ways])
    paging = pager(
        shown.page, has_more=shown.has_more,
        target=lambda page: OpenCourseTasks(course_id=shown.course_id, page=page),
    )  # fmt: skip
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *paging, [back()]])


def preview(lesson_id: int) -> InlineKeyboardMarkup:
    """Return the yes and the no."""
    no = OpenLessonTasks(lesson_id=lesson_id) if lesson_id else None
    row = [button(_("✓ Set"), KeepTask())]
    row.append(button(_("✕ Drop"), no) if no else back(_("✕ Drop")))
    return InlineKeyboardMarkup(inline_keyboard=[row])


def asking(lesson_id: int) -> InlineKeyboardMarkup:
    """Return the way back to a lesson's homework."""
    row = [button(_("‹ Back"), OpenLessonTasks(lesson_id=lesson_id)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def given(shown: Draft) -> InlineKeyboardMarkup:
    """Return when it may be due, and what else can be changed."""
    one = shown.given
    keyboard = InlineKeyboardBuilder()
    days = [_day(one.id, day, one.due_on) for day in shown.lessons]
    keyboard.row(*days, button(_("Day…"), AskDue(homework_id=one.id)), width=3)
    tick = "✅" if one.hand_in else "◻️"
    toggle = SetHandIn(homework_id=one.id, on=not one.hand_in)
    keyboard.row(button(f"{tick} " + _("To be handed in"), toggle))
    if one.hand_in:
        works = _("📥 Handed in: {n}").format(n=one.handed_in)
        keyboard.row(button(works, OpenWorks(homework_id=one.id)))
    keyboard.row(
        button(_("✏️ Change"), RewriteTask(homework_id=one.id)),
        button(_("🗑 Remove"), AskRemoveTask(homework_id=one.id)),
    )
    keyboard.row(button(_("📚 The whole term"), OpenCourseTasks(course_id=one.course_id)), back())
    return keyboard.as_markup()


def _day(homework_id: int, day: date, due: date) -> InlineKeyboardButton:
    label = f"✓ {tiny_day(day)}" if day == due else tiny_day(day)
    return button(label, SetDue(homework_id=homework_id, day=day))


def ask_remove(homework_id: int) -> InlineKeyboardMarkup:
    """Return the yes and the no."""
    rows = [
        [button(_("Yes, take back"), RemoveTask(homework_id=homework_id))],
        [button(_("No"), OpenGivenTask(homework_id=homework_id))],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def to_task(homework_id: int) -> InlineKeyboardMarkup:
    """Return the way back to a homework."""
    row = [button(_("‹ Homework"), OpenGivenTask(homework_id=homework_id)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def works(shown: Works) -> InlineKeyboardMarkup:
    """Return a button for each work that was handed in."""
    keyboard = InlineKeyboardBuilder()
    for line in shown.lines:
        if line.submission_id is not None:
            data = OpenWork(submission_id=line.submission_id)
            keyboard.button(text=view.work_label(line), callback_data=data)
    keyboard.adjust(2)
    keyboard.row(button(_("‹ Homework"), OpenGivenTask(homework_id=shown.given.id)), back())
    return keyboard.as_markup()


def work(shown: Work) -> InlineKeyboardMarkup:
    """Return what the teacher can say to a work."""
    number = shown.submission.id
    rows = []
    if shown.submission.files:
        rows.append([button(_("📎 Files"), SendWorkFiles(submission_id=number))])
    answers = [button(_("🔁 Give back"), ReturnWork(submission_id=number))]
    if shown.submission.state is not WorkState.ACCEPTED:
        answers.insert(0, button(_("✅ Accept"), AcceptWork(submission_id=number)))
    rows.append(answers)
    if shown.lesson_id:
        pad = OpenPad(lesson_id=shown.lesson_id, student_id=shown.submission.student_id)
        rows.append([button(_("⭐ Give a mark"), pad)])
    ways = [button(_("‹ Handed in"), OpenWorks(homework_id=shown.given.id)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, ways])


def to_work(submission_id: int) -> InlineKeyboardMarkup:
    """Return the way back to a work."""
    row = [button(_("‹ Back"), OpenWork(submission_id=submission_id)), back()]
    return InlineKeyboardMarkup(inline_keyboard=[row])
