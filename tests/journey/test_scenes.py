"""The scenes, each played to its end against the real bot, and what it leaves in the database and the chats."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.mission import SignUpState
from bot.domain.person import AgeBracket
from bot.rehearsal.director import State
from bot.rehearsal.scenes import SCENES
from bot.storage import figures, gardens, people, profiles
from bot.storage.database import Transaction
from tests.journey.conftest import example
from tests.journey.seeding import everything_kept
from tests.journey.staging import Place, scene, staging
from tests.journey.walking import ADULT, buttons_of, do, joins
from tests.unit.garden_files import SMALLEST, read_text

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
TAKEN = Place("planting", SignUpState.CONFIRMED, "Mehdi Tazrout", taken=True)
DATED = ("cannot_come", "says_how_it_went")
"""Scenes that a garden without dates has no room for."""
NIGHT = datetime(2026, 3, 7, 23, 30, tzinfo=UTC)
"""A Saturday, when the garden sleeps."""


def doubles(texts: list[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


@BOTH
async def test_a_volunteer_joins_and_a_named_referent_takes_them(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("welcome")

        ana = theatre.volunteer
        assert await theatre.place_of(ana) == TAKEN
        assert "Mehdi Tazrout" in ana.screen.text
        assert "✅ Mehdi Tazrout" in theatre.cast.group.screen.text
        kept = await everything_kept(theatre.app)
        assert len(kept["consents"].splitlines()) == 1
        assert len(kept["acceptances"].splitlines()) == 1
        assert f"'{language}'" in kept["people"].splitlines()[-1]
        assert theatre.ended.phone == ana.id


@BOTH
async def test_two_referents_tap_at_once_and_the_second_is_told_who(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("two_taps")

        place = await theatre.place_of(theatre.volunteer)
        assert place.taken
        (loser,) = {
            touch.who for touch in theatre.touches if touch.in_group and touch.who.name != place.referent
        }
        assert place.referent in loser.toasts[-1]
        (winner,) = (one for one in theatre.cast.referents if one.name == place.referent)
        assert ("Merci" if language == "fr" else "Thank you") in winner.toasts[-1]
        assert (await everything_kept(theatre.app))["assignments"].count("'taken'") == 1
        assert [message for message in theatre.cast.group.messages if "Ana" in message.text] == [
            theatre.cast.group.screen
        ]


@BOTH
async def test_nobody_takes_a_newcomer_until_the_coordinator_decides(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("nobody_takes")

        bilal, group = theatre.volunteer, theatre.cast.group
        assert (await theatre.place_of(bilal)).taken
        moments = [message.date.strftime("%a") for message in group.messages if message.by_bot]
        assert moments == ["Fri", "Mon", "Mon", "Tue"]
        (told, *_asked) = [
            message for message in theatre.cast.coordinator.messages if "Bilal" in message.text
        ]
        assert told.date.strftime("%a") == "Tue"


@BOTH
async def test_on_a_bad_line_nothing_is_lost_and_nothing_comes_twice(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("bad_line")

        ana, group = theatre.volunteer, theatre.cast.group
        assert await theatre.place_of(ana) == TAKEN
        assert doubles([message.text for message in ana.messages if message.by_bot]) == []
        assert len([message for message in group.messages if "Ana" in message.text]) == 1
        states = await theatre.app.db.read(figures.count_outbox)
        assert set(states) <= {"sent", "dropped"}
        assert theatre.emulator.faults.active == []
        errors = [call.error or "" for call in theatre.emulator.calls]
        assert sum("Too Many Requests" in error for error in errors) == 1
        assert sum("Bad Gateway" in error for error in errors) == 3
        assert sum(call.cut for call in theatre.emulator.calls) == 3


@BOTH
async def test_somebody_under_18_waits_for_the_agreement_and_is_confirmed(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("minor")

        lea, coordinator = theatre.volunteer, theatre.cast.coordinator
        place = await theatre.place_of(lea)
        assert (place.mission, place.state) == ("planting", SignUpState.CONFIRMED)
        assert await theatre.app.db.read(_agreement, lea.id) == (AgeBracket.FROM_15_TO_17, True)
        assert coordinator.screen.text.startswith("✅")
        assert buttons_of(coordinator) == []


@BOTH
async def test_a_question_reaches_the_team_and_the_answer_comes_back(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("asks_a_human")

        ana, group = theatre.volunteer, theatre.cast.group
        first, second = [message for message in group.messages if message.by_bot and "💬" in message.text]
        assert "✅ Solène Arbaud" in first.text
        assert second.buttons
        (answer,) = [message for message in ana.messages if "Solène Arbaud" in message.text]
        assert "3" in answer.text
        assert "'Ana'" in (await everything_kept(theatre.app))["people"].splitlines()[-1]


@BOTH
async def test_somebody_cannot_come_and_a_stand_in_is_found(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("cannot_come")

        ana, chloe, *_others = theatre.newcomers
        expected = "On vous attend" if language == "fr" else "You are expected"
        assert any(expected in message.text for message in chloe.messages)
        assert ("Prenez soin de vous" if language == "fr" else "Take care of yourself") in ana.screen.text
        said = "\n".join(message.text for message in theatre.cast.group.messages)
        assert theatre.ended.chat == theatre.cast.group.id, "the group is looked at"
        assert "Ana ne peut pas venir" in said
        assert "Chloé" in said


@BOTH
async def test_a_shift_is_told_confirmed_and_thanked_for(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("says_how_it_went")

        ana = theatre.newcomers[0]
        word = "désherbé" if language == "fr" else "The rows you weeded"
        assert word in ana.screen.text
        thanked = "première fois : merci" if language == "fr" else "you came for the first time: thank you"
        assert any(thanked in message.text.replace("\xa0", " ") for message in ana.messages)
        (report,) = (await everything_kept(theatre.app))["reports"].splitlines()
        assert "'came', 3.0, 'good'" in report
        assert report.count("3.0") == 2, "told and confirmed"


@BOTH
async def test_an_event_moved_by_a_day_is_told_once_and_a_place_given_up_goes_on(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("event_moved")

        ana, badr = theatre.newcomers
        moved = "au lieu du" if language == "fr" else "instead of"
        (told,) = [message for message in ana.messages if moved in message.text]
        assert told.buttons == [], "the place was given up in one tap"
        expected = "On vous attend" if language == "fr" else "You are expected"
        assert any(expected in message.text for message in badr.messages)
        full = "Toutes les places" if language == "fr" else "All places"
        assert not any(toast.startswith(full) for toast in badr.toasts)
        assert "going" in (await everything_kept(theatre.app))["rsvps"].splitlines()[-1]


@BOTH
async def test_the_day_of_the_basket_ends_with_one_fetched_and_one_given_away(language: str) -> None:
    async with staging(example(), language) as theatre:
        await theatre.plays("basket_day")

        kept = (await everything_kept(theatre.app))["pickups"]
        assert kept.count("'collected'") == 1
        assert kept.count("'donated'") == 1
        assert "'Luc'" in kept
        ana, badr = theatre.newcomers
        fetched = next(message.text for message in ana.messages if "✅" in message.text)
        assert fetched.startswith("🧺")
        given = "au programme solidaire" if language == "fr" else "to the solidarity programme"
        assert given in badr.screen.text
        assert badr.keyboard == []


async def test_every_scene_plays_on_another_garden_too_one_after_the_other(tmp_path: Path) -> None:
    async with staging(read_text(tmp_path, SMALLEST), "en", NIGHT) as theatre:
        for one in SCENES:
            theatre.newcomers.clear()
            if one.name in DATED:
                await theatre.director.play(one)
                assert "needs a mission with dates" in theatre.ended.error
                continue
            if one.name == "basket_day":
                await theatre.director.play(one)
                assert "needs a pickup point with baskets" in theatre.ended.error
                continue
            await theatre.plays(one.name)
            if one.name not in ("asks_a_human", "event_moved"):
                assert (await theatre.place_of(theatre.volunteer)).mission == "pickup"


async def test_where_every_mission_is_on_request_the_referent_confirms(tmp_path: Path) -> None:
    file = read_text(tmp_path, SMALLEST)
    lessons = [sheet for sheet in file.missions if sheet.on_request]
    async with staging(file.model_copy(update={"missions": lessons}), "fr") as theatre:
        await theatre.plays("welcome")

        place = await theatre.place_of(theatre.volunteer)
        assert place == Place("french-lessons", SignUpState.CONFIRMED, "Irène", taken=True)


async def test_a_mission_far_down_the_list_is_found() -> None:
    file = example()
    later = file.model_copy(update={"missions": [*file.missions[1:], file.missions[0]]})
    async with staging(later) as theatre:
        await theatre.plays("welcome")

        assert (await theatre.place_of(theatre.volunteer)).mission == later.missions[0].slug


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("two_taps", "needs two referents"),
        ("minor", "needs a mission that is open"),
    ],
)
async def test_a_garden_that_leaves_no_room_for_a_scene_hears_why(
    tmp_path: Path, name: str, reason: str
) -> None:
    file = read_text(tmp_path, SMALLEST)
    one = [sheet for sheet in file.referents if sheet.slug == "anselme"]
    adults = [sheet.model_copy(update={"minimum_age": AgeBracket.ADULT}) for sheet in file.missions[1:]]
    poor = file.model_copy(update={"referents": one, "missions": adults})
    async with staging(poor) as theatre:
        await theatre.director.play(scene(name))

        assert theatre.ended.state is State.FAILED
        assert reason in theatre.ended.error
        assert theatre.newcomers == []


async def test_a_scene_is_taken_over_midway_and_finished_by_hand() -> None:
    async with staging(example()) as theatre:
        theatre.when_a_finger_is_on("I live nearby", theatre.director.take_over)
        await theatre.director.play(scene("welcome"))

        assert theatre.director.playing is None
        assert theatre.told[-1] is None
        ana = theatre.volunteer
        assert "I live nearby" in buttons_of(ana), "the finger was shown, and has not tapped"

        for step in list(ADULT)[list(ADULT).index("situation") :]:
            for act in ADULT[step]:
                await do(ana, act)
        await joins(ana, "Lend a hand with planting")
        mehdi = next(one for one in theatre.cast.referents if one.name == "Mehdi Tazrout")
        await mehdi.taps("Je m’en occupe", chat=theatre.cast.group)

        assert await theatre.place_of(ana) == TAKEN


async def test_somebody_who_stops_it_all_while_it_is_paused_ends_the_scene_kindly() -> None:
    async with staging(example()) as theatre:
        async with theatre.held_at("Meet people", "welcome"):
            await theatre.volunteer.says("/cancel")
            await theatre.volunteer.says("yes")

        assert theatre.ended.state is State.FAILED
        assert "no longer possible here" in theatre.ended.error
        await theatre.volunteer.says("/start")
        assert "Hello and welcome" in theatre.volunteer.screen.text


async def test_chatting_by_hand_while_it_is_paused_does_no_harm() -> None:
    async with staging(example()) as theatre:
        async with theatre.held_at("Every week", "welcome"):
            await theatre.cast.coordinator.says("/people")
            await theatre.emulator.advance(timedelta(minutes=5))

        assert theatre.ended.state is State.DONE
        assert await theatre.place_of(theatre.volunteer) == TAKEN


def _agreement(tx: Transaction, telegram_id: int) -> tuple[AgeBracket, bool]:
    person, garden = people.find_by_telegram_id(tx, telegram_id), gardens.only_garden(tx)
    assert person is not None
    assert garden is not None
    profile = profiles.find_profile(tx, person.id, garden.id)
    assert profile is not None
    return profile.age, profile.guardian_agreed_at is not None
