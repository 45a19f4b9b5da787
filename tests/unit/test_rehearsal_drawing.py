"""Messages in a terminal: formatting, buttons, lines typed."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from bot.rehearsal.chats import Chat, Kind
from bot.rehearsal.demo.bubbles import keyboard, rows_of, written
from bot.rehearsal.demo.transcript import _escaped, _marked
from bot.rehearsal.keyboard import typed_lines
from bot.rehearsal.messages import Message


def message(text: str, *, entities: list[dict[str, object]] | None = None, rows: object = ()) -> Message:
    chat = Chat(1, Kind.PRIVATE)
    content = {"text": text, "entities": entities or []}
    return Message(1, chat, datetime(2026, 3, 14, tzinfo=UTC), None, content, inline_keyboard=list(rows))  # type: ignore[call-overload]


def test_bold_starts_where_telegram_counts_it_after_an_emoji() -> None:
    drawn = written(message("🌱 Bonjour Ana", entities=[{"type": "bold", "offset": 11, "length": 3}]))

    assert [drawn.plain[span.start : span.end] for span in drawn.spans] == ["Ana"]


def test_what_stands_under_every_question_is_kept_apart() -> None:
    own = {"text": "Oui", "callback_data": "c.1.2.o.yes"}
    back = {"text": "← Retour", "callback_data": "c.1.2.back"}
    card = {"text": "Ouvrir la fiche", "callback_data": "n.card.1"}

    rows, foot = rows_of(message("?", rows=[[own], [card], [back]]))

    assert rows == [[own], [card]]
    assert foot == [back]


def test_the_button_under_the_finger_looks_different() -> None:
    rows = [[{"text": "Oui", "callback_data": "c.1.2.o.yes"}, {"text": "Non", "callback_data": "c.1.2.o.no"}]]

    (line,) = keyboard(message("?", rows=rows), tapped={"Non"})

    assert [str(span.style) for span in line.spans].count("bold white on dark_green") == 1


def test_telegram_s_formatting_becomes_markdown_and_names_do_not() -> None:
    assert _marked("<b>Ana</b> &lt;b&gt; *hop*") == "**Ana** \\<b\\> \\*hop\\*"
    assert _escaped("a_b") == "a\\_b"


@pytest.mark.parametrize("end", ["", "\n"])
async def test_lines_come_whole_however_they_are_cut(end: str) -> None:
    reading, writing = os.pipe()
    for part in (b"Bon", "jour\nà ".encode()[:6], "jour\nà ".encode()[6:], f"demain{end}".encode()):
        os.write(writing, part)
    os.close(writing)

    assert [line async for line in typed_lines(reading)] == ["Bonjour", "à demain"]
    os.close(reading)
