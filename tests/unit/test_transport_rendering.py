"""Long texts within Telegram's limits, cut so that its parser still reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import Button, Media, Message, Relay
from bot.domain.text import cut_at_a_word
from bot.i18n import Catalogues
from bot.rehearsal.html_reader import parse_html
from bot.transport.rendering import LONGEST_CAPTION, LONGEST_TEXT, render, shortened, shown_length

ENGLISH = Catalogues.load().speaker("en")


def test_a_long_text_keeps_its_beginning() -> None:
    shown = render(Message(("Ana writes:", "pear " * 2000, "Answer here.")), ENGLISH).html

    assert shown.startswith("Ana writes:\n\npear pear")
    assert shown.endswith("…")
    assert LONGEST_TEXT - 10 < shown_length(shown) <= LONGEST_TEXT


def test_a_caption_holds_less_than_a_text() -> None:
    shown = render(Message(("pear " * 300,), (), Relay(Media.PHOTO, "x")), ENGLISH).html

    assert LONGEST_CAPTION - 10 < shown_length(shown) <= LONGEST_CAPTION


def test_signs_and_tags_are_not_cut_in_two() -> None:
    assert shortened("<b>a &amp; b</b>", 3) == "<b>a &amp;…</b>"
    assert shortened("<b>a</b> <i>bc</i>", 3) == "<b>a</b> <i>b…</i>"
    assert shortened("🌱🌱", 3) == "🌱…"


def test_a_long_title_ends_at_a_word_on_its_button() -> None:
    title = "Harvest and make up the baskets for the families of the quarter"
    rendered = render(Message((title,), ((Button(title, data="n.mcard.1"),),)), ENGLISH)

    assert rendered.keyboard is not None
    ((button,),) = rendered.keyboard["inline_keyboard"]
    assert button["text"] == "Harvest and make up the baskets for the…"
    assert rendered.html == title


@given(st.text(max_size=80), st.integers(10, 60))
def test_what_is_cut_at_a_word_begins_as_it_was_written(written: str, longest: int) -> None:
    cut = cut_at_a_word(written, longest)

    assert len(cut) <= longest
    assert cut == written or (cut.endswith("…") and written.startswith(cut[:-1]))


@given(
    st.lists(st.sampled_from(["<b>", "<i>", "é", "🌱", "&lt;", "\n", " ", "word"]), max_size=30),
    st.integers(0, 40),
)
def test_whatever_is_cut_telegram_still_reads_it(pieces: list[str], room: int) -> None:
    closing = [piece.replace("<", "</") for piece in reversed(pieces) if piece.startswith("<")]

    cut = shortened("".join([*pieces, *closing]), room)

    parse_html(cut)
    assert shown_length(cut) <= room + 1
