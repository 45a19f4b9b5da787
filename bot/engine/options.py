"""Owns what can be chosen, and where the choices come from: declared, or read from the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from bot.domain.text import Text, say
from bot.engine.declaration import DeclarationError
from bot.engine.state import Answers

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `note` is a longer description, shown in the message above the buttons; `meaning` names what
    people type for it, as "yes". `short` is what its button says where the label is too long for one: the label then
    stands in the message, numbered like the button.

    In a declaration a `str` label is a marked string, `Option("yes", _("Yes"))`, and is translated; from a
    callable a `str` is shown as it is (a town's name), and a translated label is `say(_("…"))`.
    """

    id: str
    label: Text
    note: Text | None = None
    meaning: str = ""
    short: Text | None = None


FromFacts: TypeAlias = Callable[[Any, Answers], tuple[Option, ...]]
Options: TypeAlias = tuple[Option, ...] | FromFacts


def options_of(kind: type[E], labels: Mapping[E, Text]) -> tuple[Option, ...]:
    """One option per member of an enum, in the order of the labels.

    Raises:
        DeclarationError: a member has no label.
    """
    missing = [member.value for member in kind if member not in labels]
    if missing:
        raise DeclarationError(
            f"options of {kind.__name__}", f"no label for {missing}", "one label a member", "add them"
        )
    return tuple(Option(member.value, label) for member, label in labels.items())


def marked(text: Text) -> Text:
    """A declared text: a `str` is a string of the catalogue."""
    return say(text) if isinstance(text, str) else text


def declared(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Declared options, their labels ready to be shown."""
    return tuple(
        replace(option, label=marked(option.label), note=_maybe(option.note), short=_maybe(option.short))
        for option in options
    )


def _maybe(text: Text | None) -> Text | None:
    return None if text is None else marked(text)


def unique(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options, the first of each id: two buttons never say the same."""
    return tuple({option.id: option for option in reversed(options)}.values())[::-1]
