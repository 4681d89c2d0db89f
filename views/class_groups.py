"""The class's Telegram groups in words, for its class teacher."""

from domain.class_groups import BoundGroup, ClassGroups, wish
from views.format import clip, escape, local_day, short_day
from views.words import gettext as _

TITLE = 40


def groups(shown: ClassGroups, bot_name: str) -> str:
    """What a group is for, which are bound, how to bind one more."""
    heading = _("<b>💬 Group of class {title}</b>").format(
        title=escape(clip(shown.class_title, TITLE))
    )
    purpose = _(
        "Only the class's news comes to a bound group: no names, no marks. Whatever is personal I write in private chats."
    )
    bound = [_line(one) for one in shown.groups] or [_("No group is bound yet.")]
    how = _(
        "To bind one, tap “➕ Bind a group” and choose it. For a topic of a forum, write in that topic: {command}"
    ).format(command=f"<code>/bind@{bot_name}</code>")
    return "\n\n".join((heading, purpose, "\n".join(bound), how))


def ask_unbind(shown: ClassGroups, group: BoundGroup) -> str:
    """Ask before a group is unbound."""
    return _(
        "Unbind the group <b>{group}</b>? What came there stays; further news of class {title} will not come."
    ).format(group=_name(group), title=escape(clip(shown.class_title, TITLE)))


def link(shown: ClassGroups, bot_name: str) -> str:
    """Return what adds the bot to a group: https://core.telegram.org/bots/features#deep-linking"""
    return f"https://t.me/{bot_name}?startgroup={wish(shown.class_id)}"


def _line(group: BoundGroup) -> str:
    line = (
        _("• <b>{group}</b>, a topic, since {day}")
        if group.in_topic
        else _("• <b>{group}</b>, since {day}")
    )
    return line.format(group=_name(group), day=short_day(local_day(group.bound_at)))


def _name(group: BoundGroup) -> str:
    return escape(clip(group.title, TITLE))
