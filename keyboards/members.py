"""A school's staff: whose school, who of them, what becomes of their access."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.members import Member, MemberCard, MemberChat, MemberPage, SchoolList
from keyboards.back import back
from keyboards.paging import button, pager
from keyboards.types import Compact, Page
from views import members as view
from views.format import clip
from views.words import gettext as _

_LABEL = 40
"""Characters of a button in a column of one."""
_NAME = 28
"""Likewise in a column of two; what does not fit stands in the text above."""


class OpenSchools(CallbackData, prefix="stl"):
    """Show the schools whose administrator one is; the staff itself where it is one."""

    page: Page = 0


class OpenMembers(CallbackData, prefix="sts"):
    """Show a school's staff, or only those who are not linked."""

    school_id: Compact
    unlinked: bool = False
    page: Page = 0


class FindMember(CallbackData, prefix="stf"):
    """Let them write a name."""

    school_id: Compact


class OpenMember(CallbackData, prefix="stm"):
    """Show one member of staff."""

    school_id: Compact
    person_id: Compact


class MakeMemberCode(CallbackData, prefix="stc"):
    """Issue a staff code; each tap another one."""

    school_id: Compact
    person_id: Compact


class RevokeMemberCodes(CallbackData, prefix="stx"):
    """Withdraw a member's unused codes."""

    school_id: Compact
    person_id: Compact


class AskEndMember(CallbackData, prefix="ste"):
    """Ask whether the access of one chat shall end."""

    school_id: Compact
    person_id: Compact
    grant_id: Compact


class EndMemberChat(CallbackData, prefix="strevoke"):
    """End it."""

    school_id: Compact
    person_id: Compact
    grant_id: Compact


class OpenStaffCodes(CallbackData, prefix="stp"):
    """Ask whether all who are not linked shall get a code."""

    school_id: Compact


class OpenAdmins(CallbackData, prefix="ad"):
    """Show the administrators by code."""

    page: Page = 0


def schools(shown: SchoolList) -> InlineKeyboardMarkup:
    """A button a school."""
    rows = [
        [button(clip(one.title, _LABEL), OpenMembers(school_id=one.id))] for one in shown.schools
    ]
    rows += pager(shown.page, has_more=shown.has_more, target=lambda page: OpenSchools(page=page))
    if shown.is_every:
        rows.append([_to_admins()])
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [back()]])


def members(shown: MemberPage) -> InlineKeyboardMarkup:
    """A button a member, and ways to fewer of them."""
    staff, school_id = shown.staff, shown.staff.school.id
    every = [
        button(_member(one), OpenMember(school_id=school_id, person_id=one.id))
        for one in shown.members
    ]
    rows = [every[place : place + 2] for place in range(0, len(every), 2)]
    if not shown.wanted:
        rows += pager(
            shown.page,
            has_more=shown.has_more,
            target=lambda page: OpenMembers(
                school_id=school_id, unlinked=shown.unlinked, page=page
            ),
        )
    if shown.unlinked or shown.wanted:
        rows.append([button(_("👥 All the staff"), OpenMembers(school_id=school_id))])
    elif staff.linked < len(staff.members):
        only = OpenMembers(school_id=school_id, unlinked=True)
        rows.append([button(_("⚠️ Only not linked"), only)])
    if staff.members:
        rows.append([button(_("🔍 Find by name"), FindMember(school_id=school_id))])
    if staff.missing:
        for_all = OpenStaffCodes(school_id=school_id)
        rows.append([button(_("🔑 Codes for all who are not linked"), for_all)])
    if staff.is_every:
        rows.append([_to_admins()])
    ways = [] if staff.is_only else [button(_("‹ Schools"), OpenSchools())]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [*ways, back()]])


def to_members(school_id: int) -> InlineKeyboardMarkup:
    """The way back from the question for a name, and from a sheet."""
    return InlineKeyboardMarkup(inline_keyboard=[[to_staff(school_id), back()]])


def member(shown: MemberCard) -> InlineKeyboardMarkup:
    """Codes to make and to withdraw, chats to close; not the one that is asking."""
    whose = {"school_id": shown.school.id, "person_id": shown.member.id}
    rows = []
    if not shown.member.is_beyond:
        rows.append([button(_("🔑 New code"), MakeMemberCode(**whose))])
    if shown.codes:
        rows.append([button(_("✕ Withdraw unused codes"), RevokeMemberCodes(**whose))])
    for number, chat in enumerate(shown.chats, 1):
        text = _("✕ Close access")
        if len(shown.chats) > 1:
            text = _("✕ Close access: 📱 {number}").format(number=number)
        if not shown.is_own(chat):
            rows.append([button(text, AskEndMember(**whose, grant_id=chat.grant_id))])
    rows.append([to_staff(shown.school.id), back()])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def ask_end(shown: MemberCard, chat: MemberChat) -> InlineKeyboardMarkup:
    """Yes, and the way back."""
    whose = {"school_id": shown.school.id, "person_id": shown.member.id}
    yes = button(_("Yes, close"), EndMemberChat(**whose, grant_id=chat.grant_id))
    no = button(_("No"), OpenMember(**whose))
    return InlineKeyboardMarkup(inline_keyboard=[[yes], [no, back()]])


def to_staff(school_id: int) -> InlineKeyboardButton:
    """Return the way to a school's staff."""
    return button(_("‹ Staff"), OpenMembers(school_id=school_id))


def _member(one: Member) -> str:
    name = clip(f"{one.name.family} {one.name.given}".strip(), _NAME) or _("no name")
    return f"{view.sign(one)} {name}"


def _to_admins() -> InlineKeyboardButton:
    return button(_("👮 Administrators"), OpenAdmins())
