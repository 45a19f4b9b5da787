"""Owns what a source of dates is: whatever has a date says how somebody's are gathered, and how one is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.clock import Instant
from bot.domain.entry import Entry
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.text import say
from bot.marks import _
from bot.storage.database import Transaction

Gather: TypeAlias = Callable[[Transaction, Garden, PersonId, Instant], list[Entry]]
Find: TypeAlias = Callable[[Transaction, Garden, PersonId, int], Entry | None]

CANNOT_COME = say(_("If you cannot come, please say so in Telegram: then somebody else can."))
"""What every calendar that shows a place says of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing with a date.

    `gather`: all the person has of it that ends after an instant. `find`: one by its number, cancelled ones included;
    None where it is not this person's, or not in this garden.
    """

    gather: Gather
    find: Find
