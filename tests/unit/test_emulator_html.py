"""The emulator reads HTML as Telegram does: cases after TDLib's public tests of its own parser."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rehearsal.html_reader import parse_html
from bot.rehearsal.markup import render_html, trim, utf16_length
from bot.rehearsal.refusals import Refused


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("1 <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ],
)
def test_a_fault_in_the_markup_is_named_with_its_place(source: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("&lt;&gt;&amp;&quot;&laquo;&#233;&#xe9;", '<>&"&laquo;éé', []),
        ("➡️ ➡️<i>➡️ ➡️</i>", "➡️ ➡️➡️ ➡️", [{"type": "italic", "offset": 5, "length": 5}]),
        ("👩‍🌾 <b>x</b>", "👩‍🌾 x", [{"type": "bold", "offset": 6, "length": 1}]),
        (
            "<b>a<i>b</i></b>",
            "ab",
            [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 1}],
        ),
        (
            '<a href="https://e.org/?a=1&amp;b=2">x</a>',
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://e.org/?a=1&b=2"}],
        ),
        (
            "<a href='tg://user?id=42'>Ana</a>",
            "Ana",
            [{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 42}}],
        ),
        (
            '<pre><code class="language-py">x = 1</code></pre>',
            "x = 1",
            [{"type": "pre", "offset": 0, "length": 5, "language": "py"}],
        ),
        (
            "<blockquote expandable>long</blockquote>",
            "long",
            [{"type": "expandable_blockquote", "offset": 0, "length": 4}],
        ),
        ("<tg-spoiler>x</tg-spoiler>", "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        ('<span class="tg-spoiler">x</span>', "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        ("<b></b>x", "x", []),
        ("<B>x</>", "x", [{"type": "bold", "offset": 0, "length": 1}]),
    ],
)
def test_entities_are_counted_in_utf16_units(source: str, text: str, entities: list[object]) -> None:
    assert parse_html(source) == (text, entities)


def test_white_space_around_a_text_is_dropped_with_what_covered_it() -> None:
    text, entities = trim(*parse_html("\n <b> hello</b> \n"))

    assert (text, entities) == ("hello", [{"type": "bold", "offset": 0, "length": 5}])


def test_entities_come_back_as_the_same_html() -> None:
    source = 'Dear <b>Ana &amp; <i>co</i></b>, see <a href="https://e.org/">here</a> 👩‍🌾 <code>x&lt;y</code>'

    assert render_html(*parse_html(source)) == source


@settings(deadline=None)
@given(st.text(alphabet="<>/bi&lt;=\"' a👩é", max_size=40))
def test_any_source_is_read_or_refused_for_its_markup(source: str) -> None:
    with suppress(Refused):
        text, entities = parse_html(source)

        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= utf16_length(text) for e in entities)
        assert parse_html(render_html(text, entities))[0] == text
