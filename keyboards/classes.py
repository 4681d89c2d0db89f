"""The class teacher's class: students, codes for them, links to end."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.access import Holder
from domain.classes import (
    CLASSES_ON_PAGE,
    PUPILS_ON_PAGE,
    ClassList,
    ClassRoll,
    FreshCode,
    Pupil,
    PupilCard,
)
from domain.people import Student
from keyboards.back import back
from keyboards.open import OpenClass, OpenClassGroups, OpenClassJournal, OpenClassSeen
from keyboards.paging import button
from views import classes as view
from views.format import clip
from views.words import gettext as _

_LABEL = 40
"""Characters of a button that a phone shows in a column of one or two."""


class OpenClasses(CallbackData, prefix="classes"):
    """Show the classes one is in charge of; the class itself where it is one."""

    page: int = 0


class OpenUnlinked(CallbackData, prefix="classno"):
    """Show those of the class whose parents are not linked."""

    class_id: int
    page: int = 0


class OpenClassCodes(CallbackData, prefix="ccodes"):
    """Ask for whom of the class codes are wanted."""

    class_id: int


class OpenLivingCodes(CallbackData, prefix="clive"):
    """Show the class's codes that could still be used."""

    class_id: int
    page: int = 0


class OpenPupil(CallbackData, prefix="pupil"):
    """Show one student and who sees their diary."""

    student_id: int


class MakeCode(CallbackData, prefix="code"):
    """Issue a code; each tap another one."""

    student_id: int
    role: Literal["guardian", "student"]


class AskRevoke(CallbackData, prefix="revokeask"):
    """Ask whether a family member's access shall end."""

    student_id: int
    grant_id: int


class RevokeHolder(CallbackData, prefix="revoke"):
    """End it."""

    student_id: int
    grant_id: int


def classes(shown: ClassList | ClassRoll) -> InlineKeyboardMarkup:
    """Return the classes, or the only class's students."""
    if isinstance(shown, ClassRoll):
        return roll(shown)
    keyboard = InlineKeyboardBuilder()
    for one in shown.classes:
        data = OpenClass(class_id=one.id)
        keyboard.button(text=clip(one.title, _LABEL), callback_data=data)
    keyboard.adjust(3)
    pages = _pages(shown.page, shown.total, CLASSES_ON_PAGE, lambda page: OpenClasses(page=page))
    keyboard.row(*pages, back())
    return keyboard.as_markup()


def roll(shown: ClassRoll) -> InlineKeyboardMarkup:
    """Return a button a student, with marks of who is linked."""
    keyboard = InlineKeyboardBuilder()
    for pupil in shown.pupils:
        data = OpenPupil(student_id=pupil.id)
        keyboard.button(text=_pupil(pupil), callback_data=data)
    keyboard.adjust(2)
    lonely = shown.without_guardian
    target = OpenUnlinked if lonely else OpenClass
    pages = _pages(
        shown.page,
        shown.total - shown.with_guardian if lonely else shown.total,
        PUPILS_ON_PAGE,
        lambda page: target(class_id=shown.id, page=page),
    )
    if pages:
        keyboard.row(*pages)
    if lonely:
        keyboard.row(button(_("👥 Whole class"), OpenClass(class_id=shown.id)))
    elif shown.with_guardian < shown.total:
        keyboard.row(button(_("⚠️ Only without parents"), OpenUnlinked(class_id=shown.id)))
    if shown.reads:
        keyboard.row(
            button(_("📒 Journal of the class"), OpenClassJournal(class_id=shown.id)),
            button(_("✍️ Signatures"), OpenClassSeen(class_id=shown.id)),
        )
    keyboard.row(
        button(_("🔑 Codes for all"), OpenClassCodes(class_id=shown.id)),
        button(_("📋 Unused codes"), OpenLivingCodes(class_id=shown.id)),
    )
    if shown.leads:
        keyboard.row(button(_("💬 Class group"), OpenClassGroups(class_id=shown.id)))
    ways = [back()] if shown.only else [_to_classes(), back()]
    keyboard.row(*ways)
    return keyboard.as_markup()


