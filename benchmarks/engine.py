"""Owns measuring guided conversations: one answer and the screen that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.figure import Figure, best_of
from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.events import Tapped
from bot.engine.runner import advance
from bot.engine.screen import draw
from bot.engine.state import State, Status
from bot.engine.steps import Choose, ForEach, Option, Page, Review, Several

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
YES_NO = (Option("yes", "Yes"), Option("no", "No"))
SHORT, LONG = 20, 200


def measure() -> Iterator[Figure]:
    for steps in (SHORT, LONG):
        conversation = _conversation(steps)
        taps = _go_through(conversation)
        seconds = best_of(5, 2, lambda conversation=conversation: _go_through(conversation)) / taps  # type: ignore[misc]
        yield Figure(
            "an answer and its screen", seconds, f"{steps} steps, {taps} taps, a state stored after each"
        )


def _conversation(steps: int) -> Conversation:
    """A page, ticks with a question for each, choices of which every third is conditional, and a review."""
    middle = [
        Choose(
            f"q{number}",
            "Which?",
            options=YES_NO,
            when=answered(f"q{number - 1}", "yes") if number % 3 else None,
        )
        for number in range(steps - 4)
    ]
    return Conversation(
        "measured",
        title="Measured",
        steps=[
            Page("page", "Read this."),
            Several("ticks", "Which of these?", options=YES_NO),
            ForEach(over="ticks", step=Choose("each", "And {item}?", options=YES_NO)),
            *middle,
            Review("review", "Is everything right?"),
        ],
    )


def _go_through(conversation: Conversation) -> int:
    """Somebody who says yes to everything; how many taps it took."""
    state, taps = State.begin(), 0
    wanted = ("read", "+yes", "+no", "done", *("o.yes",) * len(conversation.steps), "right")
    for action in wanted:
        if state.status is Status.DONE:
            break
        state, _outputs = advance(
            conversation, None, State.from_json(state.to_json()), Tapped(state.visit, action), NOW
        )
        draw(conversation, None, state, "1z")
        taps += 1
    return taps
