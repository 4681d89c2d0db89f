"""The page of phones: its words are the same in both languages, and every one is there."""

import re
from importlib import resources

PAGE = resources.files("sandbox").joinpath("page")


def words() -> dict[str, set[str]]:
    """Return the keys of the page's dictionary by language."""
    script = PAGE.joinpath("phones.js").read_text(encoding="utf-8")
    blocks = re.findall(r"^  (ru|en): \{(.*?)^  \},", script, re.DOTALL | re.MULTILINE)
    return {language: set(re.findall(r'(\w+): "', block)) for language, block in blocks}


def test_russian_and_english_have_the_same_words() -> None:
    known = words()

    assert known["ru"] == known["en"]
    assert len(known["ru"]) > 20


def test_every_word_that_is_shown_is_in_the_dictionary() -> None:
    script = PAGE.joinpath("phones.js").read_text(encoding="utf-8")
    html = PAGE.joinpath("index.html").read_text(encoding="utf-8")

    used = set(re.findall(r'data-word="(\w+)"', html)) | set(re.findall(r'word\("(\w+)"\)', script))

    assert used <= words()["ru"]
