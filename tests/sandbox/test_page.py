"""The page of phones: it is served whole, and every word is there in both languages."""

import re
from importlib import resources

from sandbox.control import PAGE as SERVED

PAGE = resources.files("sandbox").joinpath("page")


def words() -> dict[str, set[str]]:
    """Return the keys of the page's dictionary by language."""
    script = PAGE.joinpath("words.js").read_text(encoding="utf-8")
    blocks = re.findall(r"^  (ru|en): \{(.*?)^  \},", script, re.DOTALL | re.MULTILINE)
    return {language: set(re.findall(r'(\w+): "', block)) for language, block in blocks}


def scripts() -> str:
    """Return all scripts of the page, one after another."""
    names = (name for name in SERVED if name.endswith(".js"))
    return "\n".join(PAGE.joinpath(name).read_text(encoding="utf-8") for name in names)


def test_every_file_of_the_page_is_served() -> None:
    assert {file.name for file in PAGE.iterdir()} == set(SERVED)


def test_every_import_between_the_scripts_is_of_something_exported() -> None:
    for names, source in re.findall(r'import \{ ([^}]+) \} from "\./([a-z.]+)"', scripts()):
        script = PAGE.joinpath(source).read_text(encoding="utf-8")
        exported = re.findall(r"^export (?:async )?\w+ ([\w$]+)", script, re.MULTILINE)
        assert set(names.split(", ")) <= set(exported), source


def test_russian_and_english_have_the_same_words() -> None:
    known = words()

    assert known["ru"] == known["en"]
    assert len(known["ru"]) > 20


def test_every_word_that_is_shown_is_in_the_dictionary() -> None:
    html = PAGE.joinpath("index.html").read_text(encoding="utf-8")

    used = set(re.findall(r'data-word="(\w+)"', html)) | set(
        re.findall(r'word\("(\w+)"\)', scripts())
    )

    assert used <= words()["ru"]
