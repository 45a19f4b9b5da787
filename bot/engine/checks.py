"""Owns the named checks of typed answers: each takes the words and returns a remark, or None if fine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TypeAlias

from bot.domain.text import Text, say
from bot.marks import _

Check: TypeAlias = Callable[[str], "Text | None"]

DIGITS_OF_A_NUMBER = 3
"""So many digits are a phone number, a year or a door; fewer may be a nickname."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def not_blank(words: str) -> Text | None:
    """There is at least one letter or digit, in any script."""
    if any(unicodedata.category(char)[0] in "LN" for char in words):
        return None
    return say(_("I need at least one word, in letters. Could you write it?"))


def is_name(words: str) -> Text | None:
    """There is at least one letter, in any script: neither emoji nor digits alone make a name."""
    if any(unicodedata.category(char)[0] == "L" for char in words):
        return None
    return say(_("I need a name in letters, so that people know how to call you. Could you write it?"))


def is_first_name(words: str) -> Text | None:
    """A name to be called by. A surname or a phone number behind it would stand wherever the team reads the name."""
    if sum(char.isdigit() for char in words) >= DIGITS_OF_A_NUMBER:
        alone = _(
            "Just a name here, please, without a number: the whole team reads it. Could you write it again?"
        )
        return is_name(words) or say(alone)
    if len(_names_in(words)) < 2:
        return is_name(words)
    one = _(
        "Only a first name here, please: the whole team reads it. Perhaps “{first}”? "
        "A first name of several parts is written with a hyphen, as Jean-Paul."
    )
    return say(one, first=first_name_in(words))


def first_name_in(words: str) -> str:
    """What of a whole name can be a first name: what stands before the first space."""
    return next(iter(_names_in(words)), "")


def _names_in(words: str) -> list[str]:
    return [word for word in words.split() if is_name(word) is None]


def at_most(longest: int) -> Check:
    """No more than `longest` characters."""

    def check(words: str) -> Text | None:
        if len(words) <= longest:
            return None
        return say(
            _("That is {length} characters long, and I can keep {longest}. Could you say it shorter?"),
            length=len(words),
            longest=longest,
        )

    return check


def all_of(*checks: Check) -> Check:
    """The first remark of several checks."""

    def check(words: str) -> Text | None:
        return next((remark for one in checks if (remark := one(words))), None)

    return check


def is_reachable(words: str) -> Text | None:
    """A phone number with enough digits, or an e-mail address."""
    if sum(char.isdigit() for char in words) >= 6 or _EMAIL.search(words):
        return None
    return say(_("I need a phone number or an e-mail address. Could you write it?"))
