"""One message as a phone shows it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.refusals import Json


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button under a message."""

    text: str
    data: str | None
    raw: Json


@dataclass(slots=True, eq=False)
class Message:
    """A message of a chat, with how often the bot has edited it."""

    id: int
    chat: Json
    sender: Json
    date: datetime
    content: Json
    markup: Json | None = None
    extra: Json = field(default_factory=dict)
    editable: bool = True
    silent: bool = False
    edits: int = 0
    edited_at: datetime | None = None
    touched: int = 0
    deleted: bool = False
    reactions: list[Json] = field(default_factory=list)

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it; a group's own words come under a bot's name too."""
        return bool(self.sender["is_bot"]) and "sender_chat" not in self.extra

    @property
    def text(self) -> str:
        """The plain text or caption; a service message has none."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def rows(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[Button(b["text"], b.get("callback_data"), b) for b in row] for row in rows]

    @property
    def buttons(self) -> list[Button]:
        """The inline buttons, one after another."""
        return [button for row in self.rows for button in row]

    @property
    def file_id(self) -> str | None:
        """The document, or the largest size of the photo."""
        if "document" in self.content:
            return str(self.content["document"]["file_id"])
        return str(self.content["photo"][-1]["file_id"]) if "photo" in self.content else None

    def json(self) -> Json:
        """Return the Bot API's Message."""
        made: Json = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat,
            "date": int(self.date.timestamp()),
        }
        if self.edited_at:
            made["edit_date"] = int(self.edited_at.timestamp())
        markup = {"reply_markup": self.markup} if self.markup else {}
        return made | self.extra | self.content | markup

    def view(self) -> Json:
        """Return what the page shows: the Message and what only the sandbox knows."""
        return self.json() | {
            "sandbox": {
                "edits": self.edits,
                "from_bot": self.from_bot,
                "silent": self.silent,
                "reactions": self.reactions,
            }
        }

    def transcript(self) -> str:
        """Return the message as lines of text, keyboard included."""
        who = "bot" if self.from_bot else self.sender["first_name"]
        edited = f" (edited {self.edits})" if self.edits else ""
        lines = [f"#{self.id} {who}{edited}: {self._summary()}"]
        lines += ["    " + " ".join(f"[{button.text}]" for button in row) for row in self.rows]
        return "\n".join(lines)

    def _summary(self) -> str:
        media = [f"<{kind}>" for kind in ("photo", "document") if kind in self.content]
        service = [name for name in self.content if name.endswith(("_id", "message", "members"))]
        return " ".join([*media, self.text] if self.text else media or service)


def origin(message: Message) -> Json:
    """Return where a forwarded message came from: Bot API, MessageOriginUser."""
    date: Any = int(message.date.timestamp())
    return {"type": "user", "sender_user": message.sender, "date": date}