def pupil(shown: PupilCard) -> InlineKeyboardMarkup:
    """Return codes to make and links to end."""
    keyboard, student = InlineKeyboardBuilder(), shown.student
    texts = {"guardian": _("🔑 Code for a parent"), "student": _("🔑 Code for the student")}
    for role, text in texts.items():
        data = MakeCode(student_id=student.id, role=role)  # type: ignore[arg-type]  # the dict's keys
        keyboard.button(text=text, callback_data=data)
    for holder in shown.holders:
        text = _("✕ Close for {name}").format(name=clip(view.who(holder), _LABEL))
        ask = AskRevoke(student_id=student.id, grant_id=holder.grant_id)
        keyboard.button(text=text, callback_data=ask)
    keyboard.adjust(1)
    keyboard.row(_to_class(student), back())
    return keyboard.as_markup()


def code(shown: FreshCode, bot_name: str) -> InlineKeyboardMarkup:
    """Return how to hand the code over: copy it, or send the link to somebody."""
    ways = [_to_pupil(shown.student), back()]
    return InlineKeyboardMarkup(inline_keyboard=[hand_over(shown, bot_name), ways])


def hand_over(shown: view.Coded, bot_name: str) -> list[InlineKeyboardButton]:
    """Return the two ways to pass a code on: as text, as a link to somebody's chat."""
    link = view.link(shown, bot_name)
    return [
        InlineKeyboardButton(text=_("📋 Copy"), copy_text=CopyTextButton(text=shown.code)),
        InlineKeyboardButton(text=_("✈️ Send"), url=_share(link, view.invitation(shown))),
    ]


def ask_revoke(shown: PupilCard, holder: Holder) -> InlineKeyboardMarkup:
    """Return the yes and the way back."""
    keyboard, student = InlineKeyboardBuilder(), shown.student
    yes = RevokeHolder(student_id=student.id, grant_id=holder.grant_id)
    keyboard.button(text=_("Yes, close"), callback_data=yes)
    keyboard.button(text=_("No"), callback_data=OpenPupil(student_id=student.id))
    keyboard.adjust(1)
    keyboard.row(back())
    return keyboard.as_markup()


def _pages(
    page: int, total: int, on_page: int, to: Callable[[int], CallbackData]
) -> list[InlineKeyboardButton]:
    """Return the ways to the pages before and after."""
    wanted = []
    if page > 0:
        wanted.append(("‹", page - 1))
    if (page + 1) * on_page < total:
        wanted.append(("›", page + 1))
    return [InlineKeyboardButton(text=text, callback_data=to(no).pack()) for text, no in wanted]


def _pupil(pupil: Pupil) -> str:
    """Return the register's order of names, then who is linked."""
    name = clip(f"{pupil.name.family} {pupil.name.given}".strip(), _LABEL)
    parents = "👤" * min(pupil.guardians, 3) or "⚠️"
    return f"{name} {parents}{'🎓' if pupil.linked else ''}".rstrip()


def _share(link: str, text: str) -> str:
    """Return Telegram's own page to send a link: https://core.telegram.org/widgets/share"""
    return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='')}"


def _to_classes() -> InlineKeyboardButton:
    return InlineKeyboardButton(text=_("‹ Classes"), callback_data=OpenClasses().pack())


def _to_class(student: Student) -> InlineKeyboardButton:
    data = OpenClass(class_id=student.class_id or 0)
    return InlineKeyboardButton(
        text=f"‹ {clip(student.class_title, 20)}", callback_data=data.pack()
    )


def _to_pupil(student: Student) -> InlineKeyboardButton:
    data = OpenPupil(student_id=student.id)
    return InlineKeyboardButton(text=f"‹ {student.name.short}", callback_data=data.pack())
