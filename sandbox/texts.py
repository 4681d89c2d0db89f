"""A text as Telegram stores it: parsed, cleaned, trimmed, measured, with what it finds in it."""

import re
from dataclasses import dataclass, field

from sandbox.formatting import WrongHtml, parse_html, utf16
from sandbox.refusals import Json, bad_request, sandbox_says

MESSAGE_LIMIT = 4096
"""Characters of one message after entities are parsed: Bot API, sendMessage."""

CAPTION_LIMIT = 1024
"""Characters of a caption after entities are parsed: Bot API, sendPhoto."""

RAW_LIMIT = 32_768
"""Bytes of a text before it is parsed."""

ENTITY_LIMIT = 100
"""Entities of one message; the rest is dropped."""

MERGED = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]"
    r"|(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|example|io|me|net|org|ru)\b(?:/[^\s<>\"]*[\w/=-])?)"
    r"|(?<![\w/<>@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text and the entities over it."""

    text: str = ""
    entities: list[Json] = field(default_factory=list)

    def json(self, key: str, entities_key: str) -> Json:
        """Return the fields of a message; an empty text leaves none."""
        made: Json = {key: self.text} if self.text else {}
        return made | ({entities_key: self.entities} if self.entities else {})


def message_text(params: Json) -> Formatted:
    """Read the text of a message. Raises ``Refused`` with Telegram's words."""
    raw = params.get("text", "")
    if not raw:
        raise bad_request("message text is empty")
    formatted = _formatted(raw, params.get("parse_mode"), params.get("entities"))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if len(formatted.text) > MESSAGE_LIMIT:
        raise bad_request("message is too long")
    return formatted


def caption(params: Json) -> Formatted:
    """Read a caption, which may be missing. Raises ``Refused`` with Telegram's words."""
    raw = params.get("caption", "")
    formatted = _formatted(raw, params.get("parse_mode"), params.get("caption_entities"))
    if len(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def typed_by_person(text: str) -> Formatted:
    """Return what a person typed, with commands, links and names found in it."""
    return _finished(text, [])


def _formatted(raw: str, mode: str | None, entities: list[Json] | None) -> Formatted:
    if len(raw.encode(errors="surrogatepass")) > RAW_LIMIT:
        raise bad_request("text is too long")
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raise bad_request("Text must be encoded in UTF-8")
    match (mode or "").lower():
        case "html":
            return _finished(*_parsed(raw))
        case "":
            return _finished(raw, [dict(entity) for entity in entities or []])
        case "markdown" | "markdownv2":
            raise sandbox_says("Markdown is not read here; use HTML")
    raise bad_request("unsupported parse_mode")


def _parsed(raw: str) -> tuple[str, list[Json]]:
    if "\0" in raw:
        raise bad_request("can't parse entities: Text must not contain null bytes")
    try:
        return parse_html(raw)
    except WrongHtml as wrong:
        raise bad_request(f"can't parse entities: {wrong}") from wrong


def _finished(text: str, entities: list[Json]) -> Formatted:
    text, entities = _trimmed(_cleaned(text), entities)
    entities = _merged(entities)
    entities += _found(text, entities)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text, entities[:ENTITY_LIMIT])


def _cleaned(text: str) -> str:
    """Control characters become spaces, except a line's end (clean_input_string)."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x09]", " ", text.replace("\r", ""))


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    kept = text.rstrip()
    lead = utf16(kept) - utf16(kept.lstrip())
    kept = kept.lstrip()
    size = utf16(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return kept, moved


def _merged(entities: list[Json]) -> list[Json]:
    """Neighbours of one style are one entity, as tdlib stores them."""
    merged: list[Json] = []
    last: dict[str, Json] = {}
    for entity in entities:
        before = last.get(entity["type"])
        end = entity["offset"] + entity["length"]
        if before and entity["offset"] <= before["offset"] + before["length"]:
            before["length"] = max(end - before["offset"], before["length"])
            continue
        merged.append(entity)
        if entity["type"] in MERGED:
            last[entity["type"]] = entity
    return merged


def _found(text: str, known: list[Json]) -> list[Json]:
    """Find commands, links, names and tags where the sender put no code or link."""
    taken = [e for e in known if e["type"] in ("code", "pre", "text_link", "text_mention")]
    found = []
    for match in FOUND.finditer(text):
        offset, length = utf16(text[: match.start()]), utf16(match[0])
        inside = any(
            offset < e["offset"] + e["length"] and e["offset"] < offset + length for e in taken
        )
        if not inside and not _listed(known, match.lastgroup, offset):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def _listed(known: list[Json], kind: str | None, offset: int) -> bool:
    return any(e["type"] == kind and e["offset"] == offset for e in known)
