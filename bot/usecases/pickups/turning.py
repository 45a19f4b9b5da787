"""Owns the way through a long list of names: the pages before and after, and others by whom they begin with."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.message import Button
from bot.domain.text import Cut, say
from bot.marks import _

PER_PAGE, FAR = 8, 3
"""Names on a page; from more pages than that on, one can jump."""
MOST_JUMPS, LONGEST_NAME = 6, 14
Rows = tuple[tuple[Button, ...], ...]


def ways_through(names: Sequence[str], page: int, to_page: str) -> Rows:
    """Below a page of these names; `to_page` and a page's number are what a button carries."""
    pages = -(-len(names) // PER_PAGE)
    before = (Button(say(_("‹ Before")), data=f"{to_page}{page - 1}"),) if page else ()
    after = (Button(say(_("More ›")), data=f"{to_page}{page + 1}"),) if page + 1 < pages else ()
    jumps = [_jump(names, number, to_page) for number in _far_off(pages, page)]
    turning = ((*before, *after),) if before or after else ()
    return (*turning, *(tuple(jumps[at : at + 2]) for at in range(0, len(jumps), 2)))


def _far_off(pages: int, page: int) -> Sequence[int]:
    """Pages spread over all of them, the first one too."""
    if pages <= FAR:
        return ()
    step = -(-pages // MOST_JUMPS)
    return [number for number in range(0, pages, step) if abs(number - page) > 1]


def _jump(names: Sequence[str], number: int, to_page: str) -> Button:
    begins = Cut(names[number * PER_PAGE], LONGEST_NAME)
    return Button(say(_("From {name}"), name=begins), data=f"{to_page}{number}")
