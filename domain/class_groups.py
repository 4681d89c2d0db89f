"""A class's Telegram groups: which are bound to it, and the wish to bind one."""

import re
from dataclasses import dataclass
from datetime import datetime

from domain.errors import ClassUnclear

MOST_GROUPS = 10
"""Of one class: all of them stand on one screen."""
_WISH = re.compile(r"class-([1-9]\d{0,17})")


@dataclass(frozen=True, slots=True)
class Room:
    """Where somebody wrote: a group as Telegram knows it, and its topic where it is a forum."""

    telegram_id: int
    title: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """Which class a group is bound to, and by which chat; by none where that chat is gone."""

    chat_id: int
    class_id: int
    bound_by: int | None


@dataclass(frozen=True, slots=True)
class BoundGroup:
    """A group as its class teacher sees it."""

    chat_id: int
    title: str
    in_topic: bool
    bound_at: datetime


@dataclass(frozen=True, slots=True)
class ClassGroups:
    """A class and the groups that get its news, the oldest first."""

    class_id: int
    class_title: str
    groups: tuple[BoundGroup, ...]

    def group(self, chat_id: int) -> BoundGroup | None:
        """Return the group of this row; nothing where it is not bound to the class."""
        return next((one for one in self.groups if one.chat_id == chat_id), None)


@dataclass(frozen=True, slots=True)
class Bound:
    """What the group gets from now on."""

    class_title: str
    in_topic: bool


def wish(class_id: int) -> str:
    """Return what a deep link carries into the group: Bot API, deep linking, A-Za-z0-9_-."""
    return f"class-{class_id}"


def is_wish(text: str) -> bool:
    """Tell a wish from whatever else may stand behind a command."""
    return _WISH.fullmatch(text) is not None


def wished(text: str | None) -> int | None:
    """Return the class that is wished for; nothing where none is named.

    Raises ``ClassUnclear`` for other words.
    """
    if not text:
        return None
    found = _WISH.fullmatch(text.strip())
    if found is None:
        raise ClassUnclear
    return int(found[1])
