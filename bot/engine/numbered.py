"""Owns what fits on a phone's buttons: long lines stand numbered in the message, short labels under them."""

from __future__ import annotations

from bot.domain.text import Cut, Text, Words, say

WIDTH = 40
"""Characters of a button that a phone shows whole."""


def line(number: int, text: Text) -> Text:
    """A line of the message that a button of the same number stands for: a layout, not a string of the catalogue."""
    return say("{number}. {text}", number=number, text=text)


def label(number: int, short: Text) -> Text:
    """The button of a numbered line; what the garden wrote is cut."""
    return say("{number} · {text}", number=number, text=fitting(short, len(f"{number} · ")))


def fitting(text: Text, taken: int = 0) -> Text:
    """What the garden or a person wrote, cut to what is left of a button; our own words are short enough."""
    return Cut(text, WIDTH - taken) if isinstance(text, str | Words) else text
