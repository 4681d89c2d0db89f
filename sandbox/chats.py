"""Chats and their timelines; who may be written to and what Telegram says when not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from sandbox.messages import Message
from sandbox.refusals import Json, Refused, bad_request, forbidden

REFUSALS = {
    "blocked": "bot was blocked by the user",
    "deactivated": "user is deactivated",
    "known": "bot can't initiate conversation with a user",
    "bot": "the bot can't send messages to the bot",
    "kicked": "bot was kicked from the {kind} chat",
    "left": "bot is not a member of the {kind} chat",
    "deleted": "the group chat was deleted",
}
"""What a chat's standing makes Telegram answer, always with 403."""


@dataclass(slots=True, eq=False)
class Chat:
    """A conversation: its face, its standing with the bot and everything said in it.

    Standing: `unknown` (the bot never saw the id), `known` (seen, never started), `open`,
    `migrated`, or a key of ``REFUSALS``.
    """

    id: int
    kind: str
    face: Json
    standing: str = "unknown"
    messages: list[Message] = field(default_factory=list)
    members: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    keyboard: Json | None = None
    is_forum: bool = False

    def json(self) -> Json:
        """Return the Bot API's Chat."""
        forum: Json = {"is_forum": True} if self.is_forum else {}
        return {"id": self.id, "type": self.kind, **self.face, **forum}

    @property
    def shown(self) -> list[Message]:
        """The messages that are still there, oldest first."""
        return [message for message in self.messages if not message.deleted]

    def find(self, message_id: int) -> Message | None:
        """Return the message unless it is gone."""
        newest_first = reversed(self.messages)
        return next((m for m in newest_first if m.id == message_id and not m.deleted), None)

    def found(self, message_id: int, doing: str) -> Message:
        """Return the message or refuse: `message to edit not found`."""
        message = self.find(message_id)
        if message is None:
            raise bad_request(f"message to {doing} not found")
        return message

    def transcript(self) -> str:
        """Return the whole conversation as text."""
        return "\n".join(message.transcript() for message in self.shown)

    def refusal(self) -> Refused | None:
        """Return what the bot hears when it writes here; ``None`` when it may."""
        if self.standing == "open":
            return None
        if self.standing == "migrated":
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            return Refused(400, text, migrate_to=self.migrated_to)
        if self.standing == "unknown":
            return bad_request("chat not found")
        return forbidden(REFUSALS[self.standing].format(kind=self.kind))


TOPIC_COLOUR = 7322096
"""Of a forum topic whose maker chose none: Bot API, createForumTopic."""


class Chats:
    """All chats. Message ids are never used twice, also not after a reset."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}
        self._shared_ids = count(1)
        self._own_ids: dict[int, count[int]] = {}

    def __iter__(self) -> Iterator[Chat]:
        return iter(list(self._chats.values()))

    def add(self, chat: Chat) -> Chat:
        """Make a chat known to this Telegram."""
        self._chats[chat.id] = chat
        return chat

    def get(self, chat_id: int) -> Chat | None:
        """Return the chat with this id."""
        return self._chats.get(chat_id)

    def clear(self) -> None:
        """Forget every chat; the counters of message ids stay."""
        self._chats.clear()

    def found(self, chat_id: int | str) -> Chat:
        """Return a chat the bot has seen, or refuse: `chat not found`."""
        if chat_id == "":
            raise bad_request("chat_id is empty")
        chat = self._by_name(chat_id) if isinstance(chat_id, str) else self._chats.get(chat_id)
        if chat is None or chat.standing == "unknown":
            raise bad_request("chat not found")
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """Return a chat the bot may write to, or refuse with Telegram's reason."""
        chat = self.found(chat_id)
        if refusal := chat.refusal():
            raise refusal
        return chat

    def _by_name(self, name: str) -> Chat | None:
        """Only groups and channels are found by name: Bot API, chat_id."""
        public = (chat for chat in self._chats.values() if chat.kind != "private")
        return next((chat for chat in public if f"@{chat.face.get('username')}" == name), None)

    def new_message_id(self, chat: Chat) -> int:
        """Return the next id: one row for private chats and groups, one for each supergroup."""
        if chat.kind in ("supergroup", "channel"):
            return next(self._own_ids.setdefault(chat.id, count(1)))
        return next(self._shared_ids)

    def write(self, chat: Chat, sender: Json, content: Json, now: datetime) -> Message:
        """Put a new message at the end of a chat."""
        message = Message(self.new_message_id(chat), chat.json(), sender, now, content)
        chat.messages.append(message)
        return message
