"""``python -m tests.catalogues``: Russian is complete and the template is up to date."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

SPEAKING = ("keyboards", "views", "notifications", "handlers")
ROOT = Path(__file__).parent.parent


def findings() -> Iterator[str]:
    """Return a sentence for each string that is missing, fuzzy or broken in some language."""
    wanted = _in_the_code()
    template = _read(ROOT / "locales/messages.pot")
    if {_key(message) for message in template if message.id} != wanted:
        yield "locales/messages.pot is not what the code says: run `make messages`"
    russian = _read(ROOT / "locales/ru/LC_MESSAGES/messages.po")
    known = {_key(message): message for message in russian if message.id}
    for key in sorted(wanted):
        yield from _judge(key, known.get(key), russian)


def _judge(key: str, message: Message | None, catalogue: Catalog) -> Iterator[str]:
    if message is None or not message.string or not all(_forms(message)):
        yield f"no Russian: {key!r}"
    elif message.fuzzy:
        yield f"fuzzy Russian: {key!r}"
    else:
        for error in message.check(catalogue):
            yield f"broken Russian: {key!r}: {error}"
        fields = {
            field for field in _fields(key) if any(field not in form for form in _forms(message))
        }
        if fields - {"{n}"}:
            yield f"Russian leaves out {', '.join(sorted(fields))}: {key!r}"


def _in_the_code() -> set[str]:
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "__": None}
    found = set()
    for folder in SPEAKING:
        rows = extract_from_dir(str(ROOT / folder), keywords=keywords)
        found |= {
            ids if isinstance(ids, str) else ids[0] for _file, _line, ids, _notes, _context in rows
        }
    return found


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ru")


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _fields(text: str) -> set[str]:
    return {f"{{{part.split('}')[0]}}}" for part in text.split("{")[1:]}


if __name__ == "__main__":
    problems = list(findings())
    print("\n".join(problems) or "Russian is complete")
    sys.exit(1 if problems else 0)
