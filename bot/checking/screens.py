"""Owns the walk through a conversation: every screen its buttons and typed words lead to, each once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.domain.garden import Place
from bot.domain.message import Message
from bot.domain.text import Text
from bot.engine.conversation import Conversation
from bot.engine.events import Event, SharedContact, SharedPlace, Tapped, Typed
from bot.engine.runner import advance
from bot.engine.screen import draw
from bot.engine.state import State, Status

Sign: TypeAlias = tuple[object, ...]
"""What tells two screens apart, whatever was answered before."""

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""Any day does: conversations that ask for one accept those after it."""
MOST = 5_000
"""Screens looked at before a walk is given up: no conversation has so many."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A screen of a step. `remark` is the sentence above the question that answers a slip, and goes again."""

    step: str
    message: Message
    remark: Text | None


TYPED = (Typed("Ana 0600000000"), Typed("3"), Typed("12/03/2026"))
SHARED = (SharedPlace(Place(47.78, 2.36)), SharedContact("+33600000000", "Ana", own=True))
INSTANCE = "zzzzzz"
"""An instance's number in buttons, as long as it gets in years."""


def screens(conversation: Conversation, facts: Any) -> Iterator[Drawn]:
    """Each screen. Facts do not change on the way."""
    state, _ = advance(conversation, facts, State(), Typed(""), DAY)
    waiting, known, followed = deque([state]), {_sign(state)}, set[Sign]()
    while waiting and len(known) < MOST:
        state = waiting.popleft()
        message = draw(conversation, facts, state, INSTANCE)
        yield Drawn(state.at[0] if state.at else state.status.value, message, state.remark)
        if _question(state) in followed:  # a remark above a question changes nothing about what it leads to
            continue
        followed.add(_question(state))
        for event in _events(state, message):
            after, _ = advance(conversation, facts, state, event, DAY)
            if _sign(after) not in known:
                known.add(_sign(after))
                waiting.append(after)


def _events(state: State, message: Message) -> Iterator[Event]:
    for row in message.rows:
        for button in row:
            if button.data:
                yield Tapped(state.visit, button.data.split(".", 3)[3])
    if state.status is Status.OPEN:
        yield from TYPED
        yield from SHARED


def _sign(state: State) -> Sign:
    """Remarks are told apart by their kind alone: what was typed is repeated in some of them."""
    remark = getattr(state.remark, "message", state.remark is not None)
    return (*_question(state), remark)


def _question(state: State) -> Sign:
    where = (state.status, state.at, state.page, state.unfolded, state.confirming)
    return (*where, bool(state.draft), state.editing is not None)
