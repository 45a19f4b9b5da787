"""Owns one change for several dates of a series: what was changed of one is changed of each; the rest stays its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.domain.event import Event, Scope, dates_meant
from bot.domain.garden import Garden
from bot.domain.text import Language
from bot.engine.state import Answers, Key, Value
from bot.usecases.events.forms import answers_of, event_from
from bot.usecases.managing.merging import SEEN_AGAIN

OWN = (*SEEN_AGAIN, "scope", "repeat", "until", "day")
"""Answers that are not copied from one date to another; a day moves by as much as the first one did."""


def scope_of(answers: Answers) -> Scope:
    """Which dates are meant; the one that was opened where nothing was asked."""
    return Scope(answers.text("scope") or Scope.ONE.value)


def drafts_of(
    answers: Answers, garden: Garden, main: Language, event: Event, series: Sequence[Event], now: datetime
) -> list[Event]:
    """Each date meant as these answers would have it, `event` among them, in the order they have now."""
    draft = event_from(answers, garden, main, event)
    by = _day(draft, garden) - _day(event, garden)
    changed = _changed(answers, answers_of(event, garden, main))
    meant = dates_meant(series, event, scope_of(answers), now)
    return [draft if one.id == event.id else _alike(one, garden, main, changed, by) for one in meant]


def _changed(answers: Answers, stood: Mapping[Key, Value]) -> Mapping[Key, Value]:
    return {key: value for key, value in answers.items() if key[0] not in OWN and stood.get(key) != value}


def _alike(
    other: Event, garden: Garden, main: Language, changed: Mapping[Key, Value], by: timedelta
) -> Event:
    day = (_day(other, garden) + by).isoformat()
    given = {**answers_of(other, garden, main), **changed, ("day", ""): day}
    return event_from(Answers(given), garden, main, other)


def _day(event: Event, garden: Garden) -> date:
    return event.starts_at.astimezone(garden.zone).date()
