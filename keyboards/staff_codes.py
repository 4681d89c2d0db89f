"""Staff codes: one to hand over, and all of a school's to print."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from domain.staff_codes import FreshStaffCodes, StaffCodePlan
from keyboards.back import back
from keyboards.classes import hand_over
from keyboards.members import OpenMember, OpenMembers, to_staff
from keyboards.paging import button
from keyboards.types import Compact
from views.format import clip
from views.words import gettext as _


class MakeStaffCodes(CallbackData, prefix="stmake"):
    """Make a code for everybody who is not linked."""

    school_id: Compact
    replace: bool = False


def code(shown: FreshStaffCodes, bot_name: str) -> InlineKeyboardMarkup:
    """Return how to hand the code over: copy it, or send the link to somebody."""
    (fresh,) = shown.codes
    person = OpenMember(school_id=shown.school.id, person_id=fresh.member.id)
    ways = [button(f"‹ {clip(fresh.member.name.polite, 30)}", person), back()]
    return InlineKeyboardMarkup(inline_keyboard=[hand_over(fresh, bot_name), ways])


def plan(shown: StaffCodePlan) -> InlineKeyboardMarkup:
    """Return the yes, the yes that withdraws earlier codes, and the way back."""
    school_id, rows = shown.school.id, []
    if shown.count:
        rows.append([button(_("Yes, make codes"), MakeStaffCodes(school_id=school_id))])
    if shown.count and shown.unused:
        both = MakeStaffCodes(school_id=school_id, replace=True)
        rows.append([button(_("Make, withdraw earlier unused"), both)])
    no = button(_("No"), OpenMembers(school_id=school_id)) if rows else to_staff(school_id)
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [no, back()]])
