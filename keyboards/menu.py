"""The main menu: what every chat can do, and the switch between children."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.menu import Menu
from domain.people import Access, Role
from keyboards.absence import OpenOwnNotes
from keyboards.audit import OpenAudit
from keyboards.back import OpenSettings
from keyboards.changes import OpenChanges
from keyboards.classes import OpenClasses
from keyboards.delivery import OpenDelivery
from keyboards.members import OpenSchools
from keyboards.open import (
    OpenDay,
    OpenFinal,
    OpenHelp,
    OpenHomework,
    OpenJournal,
    OpenMarks,
    OpenMonth,
    OpenNewsList,
    OpenNotes,
    OpenOwnNews,
    OpenSubjects,
    OpenThreads,
    OpenTimetable,
    OpenWeek,
)
from keyboards.paging import button
from views.format import clip
from views.words import gettext as _

Rows = list[list[InlineKeyboardButton]]


class ChooseStudent(CallbackData, prefix="kid"):
    """Turn the main menu to this child."""

    student_id: int


def menu(shown: Menu) -> InlineKeyboardMarkup:
    """Return the menu of the selected child, of the staff member, or of nobody yet."""
    rows = _children(shown)
    if shown.selected:
        rows += _diary(shown, shown.selected)
    if shown.member and shown.member.roles - {Role.SCHOOL_ADMIN}:
        rows.append([button(_("📒 Journal"), OpenJournal())])
    if shown.member and shown.member.roles - {Role.SUBJECT_TEACHER}:
        rows.append([button(_("🎒 My class"), OpenClasses())])
    if shown.member and Role.DEPUTY_HEAD in shown.member.roles:
        rows.append([button(_("🗓 Changes"), OpenChanges())])
    if shown.member:
        rows.append([button(_("📢 Write news"), OpenOwnNews())])
    if shown.member and shown.member.roles & {Role.CLASS_TEACHER, Role.DEPUTY_HEAD}:
        rows.append([button(_("🏠 Absence notes"), OpenNotes())])
    if shown.member or (shown.selected and shown.selected.role is not Role.TRUSTED):
        rows.append([button(_("💬 Questions"), OpenThreads())])
    if shown.member and Role.SCHOOL_ADMIN in shown.member.roles:
        rows.append([
            button(_("👩‍🏫 Staff"), OpenSchools()), button(_("🧾 Who did what"), OpenAudit()),
        ])  # fmt: skip
        rows.append([button(_("📮 Delivery"), OpenDelivery())])
    if shown.selected or shown.member:
        rows.append([button(_("📰 News"), OpenNewsList()), button(_("⚙️ Settings"), OpenSettings())])
        rows.append([button(_("❓ Help"), OpenHelp())])
    else:
        rows.append([button(_("⚙️ Settings"), OpenSettings()), button(_("❓ Help"), OpenHelp())])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _children(shown: Menu) -> Rows:
    """Return the switch between children; none where there is no choice."""
    if len(shown.seen) < 2:
        return []
    every = [
        button(_child(access, chosen=access == shown.selected), _choose(access))
        for access in shown.seen
    ]
    return [every[n : n + 2] for n in range(0, len(every), 2)]


def _child(access: Access, *, chosen: bool) -> str:
    name = clip(access.student.name.short, 30)
    return f"✓ {name}" if chosen else name


def _choose(access: Access) -> ChooseStudent:
    return ChooseStudent(student_id=access.student.id)


def _diary(shown: Menu, access: Access) -> Rows:
    """Return the screens of one child; those of marks only where they may be seen."""
    student, today = access.student.id, shown.today
    rows = [
        [
            button(_("📘 Today"), OpenDay(student_id=student, day=today)),
            button(_("📘 Week"), OpenWeek(student_id=student, day=today)),
        ],
        [
            button(_("📝 Homework"), OpenHomework(student_id=student)),
            button(_("🗓 Timetable"), OpenTimetable(student_id=student, day=today)),
        ],
    ]
    if access.sees_marks:
        rows += [
            [
                button(_("⭐ Marks"), OpenMarks(student_id=student)),
                button(_("⭐ By subject"), OpenSubjects(student_id=student)),
            ],
            [
                button(_("🏁 Final marks"), OpenFinal(student_id=student)),
                button(_("📅 Calendar"), OpenMonth(student_id=student, day=today)),
            ],
        ]
    else:
        rows.append([button(_("📅 Calendar"), OpenMonth(student_id=student, day=today))])
    if access.role is Role.GUARDIAN:
        rows.append([button(_("🏠 Tell of an absence"), OpenOwnNotes(student_id=student))])
    return rows
