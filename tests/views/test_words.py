"""Strings that nobody would translate: the extractor does not look into f-strings (Python 3.11)."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEAKING = ("views", "keyboards", "notifications", "handlers")


def _words_in_fstrings(path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "ngettext")
    ]


def test_no_words_are_marked_inside_an_f_string() -> None:
    found = [
        place
        for folder in SPEAKING
        for path in sorted((ROOT / folder).rglob("*.py"))
        for place in _words_in_fstrings(path)
    ]

    assert found == []
