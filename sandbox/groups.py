"""A group chat with the bot in it: its members, its end and its move to a new id."""

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Person, member
from sandbox.refusals import Json
from sandbox.texts import typed_by_person
from sandbox.world import World

SUPERGROUP_BASE = -1_000_000_000_000
"""Ids of supergroups lie below this: Bot API, Chat."""


class Group:
    """A group or supergroup. The bot is a member from the start."""

    def __init__(self, world: World, chat: Chat, members: list[Person]) -> None:
        self._world = world
        self.chat = world.chats.add(chat)
        self.chat.standing = "open"
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

    def add(self, person: Person) -> None:
        """Let somebody in; from now on the bot knows the person's id."""
        self.chat.members[person.id] = person.user
        if person.chat.standing == "unknown":
            person.chat.standing = "known"

    async def say(self, person: Person, text: str) -> Message:
        """Let a member write into the group."""
        if person.id not in self.chat.members:
            raise AssertionError(f"{person.name} is not in the group")
        content = typed_by_person(text).json("text", "entities")
        return self._world.write(self.chat, person.user, content)

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

    def _membership(self, by: Person, old: str, new: str) -> None:
        change: Json = {
            "chat": self.chat.json(),
            "from": by.user,
            "date": self._world.stamp(),
            "old_chat_member": member(self._world.bot, old),
            "new_chat_member": member(self._world.bot, new),
        }
        self._world.updates.add("my_chat_member", change, f"chat:{self.id}")
