"""Owns reading typed words as the button they mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.domain.text import Language, Text
from bot.engine.conversation import Conversation
from bot.engine.events import Event, Tapped, Typed
from bot.engine.path import walk
from bot.engine.screen import choices, flat
from bot.engine.state import State


def understand(
    conversation: Conversation,
    facts: Any,
    state: State,
    event: Typed,
    plain: Callable[[Text], str],
    language: Language,
    today: date,
) -> Event:
    """The tap that typed words mean, where they mean one; else the words as they came."""
    words = event.text.strip().casefold()
    for choice in flat(choices(state, walk(conversation, facts, state))):
        if plain(choice.label).strip().casefold() == words:
            return Tapped(state.visit, choice.action)
    return event
