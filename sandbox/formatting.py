"""Telegram's HTML: what it accepts, what it says of the rest, offsets as it counts them.

Facts read off tdlib's parse_html (MessageEntity.cpp); error offsets are bytes of the UTF-8 source,
entity offsets are UTF-16 units.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import Json

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
SPECIAL = frozenset({"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = b" \t\r\n\0\x0b"
TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")


class WrongHtml(Exception):
    """The text cannot be parsed; the message is Telegram's, without its prefix."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    unix: int
    offset: int
    text_at: int


@dataclass(slots=True)
class _Parser:
    source: bytes
    at: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        if self.open:
            tag = self.open[-1].tag
            raise WrongHtml(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            entity.pop("_language", None)
        return "".join(self.text), self.entities

    def _step(self) -> None:
        if self._peek() == b"<":
            self._tag()
        elif (decoded := self._reference()) is not None:
            self._write(decoded)
        else:
            self._write(self._plain())

    def _plain(self) -> str:
        """Take everything up to the next mark; a lone ampersand is itself."""
        end = self.at + 1
        while end < len(self.source) and self.source[end] not in b"<&":
            end += 1
        piece, self.at = self.source[self.at : end], end
        return piece.decode()

    def _write(self, piece: str) -> None:
        self.text.append(piece)
        self.offset += utf16(piece)

    def _peek(self) -> bytes:
        """Return the byte here; past the end, a zero byte as in a C string."""
        return self.source[self.at : self.at + 1] or b"\0"

    def _reference(self) -> str | None:
        found = REFERENCE.match(self.source, self.at)
        decoded = _decoded(found) if found else None
        if found and decoded is not None:
            self.at = found.end()
        return decoded

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._peek() == b"/":
            self.at += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _name(self) -> str:
        begin = self.at
        while self._peek() not in SPACE and self._peek() != b">":
            self.at += 1
        return self.source[begin : self.at].decode(errors="replace").lower()

    def _skip_space(self) -> None:
        while self.at < len(self.source) and self._peek() in SPACE:
            self.at += 1

    def _start_tag(self, begin: int) -> None:
        tag = self._name()
        if self.at >= len(self.source):
            raise WrongHtml(f"Unclosed start tag at byte offset {begin}")
        if tag not in SIMPLE and tag not in SPECIAL:
            raise WrongHtml(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise WrongHtml(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        unix = attributes.get("unix", "")
        self.open.append(
            _Open(
                tag=tag,
                argument=_argument(tag, attributes),
                unix=int(unix) if unix.isascii() and unix.isdigit() else 0,
                offset=self.offset,
                text_at=len(self.text),
            )
        )

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._peek() == b">":
                return found
            name = self._attribute_name(tag, begin)
            self._skip_space()
            found[name] = self._attribute_value(tag, begin) if self._peek() == b"=" else ""
            if self.at >= len(self.source):
                raise WrongHtml(f'Unclosed start tag "{tag}" at byte offset {begin}')

    def _attribute_name(self, tag: str, begin: int) -> str:
        start = self.at
        while self._peek() not in SPACE and self._peek() not in b"=>/\"'":
            self.at += 1
        if start == self.at:
            raise WrongHtml(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        return self.source[start : self.at].decode(errors="replace")

    def _attribute_value(self, tag: str, begin: int) -> str:
        self.at += 1
        self._skip_space()
        if self.at >= len(self.source):
            raise WrongHtml(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._peek() in (b'"', b"'") else self._token()
        if self.at >= len(self.source):
            raise WrongHtml(f"Unclosed start tag at byte offset {begin}")
        return value

    def _token(self) -> str:
        start = self.at
        while self._peek().isalnum() or self._peek() in b".-":
            self.at += 1
        if self._peek() not in SPACE and self._peek() != b">":
            raise WrongHtml(f"Unexpected end of name token at byte offset {start}")
        return self.source[start : self.at].decode().lower()

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = bytearray()
        while self.at < len(self.source) and self._peek() != quote:
            decoded = self._reference()
            if decoded is None:
                value += self._peek()
                self.at += 1
            else:
                value += decoded.encode()
        self.at += self.at < len(self.source)
        return value.decode(errors="replace")

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise WrongHtml(f"Unexpected end tag at byte offset {begin}")
        found = self._name()
        self._skip_space()
        if self._peek() != b">":
            raise WrongHtml(f"Unclosed end tag at byte offset {begin}")
        expected = self.open[-1].tag
        if found and found != expected:
            raise WrongHtml(
                f'Unmatched end tag at byte offset {begin}, expected "</{expected}>", '
                f'found "</{found}>"'
            )
        self.at += 1
        self._close(self.open.pop())

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if not length:
            return
        place: Json = {"offset": opened.offset, "length": length}
        inner = "".join(self.text[opened.text_at :])
        last = self.entities[-1] if self.entities else {}
        if _same_place(last, place) and self._joined(opened, last):
            return
        made = _entity(opened, inner)
        if made:
            self.entities.append(made | place)

    def _joined(self, opened: _Open, last: Json) -> bool:
        """Make one `pre` with a language of a `code` in a `pre` or the reverse."""
        if opened.tag == "pre" and last["type"] == "code" and last.get("_language"):
            last.update(type="pre", language=last.pop("_language"))
            return True
        if opened.tag == "code" and last["type"] == "pre" and opened.argument:
            last["language"] = opened.argument
            return True
        return False


def _same_place(entity: Json, place: Json) -> bool:
    return all(entity.get(key) == value for key, value in place.items())


def _argument(tag: str, attributes: dict[str, str]) -> str:
    match tag:
        case "a":
            return attributes.get("href", "")
        case "code" if attributes.get("class", "").startswith("language-"):
            return attributes["class"].removeprefix("language-")
        case "tg-emoji":
            return attributes.get("emoji-id", "")
        case "tg-time":
            return attributes.get("format", "")
        case "blockquote":
            return "1" if "expandable" in attributes else ""
    return ""


def _entity(opened: _Open, inner: str) -> Json | None:
    if opened.tag in SIMPLE:
        return {"type": SIMPLE[opened.tag]}
    match opened.tag:
        case "a":
            return _link(opened.argument or inner)
        case "code":
            return {"type": "code", "_language": opened.argument}
        case "pre":
            return {"type": "pre"}
        case "blockquote":
            return {"type": "expandable_blockquote" if opened.argument else "blockquote"}
        case "tg-emoji":
            return _custom_emoji(opened.argument)
    return _date_time(opened)


def _link(url: str) -> Json | None:
    """A link that is none leaves plain text, as in Telegram."""
    user = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if user:
        mentioned: Any = {"id": int(user[1]), "is_bot": False, "first_name": ""}
        return {"type": "text_mention", "user": mentioned}
    known = re.match(r"(?:https?|tg|ton|tonsite)://", url)
    address = url if known else f"http://{url}"
    host = re.match(r"\w+://([^/?#:\s]+)", address)
    if not host or (address.startswith("http") and "." not in host[1]):
        return None
    return {"type": "text_link", "url": _with_path(address)}


def _with_path(url: str) -> str:
    """Telegram writes the root path of a bare host."""
    return f"{url}/" if re.fullmatch(r"https?://[^/?#]+", url) else url


def _custom_emoji(argument: str) -> Json:
    if not argument.isdigit() or int(argument) == 0:
        raise WrongHtml("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": argument}


def _date_time(opened: _Open) -> Json | None:
    if not TIME_FORMAT.fullmatch(opened.argument):
        raise WrongHtml("Invalid date-time format specified")
    if opened.unix <= 0:
        return None
    form = {"date_time_format": opened.argument} if opened.argument else {}
    return {"type": "date_time", "unix_time": opened.unix, **form}


def _decoded(reference: re.Match[bytes]) -> str | None:
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return NAMED.get(name.decode())
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    if not 0 < code < 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return None
    return chr(code)


def utf16(text: str) -> int:
    """Count UTF-16 units, as entity offsets do."""
    return len(text) + sum(character > "\uffff" for character in text)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and its entities, sorted. Raises ``WrongHtml``."""
    text, entities = _Parser(source.encode()).run()
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
