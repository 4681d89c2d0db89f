"""Long screens in pages: nothing lost, no tag broken, nothing longer than a message."""

from views import pages
from views.format import MESSAGE_LIMIT


def test_a_short_text_is_one_page() -> None:
    assert pages.fill([["<b>one</b>", "two"], ["three"]]) == ["<b>one</b>\ntwo\n\nthree"]


def test_nothing_is_one_empty_page() -> None:
    assert pages.fill([]) == [""]


def test_a_block_that_has_no_room_goes_to_the_next_page() -> None:
    block = ["x" * 1000, "y" * 1000]

    assert pages.fill([block, block]) == ["\n".join(block), "\n".join(block)]


def test_a_block_longer_than_a_page_is_divided_between_lines() -> None:
    lines = [f"{number:04}" * 250 for number in range(10)]

    made = pages.fill([lines])

    assert "\n".join(made).split("\n") == lines
    assert max(map(len, made)) <= MESSAGE_LIMIT


def test_the_signs_of_markup_take_no_room() -> None:
    escaped = ["&amp;" * 1000, "&lt;" * 1000]

    assert len(pages.fill([escaped])) == 1


def test_a_page_holds_no_more_formatting_than_telegram_keeps() -> None:
    made = pages.fill([["<b>x</b>"]] * 150)

    assert [page.count("<b>") for page in made] == [90, 60]


def test_a_long_value_becomes_lines_that_are_whole_and_escaped() -> None:
    words = "a & b " * 500

    made = pages.lines(words, before="📝 ", tag="i")

    assert len(made) == 3
    assert made[0].startswith("📝 <i>a &amp; b a")
    assert all(line.endswith("</i>") for line in made)
    plain = " ".join(line.removeprefix("📝 ")[3:-4] for line in made)
    assert plain == words.strip().replace("&", "&amp;")


def test_an_empty_value_is_no_line() -> None:
    assert pages.lines("", before="💬 ") == []


def test_a_page_that_is_not_there_is_the_nearest_one() -> None:
    assert pages.pick(["one", "two"], 7) == "two"
