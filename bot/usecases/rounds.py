"""Owns what comes round by itself in every garden: the monthly question, the end of the season."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.storage import gardens, timers
from bot.storage.database import Transaction
from bot.usecases.monthly import plan_monthly
from bot.usecases.season import SEASON, plan_season


def plan_all_rounds(tx: Transaction, now: Instant) -> None:
    """At the start, for gardens that were there before this program knew of rounds."""
    for garden in gardens.list_gardens(tx):
        plan_monthly(tx, garden, now)
        if not timers.is_set(tx, f"{SEASON}:{garden.id}"):
            plan_season(tx, garden, now)


def plan_rounds(tx: Transaction, garden: Garden, now: Instant) -> None:
    """The garden's rules are new or changed."""
    plan_monthly(tx, garden, now)
    plan_season(tx, garden, now)
