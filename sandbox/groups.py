"""A group chat with the bot in it: its members, its end and its move to a new id."""

from sandbox.chats import TOPIC_COLOUR, Chat
from sandbox.messages import Message
from sandbox.people import Person, member
from sandbox.refusals import Json
from sandbox.texts import typed_by_person
from sandbox.world import World

SUPERGROUP_BASE = -1_000_000_000_000
"""Ids of supergroups lie below this: Bot API, Chat."""

NOBODY: Json = {
    "id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}  # fmt: skip
"""Whose name stands over what an administrator writes as the group: Bot API, Message."""


class Group:
    """A group or supergroup. The bot is a member from the start, unless it is invited later."""

    def __init__(
        self, world: World, chat: Chat, members: list[Person], *, with_bot: bool = True
    ) -> None:
        self._world = world
        self.chat = world.chats.add(chat)
        self.chat.standing = "open" if with_bot else "unknown"
        for person in members:
            self.add(person)

    @property
    def id(self) -> int:
        """The chat id; it changes when the group migrates."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """Everything on the screen, oldest first."""
        return self.chat.shown

    def json(self) -> Json:
        """Return what the page shows: the Chat, who is in it, what may be written where."""
        language = next((one.get("language_code", "") for one in self.chat.members.values()), "")
        return self.chat.json() | {
            "standing": self.chat.standing,
            "members": list(self.chat.members),
            "topics": [{"id": id_, "name": name} for id_, name in self.chat.topics.items()],
            "commands": self._world.profile.seen_by(self.id, language),
        }

    def add(self, person: Person) -> None:
        """Let somebody in; from now on the bot knows the person's id."""
        self.chat.members[person.id] = person.user
        if person.chat.standing == "unknown":
            person.chat.standing = "known"
        self._world.feed.tell("group", chat_id=self.id)

    async def say(self, person: Person, text: str, *, topic: int | None = None) -> Message:
        """Let a member write into the group, or into a topic of it."""
        self._check_member(person)
        if topic is not None and topic not in self.chat.topics:
            raise AssertionError(f"there is no topic {topic} in the group")
        place = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
        content = typed_by_person(text).json("text", "entities")
        return self._world.write(self.chat, person.user, content, place)

    async def say_as_group(self, text: str) -> Message:
        """Let an administrator write who remains anonymous."""
        content = typed_by_person(text).json("text", "entities")
        return self._world.write(self.chat, NOBODY, content, {"sender_chat": self.chat.json()})

    async def open_topic(self, by: Person, name: str) -> int:
        """Let a member open a topic of the forum; returns its thread id."""
        if not self.chat.is_forum:
            raise AssertionError("the group is not a forum")
        content = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
        opened = self._world.chats.write(self.chat, by.user, content, self._world.now())
        opened.extra = {"message_thread_id": opened.id, "is_topic_message": True}
        self.chat.topics[opened.id] = name
        if self.chat.standing == "open":
            self._world.updates.add("message", opened.json(), f"chat:{self.id}")
        self._world.show(opened, "message")
        self._world.feed.tell("group", chat_id=self.id)
        return opened.id

    async def invite_bot(self, by: Person, payload: str = "") -> Message:
        """Let a member bring the bot in by a link with `startgroup`, which also starts it there.

        Where the bot is in already, the link only starts it.
        """
        self._check_member(by)
        if self.chat.standing != "open":
            await self.add_bot(by)
            self._world.write(self.chat, by.user, {"new_chat_members": [self._world.bot]})
        return await self.say(by, f"/start@{self._world.bot['username']} {payload}".strip())

    async def kick_bot(self, by: Person) -> None:
        """Put the bot out."""
        self.chat.standing = "kicked"
        self._membership(by, "member", "kicked")

    async def add_bot(self, by: Person) -> None:
        """Let the bot in again."""
        self.chat.standing = "open"
        self._membership(by, "left", "member")

    async def delete(self) -> None:
        """Close the group for good."""
        self.chat.standing = "deleted"

    async def migrate(self) -> "Group":
        """Turn into a supergroup with a new id; both chats get their service message."""
        old, by = self.chat, next(iter(self.chat.members.values()))
        new = Chat(SUPERGROUP_BASE + old.id, "supergroup", dict(old.face))
        new.members = dict(old.members)
        moved = Group(self._world, new, [])
        self._world.write(old, by, {"migrate_to_chat_id": new.id})
        self._world.write(new, by, {"migrate_from_chat_id": old.id})
        old.standing, old.migrated_to = "migrated", new.id
        return moved

    def _check_member(self, person: Person) -> None:
        if person.id not in self.chat.members:
            raise AssertionError(f"{person.name} is not in the group")

    def _membership(self, by: Person, old: str, new: str) -> None:
        change: Json = {
            "chat": self.chat.json(),
            "from": by.user,
            "date": self._world.stamp(),
            "old_chat_member": member(self._world.bot, old),
            "new_chat_member": member(self._world.bot, new),
        }
        self._world.updates.add("my_chat_member", change, f"chat:{self.id}")
        self._world.feed.tell("group", chat_id=self.id)
