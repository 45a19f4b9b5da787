"""The emulator reads both Markdowns as Telegram does: cases after TDLib's public tests of its own parser."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.legacy_reader import parse_legacy_markdown
from bot.rehearsal.links import checked_link
from bot.rehearsal.markdown_reader import parse_markdown
from bot.rehearsal.markup import render_html, utf16_length
from bot.rehearsal.refusals import Refused, Unmodelled

RESERVED = "]()>#+-=|{}.!"


def why(source: str) -> str:
    with pytest.raises(Refused) as refused:
        parse_markdown(source)
    return refused.value.description.removeprefix("Bad Request: can't parse entities: ")


def marks(source: str) -> tuple[str, list[tuple[Any, ...]]]:
    text, entities = parse_markdown(source)
    return text, [tuple(entity.values()) for entity in entities]


@pytest.mark.parametrize("sign", RESERVED)
def test_a_reserved_sign_must_be_escaped(sign: str) -> None:
    assert why(f"a{sign}") == f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
    assert parse_markdown(f"\\{sign}") == (sign, [])


@pytest.mark.parametrize(
    ("source", "end"),
    [
        ("🏟 🏟_abacaba", "Italic entity at byte offset 9"),
        ("🏟 🏟_abac * asd ", "Bold entity at byte offset 15"),
        ("🏟 🏟_abac * asd _", "Italic entity at byte offset 21"),
        ("🏟 🏟`", "Code entity at byte offset 9"),
        ("🏟 🏟```", "Pre entity at byte offset 9"),
        ("🏟 🏟```a", "Pre entity at byte offset 9"),
        ("🏟 🏟```a ", "PreCode entity at byte offset 9"),
        ("🏟 🏟__🏟 🏟_", "Italic entity at byte offset 20"),
        ("🏟 🏟_🏟 🏟__", "Underline entity at byte offset 19"),
        ("🏟 🏟```🏟 🏟`", "Code entity at byte offset 21"),
        ("🏟 🏟```🏟 🏟_", "PreCode entity at byte offset 9"),
        ("[telegram\\.org](asd\\)", "a URL at byte offset 16"),
        ("[telegram\\.org](", "a URL at byte offset 16"),
        ("🏟 🏟__🏟 _🏟___", "Italic entity at byte offset 23"),
        ("🏟 🏟||test\\|", "Spoiler entity at byte offset 9"),
        ("🏟 🏟![👍", "CustomEmoji entity at byte offset 9"),
        ("🏟 🏟![👍](tg://emoji?id=1234", "a custom emoji URL at byte offset 17"),
        (">*b\n>ld \n>bo\nld*\nasd\ndef", "Bold entity at byte offset 1"),
        (">asd\n>q||e||w||\n||asdad", "Spoiler entity at byte offset 16"),
        (">asd\n>q||ew\n||asdad", "Spoiler entity at byte offset 7"),
        (">asd\n>q||e||w__\n||asdad", "Underline entity at byte offset 13"),
        (">asd\n>q||e||w||a\n||asdad", "Spoiler entity at byte offset 13"),
    ],
)
def test_what_has_no_end_is_named_with_its_place(source: str, end: str) -> None:
    assert why(source) == f"Can't find end of {end}"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("![👍]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![👍](t://emoji?id=1234)", "Custom emoji URL must have scheme tg"),
        ("![👍](tg:emojis?id=1234)", 'Custom emoji URL must have host "emoji"'),
        ("![👍](tg://emoji#test)", "Custom emoji URL must have an emoji identifier"),
        ("![👍](tg://emoji?test=1#&id=25)", "Custom emoji URL must have an emoji identifier"),
        ("![👍](tg://emoji?test=1231&id=025)", "Invalid custom emoji identifier specified"),
        (">\n*a*>2", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("a!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
    ],
)
def test_other_faults(source: str, reason: str) -> None:
    assert why(source) == reason


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("\\\\", "\\", []),
        ("\\\\\\a\\b\\➡️\\", "\\ab\\➡️\\", []),
        ("🏟 🏟``", "🏟 🏟", []),
        ("🏟 🏟**", "🏟 🏟", []),
        ("🏟 🏟____", "🏟 🏟", []),
        ("🏟 🏟``````", "🏟 🏟", []),
        ("🏟 \\.🏟_🏟\\. 🏟_", "🏟 .🏟🏟. 🏟", [(6, 6, "italic")]),
        ("🏟 🏟_🏟 *🏟*_", "🏟 🏟🏟 🏟", [(5, 5, "italic"), (8, 2, "bold")]),
        ("🏟 🏟_🏟 __🏟___", "🏟 🏟🏟 🏟", [(5, 5, "italic"), (8, 2, "underline")]),
        ("🏟 🏟__🏟 _🏟_\\___", "🏟 🏟🏟 🏟_", [(5, 6, "underline"), (8, 2, "italic")]),
        ("🏟 🏟`🏟 🏟```", "🏟 🏟🏟 🏟", [(5, 5, "code")]),
        ("🏟 🏟```🏟 🏟```", "🏟 🏟 🏟", [(5, 3, "pre", "🏟")]),
        ("🏟 🏟```🏟\n\r🏟```", "🏟 🏟🏟", [(5, 2, "pre", "🏟")]),
        ("🏟 🏟```🏟\n\n🏟```", "🏟 🏟\n🏟", [(5, 3, "pre", "🏟")]),
        ("🏟 🏟```🏟 \\\\\\`🏟```", "🏟 🏟 \\`🏟", [(5, 5, "pre", "🏟")]),
        ("||test||", "test", [(0, 4, "spoiler")]),
        ("[](telegram.org)", "", []),
        ("[ ](as)", " ", []),
        ("[telegram\\.org]a", "telegram.orga", [(0, 12, "text_link", "http://telegram.org/")]),
        ("[x](https://telegram.dog?)", "x", [(0, 1, "text_link", "https://telegram.dog/?")]),
        ("[x](https://telegram.dog?\\\\\\()", "x", [(0, 1, "text_link", "https://telegram.dog/?\\(")]),
        ("[x]()", "x", []),
        ("[x](tg:user?id=123456)", "x", [(0, 1, "text_mention", {"id": 123456})]),
        ("![👍](TG://EMoJI/?test=1231&id=25#id=32)a", "👍a", [(0, 2, "custom_emoji", "25")]),
        ("> \n> \n>", " \n \n", [(0, 4, "blockquote")]),
        ("> \\>\n \\> \n>", " >\n > \n", [(0, 3, "blockquote")]),
        ("abc\n> \n> \n>\ndef", "abc\n \n \n\ndef", [(4, 5, "blockquote")]),
        (">", "", []),
        ("\r>a", "\ra", [(1, 1, "blockquote")]),
        (">\n1", "\n1", [(0, 1, "blockquote")]),
        (">\n\r>2", "\n\r2", [(0, 1, "blockquote"), (2, 1, "blockquote")]),
        (">\n**>2", "\n2", [(0, 1, "blockquote"), (1, 1, "blockquote")]),
        (">*abcd*\n", "abcd\n", [(0, 5, "blockquote"), (0, 4, "bold")]),
        ("*a\n>b\n>ld\nasd*\ndef", "a\nb\nld\nasd\ndef", [(0, 10, "bold"), (2, 5, "blockquote")]),
        (">`b\n>ld`\n>asd\ndef", "b\n>ld\nasd\ndef", [(0, 10, "blockquote"), (0, 5, "code")]),
        (">asd\n>q||e||w||\nas", "asd\nqew\nas", [(0, 8, "expandable_blockquote"), (5, 1, "spoiler")]),
        (">asd\n>q||ew||\nas", "asd\nqew\nas", [(0, 8, "blockquote"), (5, 2, "spoiler")]),
        (">a||\r\nb", "a\r\nb", [(0, 3, "expandable_blockquote")]),
        (">a||", "a", [(0, 1, "expandable_blockquote")]),
        (">||", "", []),
    ],
)
def test_entities_are_counted_in_utf16_units(source: str, text: str, entities: list[tuple[Any, ...]]) -> None:
    assert marks(source) == (text, entities)


def test_a_moment_in_a_text_is_not_modelled() -> None:
    with pytest.raises(Unmodelled, match="tg://time"):
        parse_markdown("![22:45](tg://time?unix=1647531900)")


@given(st.text(alphabet="_*[]()~`>|!\\\n\r a👩é.", max_size=30))
def test_any_source_is_read_or_refused_for_its_markup(source: str) -> None:
    for parse in (parse_markdown, parse_legacy_markdown):
        with suppress(Refused):
            text, entities = parse(source)

            assert all(0 <= e["offset"] < e["offset"] + e["length"] <= utf16_length(text) for e in entities)
            render_html(text, entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*bold* _it_ `x` plain.", "bold it x plain.", [(0, 4, "bold"), (5, 2, "italic"), (8, 1, "code")]),
        ("snake\\_case \\* \\x", "snake_case * \\x", []),
        ("*a _b_ c*", "a _b_ c", [(0, 7, "bold")]),
        ("[here](e.org/a_b) now", "here now", [(0, 4, "text_link", "http://e.org/a_b")]),
        ("[Ana](tg://user?id=42)", "Ana", [(0, 3, "text_mention", {"id": 42})]),
        ("[note] [n](no)", "note n", []),
        ("```py\nx = 1```", "x = 1", [(0, 5, "pre", "py")]),
        ("``` a ```", " a ", [(0, 3, "pre")]),
        ("👩‍🌾 *x*", "👩‍🌾 x", [(6, 1, "bold")]),
        ("**", "", []),
    ],
)
def test_the_markdown_of_old(source: str, text: str, entities: list[tuple[Any, ...]]) -> None:
    read, found = parse_legacy_markdown(source)

    assert (read, [tuple(entity.values()) for entity in found]) == (text, entities)


@pytest.mark.parametrize("source", ["é snake_case", "é `x", "é [x", "é ```x``"])
def test_the_markdown_of_old_tells_where_an_entity_begins(source: str) -> None:
    with pytest.raises(Refused, match="Can't find end of the entity starting at byte offset") as refused:
        parse_legacy_markdown(source)

    assert refused.value.description.endswith(" 8" if "snake" in source else " 3")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("telegram.org", "http://telegram.org/"),
        ("HTTPS://Telegram.org:8080/A?b#c", "https://telegram.org:8080/A?b#c"),
        ("tg:resolve?domain=x", "tg://resolve?domain=x"),
        ("localhost", ""),
        ("http://localhost/", ""),
        ("nowhere", ""),
        ("http://[", ""),
        ("tg://", ""),
    ],
)
def test_links_are_kept_as_telegram_writes_them(written: str, kept: str) -> None:
    assert checked_link(written) == kept
