"""Owns the list of baskets on paper: a box to tick, a name, a size and what was said, as many pages as it takes."""

from __future__ import annotations

from collections import Counter

from bot.domain.basket_words import short_size
from bot.domain.prints import BasketLine, BasketList
from bot.domain.text import say
from bot.i18n import Speaker
from bot.marks import _, ngettext
from bot.printing.paper import Paper
from bot.printing.typesetting import Values, typeset

TITLE = _("Baskets")
NAME, SIZE, NOTE = _("Name"), _("Size"), _("To know")
TOTAL = ngettext("{count} basket", "{count} baskets")
BY_SIZE = _("{size}: {number}")
AFTER = _("Please destroy this sheet once the baskets are handed out.")

LONGEST_NAME, LONGEST_NOTE, LONGEST_PLACE = 60, 90, 120


def print_basket_list(content: BasketList, speaker: Speaker) -> bytes:
    """The list as a PDF in the speaker's language; the same values always make the same file.

    Raises: CannotPrint.
    """
    return typeset("basket_list", basket_list_values(content, Paper(speaker)))


def basket_list_values(content: BasketList, paper: Paper) -> Values:
    """What stands in the places of the template."""
    return {
        "language": paper.language,
        "title": paper.phrase(TITLE),
        "garden": paper.say(content.garden, LONGEST_PLACE),
        "point": paper.say(content.point, LONGEST_PLACE),
        "address": paper.say(content.address.replace("\n", ", "), LONGEST_PLACE),
        "when": paper.say(content.when, LONGEST_PLACE),
        "total": paper.say(say(TOTAL, count=len(content.lines))),
        "sizes": _sizes(content, paper),
        "head": [paper.phrase(one) for one in (NAME, SIZE, NOTE)],
        "lines": [_line(one, paper) for one in content.lines],
        "after": paper.phrase(AFTER),
    }


def _line(one: BasketLine, paper: Paper) -> Values:
    return {
        "name": paper.say(one.name, LONGEST_NAME),
        "size": paper.say(short_size(one.size), LONGEST_NAME),
        "note": paper.say(one.note, LONGEST_NOTE),
        "fetched": one.fetched,
    }


def _sizes(content: BasketList, paper: Paper) -> list[str]:
    """How many of each size are to be there, where baskets have sizes."""
    counted = Counter(one.size for one in content.lines if one.size)
    return [paper.phrase(BY_SIZE, size=short_size(one), number=counted[one]) for one in sorted(counted)]
