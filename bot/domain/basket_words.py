"""Owns the words of baskets: how often, how large."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.basket import BasketRhythm
from bot.domain.text import Phrase, Text, say
from bot.marks import _

RHYTHMS: Mapping[BasketRhythm, Phrase] = {
    BasketRhythm.WEEKLY: say(_("every week")),
    BasketRhythm.EVEN: say(_("in even weeks")),
    BasketRhythm.ODD: say(_("in odd weeks")),
}
# i18n: the size of a basket
_SIZES: Mapping[str, Phrase] = {
    "s": say(_("small basket")),
    "m": say(_("medium basket")),
    "l": say(_("large basket")),
}


# i18n: the size of a basket, after "Size:" and on a button
_SHORT: Mapping[str, Phrase] = {"s": say(_("Small")), "m": say(_("Medium")), "l": say(_("Large"))}


def short_size(size: str) -> Text:
    """A size where it is clear that it is one, or the garden's own; nothing where all baskets are alike."""
    return _SHORT.get(size) or size


def size_words(size: str) -> Text:
    """A size as people read it; one of the garden's own as the garden spells it."""
    if not size:
        return say(_("basket"))
    return _SIZES.get(size) or say(_("basket: {size}"), size=size)
