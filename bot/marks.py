"""Owns the marks that make a string translatable; translates nothing."""

from typing import NamedTuple


class Plural(NamedTuple):
    """A translatable string with two English forms."""

    one: str
    many: str


def _(message: str) -> str:
    """Mark a literal string for extraction and hand it back unchanged."""
    return message


def ngettext(one: str, many: str) -> Plural:
    """Mark a pair of literal strings, one for the singular and one for the plural."""
    return Plural(one, many)
