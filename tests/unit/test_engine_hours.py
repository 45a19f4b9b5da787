"""Hours as people type them."""

from datetime import time

import pytest

from bot.engine.conversation import Conversation
from bot.engine.events import Typed
from bot.engine.runner import advance
from bot.engine.state import State
from bot.engine.steps import Clock, Hours
from tests.unit.engine_samples import NOW

HOURS = Conversation("hours", title="Hours", steps=[Hours("hours", "How many?", minimum=0.25, maximum=24)])


def said(words: str) -> object:
    state, _ = advance(HOURS, None, State(), Typed(""), NOW)
    state, _ = advance(HOURS, None, state, Typed(words), NOW)
    return state.answers.of("hours")


@pytest.mark.parametrize(
    ("words", "hours"),
    [("2", 2), ("1,5", 1.5), ("2h30", 2.5), ("2 h 30", 2.5), ("3 heures", 3), ("1 hour 15 min", 1.25),
     ("45 minutes", 0.75), ("30mn", 0.5), ("2H", 2), ("about 3", 3)],
)  # fmt: skip
def test_a_length_of_time_is_read_however_it_is_written(words, hours):
    assert said(words) == hours


@pytest.mark.parametrize("words", ["", "h", "2h30h", "25 h", "5 min", "-2", "9" * 200, "2 to 3"])
def test_what_is_no_length_of_an_outing_is_asked_again(words):
    assert said(words) is None


CLOCK = Conversation("clock", title="Clock", steps=[Clock("at", "When?", offers=(time(18), time(20)))])


@pytest.mark.parametrize(
    ("words", "kept"),
    [("18h", "18:00"), ("18h30", "18:30"), ("18:30", "18:30"), ("6pm", "18:00"), ("18 h 30", "18:30"), ("7", "07:00"),
     ("18", "18:00"), ("later", None), ("25h", None), ("18:3", None), ("18h30h", None), ("9" * 200, None)],
)  # fmt: skip
def test_an_hour_of_ones_own_is_read_and_nonsense_asked_again(words, kept):
    """Half past six was taken for the button of six o'clock."""
    state, _ = advance(CLOCK, None, State(), Typed(""), NOW)
    state, _ = advance(CLOCK, None, state, Typed(words), NOW)

    assert state.answers.of("at") == kept
