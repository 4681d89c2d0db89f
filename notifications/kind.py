"""What a kind of notification is, and where all of them are found.

A new kind is a file in ``notifications/kinds`` that ends in ``kind = XKind()``, its test and
its strings; the planner, the sender and the settings screen find it here.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from aiogram.types import InlineKeyboardMarkup

from domain.fact import File
from domain.facts import CODES
from domain.people import FAMILY_ROLES, Role
from domain.timing import Priority
from notifications import kinds
from storage.audiences import Audience, Group


@dataclass(frozen=True, slots=True)
class Hearer:
    """To whom a message is told."""

    student_id: int
    """Whose screens the message's buttons open."""
    children: tuple[str, ...] = ()
    """How the message names whom it is about; empty for the student's own chat."""
    is_group: bool = False
    """Whether a Telegram group of a class reads it: nobody's own data, no buttons."""


class Kind(Protocol):
    """How one sort of fact is told; to inherit from it is to take its defaults."""

    code: str
    """The fact's; stored forever, so never rename it."""
    stale_after: timedelta
    """Later than this, silence is kinder."""
    groups: tuple[Group, ...] = (Group.STUDENT,)
    roles: tuple[Role, ...] = FAMILY_ROLES
    needs_marks: bool = False
    """Whether only those hear who may see marks."""
    priority: Priority = Priority.NEWS
    """Who goes first; an urgent fact goes before all."""
    alone: bool = False
    """Whether it is a summary itself: never put into one message with others, nor into a digest."""
    separate: bool = False
    """Whether it is a message of its own, to be answered or changed later; it may wait."""
    repeats: bool = True
    """Whether it is sent again where Telegram's answer was lost: told twice rather than never."""
    changes: bool = False
    """Whether it changes a message that was sent: makes no sound, so no hours hold it."""
    anew: bool = True
    """Whether it is sent by itself where the message that it changes is gone."""
    can_be_urgent: bool = False
    """Whether some of its facts break through quiet hours, which the settings screen offers."""

    def title(self) -> str:
        """Return the kind's name on the settings screen."""
        ...

    def text(self, fact: Any, hearer: Hearer) -> str:
        """Return the message in Telegram's HTML; its first line says all on a locked phone."""
        ...

    def files(self, fact: Any) -> Sequence[File]:
        """Return the photos and documents that go along; by default what the fact holds."""
        return getattr(fact, "files", ())

    def markup(self, fact: Any, hearer: Hearer) -> InlineKeyboardMarkup:
        """Return the button that opens what the message is about."""
        ...


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Return code → kind, in the order of ``domain.facts``."""
    names = [module.name for module in pkgutil.iter_modules(kinds.__path__)]
    modules = (import_module(f"{kinds.__name__}.{name}") for name in names)
    found: dict[str, Kind] = {module.kind.code: module.kind for module in modules}
    return {code: found[code] for code in sorted(found, key=CODES.index)}


def audiences(known: Mapping[str, Kind], codes: set[str]) -> list[Audience]:
    """Return who hears of these kinds; kinds with the same listeners stand together."""
    alike: dict[tuple[Any, ...], list[str]] = {}
    for code in sorted(codes & known.keys()):
        kind = known[code]
        alike.setdefault((kind.groups, kind.roles, kind.needs_marks), []).append(code)
    return [Audience(tuple(codes), *listeners) for listeners, codes in alike.items()]
