"""One small Telegram: the bot, its chats, files, taps and updates."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.clock import Clock
from sandbox.callbacks import Taps
from sandbox.chats import Chat, Chats
from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.files import Files, Upload
from sandbox.limits import Limits
from sandbox.messages import Message
from sandbox.outbox import Outbox
from sandbox.profile import Profile
from sandbox.refusals import Json
from sandbox.updates import Poll, Updates
from sandbox.webhook import Nap, Webhook

BOT_ID = 4242


@dataclass(frozen=True, slots=True)
class Request:
    """A checked API call: parameters in their types, file parts by name."""

    method: str
    params: Json
    uploads: Mapping[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A result that carries a description, as setWebhook's does."""

    result: object
    description: str


class World:
    """The state behind the API. Nothing in it outlives the process."""

    def __init__(
        self,
        clock: Clock,
        bot_name: str,
        username: str,
        *,
        local: bool,
        topics: bool,
        nap: Nap,
    ) -> None:
        self.clock = clock
        self.bot: Json = {
            "id": BOT_ID, "is_bot": True, "first_name": bot_name, "username": username,
        }  # fmt: skip
        self.topics = topics
        self.feed = Feed()
        self.chats = Chats()
        self.files = Files()
        self.taps = Taps(clock)
        self.updates = Updates(clock)
        self.poll = Poll(self.updates)
        self.webhook = Webhook(self.updates, clock, local=local, nap=nap)
        self.outbox = Outbox(self.feed)
        self.faults = Faults()
        self.limits = Limits(clock)
        self.profile = Profile()

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return self.clock.now()

    def stamp(self) -> int:
        """Return this moment as Telegram writes it."""
        return int(self.now().timestamp())

    def write(self, chat: Chat, sender: Json, content: Json, extra: Json | None = None) -> Message:
        """Put a message into a chat; a person's message becomes an update where the bot is in."""
        message = self.chats.write(chat, sender, content, self.now())
        message.extra = extra or {}
        if chat.standing == "open" and not message.from_bot:
            self.updates.add("message", message.json(), f"chat:{chat.id}")
        self.show(message, "message")
        return message

    def show(self, message: Message, kind: str) -> None:
        """Tell those who look that a message came, changed or went."""
        self.feed.tell(kind, chat_id=message.chat["id"], message=message.view())
        message.touched = self.feed.number

    def reset(self) -> None:
        """Forget chats, updates, calls and faults; no id is ever used again."""
        self.chats.clear()
        self.taps.all.clear()
        self.updates.clear()
        self.outbox.clear()
        self.faults.clear()
        self.limits.clear()
        self.profile = Profile()
        self.feed.tell("reset")


Method = Callable[[World, Request], Awaitable[object]]
"""What carries out one API method and returns its result."""
