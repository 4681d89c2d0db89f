"""Codes for a whole class: for whom, sure, and the unused ones to withdraw."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from domain.class_codes import CODES_ON_PAGE, CodePlan, IssuedCodes, LivingCodes, Wanted
from keyboards.back import back
from keyboards.classes import OpenClassCodes, OpenLivingCodes
from keyboards.open import OpenClass
from keyboards.paging import button, pager
from keyboards.types import RowId
from views import class_codes as view
from views.format import clip
from views.words import gettext as _


class AskClassCodes(CallbackData, prefix="ccask"):
    """Ask whether so many codes shall be made."""

    class_id: RowId
    wanted: Wanted


class MakeClassCodes(CallbackData, prefix="ccmake"):
    """Make them."""

    class_id: RowId
    wanted: Wanted
    replace: bool = False


class AskRevokeCodes(CallbackData, prefix="ccrask"):
    """Ask whether all unused codes of a class shall be withdrawn."""

    class_id: RowId


class RevokeCodes(CallbackData, prefix="ccr"):
    """Withdraw one code, or with 0 all unused ones of the class."""

    class_id: RowId
    code_id: RowId = 0


def plan(shown: CodePlan) -> InlineKeyboardMarkup:
    """Return for whom codes can be made; nothing for whom nobody is missing."""
    keyboard = InlineKeyboardBuilder()
    for wanted in Wanted:
        if count := shown.counts[wanted]:
            data = AskClassCodes(class_id=shown.head.id, wanted=wanted)
            keyboard.button(text=f"{view.wanted(wanted)}: {count}", callback_data=data)
    keyboard.adjust(1)
    living = OpenLivingCodes(class_id=shown.head.id)
    keyboard.row(button(_("📋 Unused codes"), living))
    keyboard.row(_to_class(shown.head.id, shown.head.title), back())
    return keyboard.as_markup()


def sure(shown: CodePlan, wanted: Wanted) -> InlineKeyboardMarkup:
    """Return the yes, the yes that withdraws earlier codes, and the way back."""
    keyboard, class_id = InlineKeyboardBuilder(), shown.head.id
    yes = MakeClassCodes(class_id=class_id, wanted=wanted)
    keyboard.button(text=_("Yes, make codes"), callback_data=yes)
    if shown.unused[wanted]:
        keyboard.button(
            text=_("Make, withdraw earlier unused"),
            callback_data=MakeClassCodes(class_id=class_id, wanted=wanted, replace=True),
        )
    keyboard.button(text=_("No"), callback_data=OpenClassCodes(class_id=class_id))
    keyboard.adjust(1)
    return keyboard.as_markup()


def issued(shown: IssuedCodes) -> InlineKeyboardMarkup:
    """Return the ways on from codes that are shown this once."""
    living = button(_("📋 Unused codes"), OpenLivingCodes(class_id=shown.head.id))
    ways = [_to_class(shown.head.id, shown.head.title), back()]
    return InlineKeyboardMarkup(inline_keyboard=[[living], ways])


def sheet(shown: IssuedCodes) -> InlineKeyboardMarkup:
    """Return the ways on from the printable file, the last message of the chat."""
    ways = [_to_class(shown.head.id, shown.head.title), back()]
    return InlineKeyboardMarkup(inline_keyboard=[ways])


def living(shown: LivingCodes) -> InlineKeyboardMarkup:
    """Return a button a code to withdraw it."""
    class_id = shown.head.id
    rows = [
        [button(f"✕ {clip(view.whose(code), 40)}", RevokeCodes(class_id=class_id, code_id=code.id))]
        for code in shown.codes
    ]
    rows += pager(
        shown.page,
        has_more=(shown.page + 1) * CODES_ON_PAGE < shown.total,
        target=lambda page: OpenLivingCodes(class_id=class_id, page=page),
    )
    if shown.total > 1:
        rows.append([button(_("✕ Withdraw all"), AskRevokeCodes(class_id=class_id))])
    rows.append([_to_class(class_id, shown.head.title), back()])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def ask_revoke(shown: LivingCodes) -> InlineKeyboardMarkup:
    """Return the yes and the way back."""
    class_id = shown.head.id
    yes = button(_("Yes, withdraw"), RevokeCodes(class_id=class_id))
    no = button(_("No"), OpenLivingCodes(class_id=class_id))
    return InlineKeyboardMarkup(inline_keyboard=[[yes], [no]])


def _to_class(class_id: int, title: str) -> InlineKeyboardButton:
    return button(f"‹ {clip(title, 20)}", OpenClass(class_id=class_id))
