"""What `check` finds in the words of conversations, and how far it looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

import conversations
from bot.checking.finding import Verdict
from bot.checking.screens import screens
from bot.checking.surroundings import SKEW, _skew, _who, check_disk
from bot.checking.words import LONGEST_LABEL, check_words
from bot.clock import SetClock
from bot.domain.person import GardenId
from bot.domain.text import say
from bot.engine.conversation import Conversation
from bot.engine.steps import Choose, Option, Page, Words
from bot.i18n import Catalogues
from bot.usecases.garden_file import GardenFile, read_garden_file
from bot.usecases.garden_file.values import missions_of
from bot.usecases.mission_sheet import in_short

EXAMPLE = Path(__file__).parents[2] / "examples" / "garden.toml"
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def garden() -> GardenFile:
    return read_garden_file(EXAMPLE)


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues.load()


def small_talk(*steps: Choose | Page | Words) -> dict[str, Conversation]:
    return {"small_talk": Conversation("small_talk", title=say("Small talk"), steps=steps)}


async def test_every_step_of_every_conversation_is_reached(
    garden: GardenFile, catalogues: Catalogues
) -> None:
    walked = await check_words(garden, conversations.ALL, catalogues)

    assert walked.problems == ()
    assert walked.screens > 1000


def test_a_walk_goes_through_pages_typed_words_and_both_ends() -> None:
    talk = small_talk(
        Page("hello", say("Hello")),
        Choose(
            "mood", say("How are you?"), options=(Option("fine", say("Fine")), Option("tired", say("Tired")))
        ),
        Words("why", say("Why?")),
    )["small_talk"]

    seen = {drawn.step for drawn in screens(talk, None)}

    assert {"hello", "mood", "why", "done", "cancelled"} <= seen


async def test_a_message_longer_than_people_read_is_found(garden: GardenFile, catalogues: Catalogues) -> None:
    walked = await check_words(garden, small_talk(Page("epic", say("word " * 130))), catalogues)

    assert walked.problems
    assert all("small_talk.epic" in line and "people read 600" in line for line in walked.problems)


def test_every_sheet_of_the_example_is_short_at_first(garden: GardenFile, catalogues: Catalogues) -> None:
    for language in catalogues.languages:
        speaker = catalogues.speaker(language)
        for mission in missions_of(garden, GardenId(1)):
            first = "\n\n".join(speaker.plain(text) for text in in_short(mission))

            assert len(first) <= 520, f"{mission.slug} ({language}): dates and a referent come below"


async def test_a_label_that_no_phone_shows_is_found(garden: GardenFile, catalogues: Catalogues) -> None:
    label = "x" * (LONGEST_LABEL + 1)
    mood = Choose("mood", say("How are you?"), options=(Option("fine", label), Option("tired", say("Tired"))))

    walked = await check_words(garden, small_talk(mood), catalogues)

    assert any(f"has {len(label)} characters" in line for line in walked.problems)


async def test_a_story_that_fills_more_than_a_message_is_found(
    garden: GardenFile, catalogues: Catalogues
) -> None:
    paragraph = garden.garden.story[0]
    longest = garden.garden.model_copy(
        update={"story": [replace(paragraph, by_language={"fr": "mot " * 600})] * 2}
    )

    walked = await check_words(garden.model_copy(update={"garden": longest}), conversations.ALL, catalogues)

    assert any("onboarding.project" in line for line in walked.problems)


@pytest.mark.parametrize(
    ("apart", "verdict"), [(timedelta(seconds=2), Verdict.OK), (SKEW + timedelta(seconds=2), Verdict.WRONG)]
)
def test_a_clock_that_is_off_is_told(apart: timedelta, verdict: Verdict) -> None:
    (finding,) = _skew(format_datetime(NOON - apart, usegmt=True), SetClock(NOON))

    assert finding.verdict is verdict


def test_an_answer_without_a_date_tells_nothing_of_the_clock() -> None:
    assert _skew("", SetClock(NOON)) == []


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, {"ok": False}, "refuses TELEGRAM_BOT_TOKEN (401)"),
        (404, {"ok": False}, "refuses TELEGRAM_BOT_TOKEN (404)"),
        (502, "<html>", "answered 502; check TELEGRAM_API_URL"),
        (200, {"ok": True, "result": {"username": "b", "can_join_groups": False}}, "/setjoingroups"),
        (200, {"ok": True, "result": {"username": "b", "can_join_groups": True}}, "the token is @b's"),
    ],
)
def test_what_telegram_says_of_the_token(status: int, body: object, said: str) -> None:
    assert said in _who(status, body, "https://api.example").said


def test_the_disk_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert str(tmp_path / "not" / "yet") in check_disk(tmp_path / "not" / "yet").said
