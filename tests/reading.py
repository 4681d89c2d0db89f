"""What a person would read of a text: Telegram's own rules, as the sandbox keeps them."""

from sandbox.formatting import parse_html

ENTITIES = 100
"""Pieces of formatting that Telegram keeps in one message; it drops the rest."""


def read(text: str) -> str:
    """Return the text without its markup; fails where Telegram would refuse it or drop a part."""
    plain, entities = parse_html(text)
    assert 0 < len(plain.strip()) <= 4096
    assert len(entities) <= ENTITIES
    return plain
