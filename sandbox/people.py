"""Acting as a person with a phone."""

from collections.abc import Callable

from sandbox.callbacks import Answer, Tap
from sandbox.chats import Chat
from sandbox.files import Upload
from sandbox.messages import Button, Message
from sandbox.refusals import Json
from sandbox.texts import MESSAGE_LIMIT, typed_by_person
from sandbox.world import World

PATIENCE = 60.0
"""Seconds that a person waits for the bot before a test fails."""


class Person:
    """Somebody with a private chat with the bot; never started until the first message."""

    def __init__(self, world: World, user: Json, about: dict[str, str]) -> None:
        self._world = world
        self.user = user
        self.about = about
        self.chat = self.begin_anew()

    def begin_anew(self) -> Chat:
        """Put an empty chat, never started, in the place of the old one."""
        known = ("first_name", "last_name", "username")
        face = {key: self.user[key] for key in known if key in self.user}
        self.chat = self._world.chats.add(Chat(self.id, "private", face))
        return self.chat

    @property
    def id(self) -> int:
        """The user id, which is the private chat's id too."""
        return int(self.user["id"])

    @property
    def name(self) -> str:
        """The first name."""
        return str(self.user["first_name"])

    @property
    def messages(self) -> list[Message]:
        """Everything on the screen, oldest first."""
        return self.chat.shown

    @property
    def screen(self) -> Message:
        """The newest message from the bot."""
        found = next((m for m in reversed(self.messages) if m.from_bot), None)
        if found is None:
            raise AssertionError(f"the bot has written nothing to {self.name}")
        return found

    @property
    def commands(self) -> list[Json]:
        """The commands that this person's menu shows."""
        return self._world.profile.seen_by(self.id, self.user.get("language_code", ""))

    def json(self) -> Json:
        """Return what the page shows: the User and what only the sandbox knows."""
        standing = {"standing": self.chat.standing, "commands": self.commands}
        return self.user | standing | {"about": self.about}

    def transcript(self) -> str:
        """Return the whole conversation as text."""
        return self.chat.transcript()

    def mark(self) -> int:
        """Return a point in time for ``wait_for``."""
        return self._world.feed.number

    async def start(self, payload: str = "") -> Message:
        """Open the bot, by a deep link when there is a payload."""
        return await self.say(f"/start {payload}".strip())

    async def say(self, text: str, reply_to: Message | None = None) -> Message:
        """Write to the bot."""
        if not 0 < len(text.strip()) <= MESSAGE_LIMIT:
            raise AssertionError(f"a client sends 1-{MESSAGE_LIMIT} characters at once")
        extra = {"reply_to_message": reply_to.json()} if reply_to else {}
        return self._send(typed_by_person(text).json("text", "entities"), extra)

    async def send_photo(self, picture: bytes, caption: str = "") -> Message:
        """Send a picture."""
        return self._send_file("photo", Upload("photo.png", "image/png", picture), caption)

    async def send_document(self, data: bytes, name: str, caption: str = "") -> Message:
        """Send a file."""
        upload = Upload(name, "application/octet-stream", data)
        return self._send_file("document", upload, caption)

    def _send_file(self, kind: str, upload: Upload, caption: str) -> Message:
        content = self._world.files.keep(kind, upload).content()
        return self._send(content | typed_by_person(caption).json("caption", "caption_entities"))

    def _send(self, content: Json, extra: Json | None = None) -> Message:
        if self.chat.standing in ("blocked", "deactivated"):
            raise AssertionError(f"{self.name} cannot write: {self.chat.standing}")
        self.chat.standing = "open"
        return self._world.write(self.chat, self.user, content, extra)

    async def edit(self, message: Message, text: str) -> None:
        """Change an own message."""
        message.content = typed_by_person(text).json("text", "entities")
        message.edits += 1
        message.edited_at = self._world.now()
        self._world.updates.add("edited_message", message.json(), f"chat:{self.id}")
        self._world.show(message, "edited")

    async def tap(
        self,
        text: str = "",
        *,
        data: str | None = None,
        message: Message | int | None = None,
        within: float = PATIENCE,
    ) -> Answer:
        """Tap a button and wait for the bot's answer; ``AssertionError`` when none comes.

        The button is sought by its text (or how the text begins) on the newest message that has
        it, or on `message`. With `data` anything is sent, also what no button carries.
        """
        tap = self.press(text, data=data, message=message)
        answer = await self._world.feed.until(lambda: tap.answer, within)
        if answer is None:
            raise AssertionError(
                f"the tap on {text or data!r} was not answered within {within} s"
                f"\n{self.transcript()}"
            )
        return answer

    def press(
        self, text: str = "", *, data: str | None = None, message: Message | int | None = None
    ) -> Tap:
        """Tap without waiting for the answer."""
        if data is None:
            found, button = self._button(text, message)
            if button.data is None:
                raise AssertionError(f"the button {button.text!r} sends nothing: {button.raw}")
            return self._tap(found.id, button.data)
        under = self.screen.id if message is None else message
        return self._tap(under.id if isinstance(under, Message) else under, data)

    def _button(self, text: str, message: Message | int | None) -> tuple[Message, Button]:
        shown = [m for m in reversed(self.messages) if message in (None, m, m.id)]
        fits: list[Callable[[str], bool]] = [text.__eq__, lambda name: name.startswith(text)]
        for fit in fits:
            for candidate in shown:
                for button in candidate.buttons:
                    if fit(button.text):
                        return candidate, button
        raise AssertionError(f"{self.name} sees no button {text!r}\n{self.transcript()}")

    def _tap(self, message_id: int, data: str) -> Tap:
        tap = self._world.taps.new(self.id, message_id, data)
        message = self.chat.find(message_id)
        gone = {"chat": self.chat.json(), "message_id": message_id, "date": 0}
        query: Json = {
            "id": tap.id,
            "from": self.user,
            "message": message.json() if message else gone,
            "chat_instance": str(self.id * 7919),
            "data": data,
        }
        self._world.updates.add("callback_query", query, f"callback:{self.id}")
        return tap

    async def wait_for(
        self, wanted: Callable[[Message], bool], *, since: int = 0, within: float = PATIENCE
    ) -> Message:
        """Return the newest message that fits and came or changed after the mark `since`.

        ``AssertionError`` with the transcript when none does within `within` seconds.
        """

        def look() -> Message | None:
            fresh = (m for m in reversed(self.messages) if m.touched > since)
            return next((m for m in fresh if wanted(m)), None)

        found = await self._world.feed.until(look, within)
        if found is None:
            raise AssertionError(
                f"{self.name} saw no such message within {within} s\n{self.transcript()}"
            )
        return found

    async def wait_for_text(
        self, part: str, *, since: int = 0, within: float = PATIENCE
    ) -> Message:
        """Return the newest message from the bot that holds this text."""
        return await self.wait_for(
            lambda message: message.from_bot and part in message.text, since=since, within=within
        )

    async def block(self) -> None:
        """Stop the bot; it hears so, and its messages are refused from now on."""
        self.chat.standing = "blocked"
        self._membership("member", "kicked")

    async def unblock(self) -> None:
        """Let the bot write again."""
        self.chat.standing = "open"
        self._membership("kicked", "member")

    async def deactivate(self) -> None:
        """Delete the account; the bot learns it from the next refusal."""
        self.chat.standing = "deactivated"
        self._world.feed.tell("person", chat_id=self.id)

    def _membership(self, old: str, new: str) -> None:
        change: Json = {
            "chat": self.chat.json(),
            "from": self.user,
            "date": self._world.stamp(),
            "old_chat_member": member(self._world.bot, old),
            "new_chat_member": member(self._world.bot, new),
        }
        self._world.updates.add("my_chat_member", change, f"member:{self.id}")
        self._world.feed.tell("person", chat_id=self.id)


def member(user: Json, status: str) -> Json:
    """Return a ChatMember of this status."""
    until: Json = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": user, **until}
