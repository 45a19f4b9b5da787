"""Whatever the bot writes unasked says why, and stops at one tap, but for what somebody's safety or date hangs on."""

from __future__ import annotations

import ast
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.usecases.composing import COMPOSERS, TIMELY
from bot.usecases.objections import OBJECTED, STOPPED, Objection
from tests.journey.said_well import WHY

CODE = Path(__file__).parents[2] / "bot"
FRENCH = read_po(BytesIO((CODE.parent / "locale/fr/LC_MESSAGES/messages.po").read_bytes()))

ONCE_OR_OWN = ""
"""Once, about a date, a place or a question of one's own, or part of what a referent or coordinator took on."""

UNASKED = {
    "absence.py": (1, ONCE_OR_OWN),
    "confirming.py": (2, ONCE_OR_OWN),
    "afterwards.py": (1, "n.stop.thanks"),
    "carpool.py": (1, "n.evlift."),
    "seating.py": (1, "n.evno."),
    "held_place.py": (1, ONCE_OR_OWN),
    "monthly.py": (1, "n.stop.monthly"),
    "nudge.py": (1, "n.erase"),
    "outing_notices.py": (1, ONCE_OR_OWN),
    "closing.py": (1, "n.stop.unclaimed"),
    "lateness.py": (1, "n.stop.late"),
    "swapping.py": (1, "n.stop.swaps"),
    "privacy.py": (1, ONCE_OR_OWN),
    "prompts.py": (1, "n.stop.prompts"),
    "firing.py": (2, "n.hush."),
    "reporting.py": (1, "n.stop.reports"),
    "retention.py": (1, "n.stay"),
    "rosters.py": (1, "n.drop."),
    "sending_photos.py": (1, "n.stop.photos"),
    "season.py": (1, ONCE_OR_OWN),
    "stepping_in.py": (3, ONCE_OR_OWN),
    "thanking.py": (3, "n.stop.thanks"),
    "unanswered.py": (1, ONCE_OR_OWN),
}
"""Who owes something unasked, how often in the code, and what stops it. Another one stands here only once it stops."""


def asks_for_nothing(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(
        one.arg == "unasked" and isinstance(one.value, ast.Constant) and one.value.value is True
        for one in node.keywords
    )


def test_nothing_is_written_unasked_that_nobody_thought_of_stopping():
    found = Counter(
        path.name
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if asks_for_nothing(node)
    )

    assert found == {name: times for name, (times, _stops) in UNASKED.items()}


@pytest.mark.parametrize(("kind", "words"), WHY.items())
def test_each_says_why_it_came_in_both_languages(kind, words):
    """That it really does, every journey looks at; see `tests.journey.said_well`."""
    english, french = words
    known = [
        one for one in FRENCH if one.id and english in (one.id if isinstance(one.id, str) else one.id[0])
    ]

    assert kind in COMPOSERS or kind in TIMELY
    assert any(french in text.replace("\xa0", " ") for one in known for text in in_all_numbers(one))


def in_all_numbers(one: Message) -> tuple[str, ...]:
    return (one.string,) if isinstance(one.string, str) else tuple(one.string)


@pytest.mark.parametrize("stops", sorted({stops for _times, stops in UNASKED.values() if stops}))
def test_what_stops_it_stands_on_a_button(stops):
    assert any(f'"{stops}' in path.read_text(encoding="utf-8") for path in (CODE / "usecases").rglob("*.py"))


@pytest.mark.parametrize("what", Objection)
def test_what_was_stopped_is_said_and_shown(what):
    assert STOPPED[what]
    assert what in OBJECTED or what is Objection.CALLS, "calls are shown with the way back"
