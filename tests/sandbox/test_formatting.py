"""Telegram's HTML: what becomes of it and what is said of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting import WrongHtml, parse_html, utf16
from sandbox.refusals import Json


def entity(kind: str, offset: int, length: int, **more: object) -> Json:
    return {"type": kind, **more, "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>5</b> и <i>4</i>", "5 и 4", [entity("bold", 0, 1), entity("italic", 4, 1)]),
        ("<STRONG>x</strong>", "x", [entity("bold", 0, 1)]),
        ("<b><i>x</i>y</b>", "xy", [entity("bold", 0, 2), entity("italic", 0, 1)]),
        ("<u>a</u><s>b</s>", "ab", [entity("underline", 0, 1), entity("strikethrough", 1, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [entity("spoiler", 0, 1)]),
        ("🎒<b>x</b>", "🎒x", [entity("bold", 2, 1)]),
        ("<b>🎒</b>", "🎒", [entity("bold", 0, 2)]),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", [entity("bold", 0, 1)]),
        ("<b >x</b >", "x", [entity("bold", 0, 1)]),
        ("R&amp;D &lt;3 &gt; &quot;", 'R&D <3 > "', []),
        ("&nbsp; &copy; &", "&nbsp; &copy; &", []),
        ("&#1040;&#x42f;", "АЯ", []),
        ("&lt", "<", []),
        ("&#0;", "&#0;", []),
        ("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)]),
        (
            "<blockquote expandable>x</blockquote>",
            "x",
            [entity("expandable_blockquote", 0, 1)],
        ),
        ("<code>x</code>", "x", [entity("code", 0, 1)]),
        ("<pre>x</pre>", "x", [entity("pre", 0, 1)]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        (
            '<code class="language-python"><pre>x</pre></code>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        (
            '<a href="https://school.example/a?b=1&amp;c=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://school.example/a?b=1&c=2")],
        ),
        (
            "<a href='school.example'>x</a>",
            "x",
            [entity("text_link", 0, 1, url="http://school.example/")],
        ),
        ("<a>no link</a>", "no link", []),
        (
            '<a href="tg://user?id=42">x</a>',
            "x",
            [entity("text_mention", 0, 1, user={"id": 42, "is_bot": False, "first_name": ""})],
        ),
        (
            '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
        ),
        (
            '<tg-time unix="1795442400" format="r">завтра</tg-time>',
            "завтра",
            [entity("date_time", 0, 6, unix_time=1795442400, date_time_format="r")],
        ),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Json]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("Оля <3", "Unclosed start tag at byte offset 7"),
        ("Оля <3 Петя", 'Unsupported start tag "3" at byte offset 7'),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x", 'Can\'t find end tag corresponding to start tag "i"'),
        ("да</b>", "Unexpected end tag at byte offset 4"),
        (
            "<b>да</i>",
            'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"',
        ),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b y>", "Unclosed end tag at byte offset 4"),
        ('<a "x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("<br />", 'Unsupported start tag "br" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_wrong_html_is_named_as_telegram_names_it(source: str, message: str) -> None:
    with pytest.raises(WrongHtml) as wrong:
        parse_html(source)

    assert str(wrong.value) == message


def test_utf16_counts_an_emoji_twice() -> None:
    assert [utf16(text) for text in ("", "да", "🎒", "а🎒б")] == [0, 2, 2, 4]


PIECES = st.sampled_from([
    "<b>", "</b>", "<i>", "</i>", "<a href='x.example'>", "</a>", "<pre>", "</pre>", "<code>",
    "</code>", "<", ">", "&", "&lt;", "&#1040;", "я", "🎒", " ", "\n", "x", "</>", "=", '"',
])  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=3), max_size=30))
def test_any_source_is_parsed_or_refused_and_entities_lie_in_the_text(pieces: list[str]) -> None:
    try:
        text, entities = parse_html("".join(pieces))
    except WrongHtml:
        return

    ends = [entity["offset"] + entity["length"] for entity in entities]
    assert all(entity["offset"] >= 0 and entity["length"] > 0 for entity in entities)
    assert max(ends, default=0) <= utf16(text)


@given(st.text())
def test_an_escaped_text_comes_back_whole(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert parse_html(f"<b>{escaped}</b>")[0] == text
