"""What a coordinator reads before changing a date: who has a place, who is asked, who waits."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.engine.state import Answers
from bot.i18n import Catalogues
from bot.usecases.managing.changing import ShiftFacts
from conversations.dates import before_resizing, who_is_told
from tests.unit.test_matching import GARDEN

SATURDAY = datetime(2026, 3, 14, 9, tzinfo=UTC)
FACTS = ShiftFacts(GARDEN, "en", (), "Market stall", SATURDAY, SATURDAY, None, None, 1, 1, 1)


def read(texts: object) -> list[str]:
    english = Catalogues.load().speaker("en")
    return [english.plain(one) for one in texts]  # type: ignore[attr-defined]


def test_only_who_has_a_place_is_said_to_have_one():
    _heading, *told = read(before_resizing(FACTS, Answers({})))

    assert told == [
        "1 person has a place, and keeps it.",
        "1 person was asked, and a place is kept for them.",
        "1 person waits for a place.",
    ]


def test_whoever_waits_is_told_too_and_not_called_signed_up():
    assert read(who_is_told(FACTS)) == ["3 people have a place or wait for one: they will be told."]
    nobody = replace(FACTS, taken=0, offered=0, waiting=0)
    assert read(who_is_told(nobody)) == ["Nobody is signed up yet."]
