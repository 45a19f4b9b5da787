"""Somebody under 18: a parent's agreement first, recorded by a coordinator with one button."""

from datetime import datetime, timedelta

import pytest

from bot.app import App
from bot.domain.event import EventKind, RsvpState
from bot.domain.mission import MissionState, SignUp
from bot.domain.person import PersonId
from bot.domain.shift import Booking
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import missions, people
from bot.storage.database import Transaction
from bot.usecases.agreements import AgreementMissing, ParentSaidNo
from bot.usecases.planning import move_shift, set_mission_state
from bot.usecases.sign_up import join_mission
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.gatherings import an_event, answer_of
from tests.journey.outings import reports_of
from tests.journey.seeding import everything_kept, is_welcomed, profile_of, stands_at
from tests.journey.shifts_there import a_shift, books, in_garden
from tests.journey.test_calls import plain
from tests.journey.walking import Types, buttons_of, introduces, joins

MOTHER = "Claire, 06 11 22 33 44"
IN_A_WEEK = MONDAY_MORNING + timedelta(days=7)


def notices(person: Person, words: str) -> list[str]:
    return [message.text for message in person.messages if message.by_bot and words in message.text]


@pytest.mark.parametrize("age", ["15 to 17", "Under 15"])
async def test_an_adult_to_contact_is_asked_and_the_coordinator_told(
    ana: Person, nadia: Person, age: str
) -> None:
    await introduces(ana, age=[age], guardian=[Types(MOTHER)])

    (told,) = notices(nadia, "under 18")
    assert "Ana is under 18" in told
    assert MOTHER in told
    assert nadia.screen.buttons == [["Record the agreement"], ["The parent says no"]]


async def test_no_mission_is_confirmed_before_the_agreement_and_it_is_told_after(
    app: App, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "charter", age="15_17", guardian=MOTHER)
    await ana.taps("Yes, I accept")
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")
    assert "Your place in “Lend a hand with planting” is kept" in ana.screen.text
    assert "'awaiting_guardian'" in (await everything_kept(app))["sign_ups"]

    await nadia.taps("Record the agreement")

    assert "The adult you named agrees" in ana.screen.text
    assert "You are signed up for “Lend a hand with planting”" in ana.screen.text
    assert "'confirmed'" in (await everything_kept(app))["sign_ups"]
    assert nadia.toasts[-1] == "Recorded. They have been told."
    assert "agreement for Ana is recorded" in nadia.screen.text
    assert nadia.screen.buttons == []


async def test_a_referent_cannot_record_the_agreement(
    app: App, ana: Person, nadia: Person, solene: Person
) -> None:
    await stands_at(app, ana, "review", age="15_17", guardian=MOTHER)
    await ana.taps("Everything is right")
    data = nadia.screen.inline_keyboard[0][0]["callback_data"]

    await solene.taps_data(data)

    assert "Only a coordinator" in solene.toasts[-1]
    profile = await profile_of(app, ana)
    assert profile is not None
    assert profile.guardian_agreed_at is None


async def test_a_second_coordinator_tapping_changes_nothing_and_is_told(
    emulator: Emulator, app: App, ana: Person, nadia: Person
) -> None:
    await stands_at(app, ana, "review", age="under_15", guardian=MOTHER)
    await ana.taps("Everything is right")
    old = nadia.screen.inline_keyboard[0][0]["callback_data"]
    await nadia.taps("Record the agreement")
    first = await profile_of(app, ana)
    await emulator.advance(timedelta(hours=1))

    await nadia.taps_data(old)

    assert await profile_of(app, ana) == first
    assert nadia.toasts[-1] == "This agreement is recorded already."
    assert len(notices(ana, "The adult you named agrees")) == 1


async def test_changing_the_adult_asks_for_the_agreement_again(app: App, ana: Person, nadia: Person) -> None:
    await is_welcomed(app, ana, age="15_17", guardian=MOTHER)
    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Adult to contact")
    await ana.says("Grandpa Louis, louis@example.org")
    await ana.taps("Save")

    (told,) = notices(nadia, "under 18")
    assert "Grandpa Louis" in told
    await nadia.taps("Record the agreement")
    assert "The adult you named agrees" in ana.screen.text
    assert buttons_of(ana)[0] == "See missions"


async def test_the_agreement_of_one_adult_is_not_that_of_another(
    app: App, ana: Person, nadia: Person, solene: Person
) -> None:
    await stands_at(app, ana, "review", age="15_17", guardian=MOTHER)
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")
    await nadia.taps("Record the agreement")

    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Adult to contact")
    await ana.says("Grandpa Louis, louis@example.org")
    await ana.taps("Save")

    assert "Your place in “Lend a hand with planting” is kept" in ana.screen.text
    assert "'awaiting_guardian'" in (await everything_kept(app))["sign_ups"]
    assert "Grandpa Louis" in nadia.screen.text
    assert notices(nadia, "Claire") == [], "no old notice asks for the wrong adult"


async def test_whoever_says_they_are_of_age_after_all_waits_until_a_coordinator_has_seen_it(
    app: App, ana: Person, nadia: Person, solene: Person
) -> None:
    await stands_at(app, ana, "review", age="15_17", guardian=MOTHER)
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")

    await ana.says("/profile")
    await ana.taps("Change something")
    await ana.taps("Age")
    await ana.taps("18 or over")
    await ana.taps("Save")

    assert "'awaiting_guardian'" in (await everything_kept(app))["sign_ups"]
    assert "Ana had said they were under 18" in nadia.screen.text

    await nadia.taps("They are of age")

    assert "no parent’s agreement is needed" in ana.screen.text
    assert "You are signed up for “Lend a hand with planting”" in ana.screen.text
    assert "'confirmed'" in (await everything_kept(app))["sign_ups"]
    assert "The age of Ana is confirmed" in nadia.screen.text
    assert buttons_of(nadia) == []


async def test_whoever_turns_out_to_be_an_adult_needs_no_agreement(
    app: App, ana: Person, nadia: Person
) -> None:
    await stands_at(app, ana, "review", age="15_17", guardian=MOTHER)

    await ana.taps("Change something")
    await ana.taps("Age")
    await ana.taps("18 or over")

    assert "Adult to contact" not in ana.screen.text
    await ana.taps("Everything is right")
    assert notices(nadia, "under 18") == []
    profile = await profile_of(app, ana)
    assert profile is not None
    assert profile.guardian == ""


async def test_an_adult_who_says_they_are_15_after_all_is_asked_for_a_parent(
    app: App, ana: Person, nadia: Person
) -> None:
    await stands_at(app, ana, "review")

    await ana.taps("Change something")
    await ana.taps("Age")
    await ana.taps("15 to 17")

    assert "agreement of a parent" in ana.screen.text
    await ana.says(MOTHER)
    assert f"Adult to contact: {MOTHER}" in ana.screen.text
    await ana.taps("Everything is right")
    assert len(notices(nadia, "under 18")) == 1
    assert "Sit on the board" not in ana.screen.text


def said_in(team: Group) -> str:
    return "\n".join(message.text for message in team.messages)


async def lea_and_tom(emulator: Emulator, app: App) -> tuple[Person, Person]:
    """Léa is 16, and no agreement is recorded; Tom is an adult."""
    lea, tom = (emulator.person(name, language="en") for name in ("Léa", "Tom"))
    await is_welcomed(app, lea, age="15_17", guardian=MOTHER)
    await is_welcomed(app, tom)
    return lea, tom


async def test_without_the_agreement_the_place_goes_on_the_day_before_and_nothing_is_counted(
    emulator: Emulator, app: App, nadia: Person, solene: Person, team: Group
) -> None:
    lea, tom = await lea_and_tom(emulator, app)
    shift = await a_shift(app, emulator, IN_A_WEEK, minimum=1, maximum=1)
    await books(app, emulator, lea, shift)
    await books(app, emulator, lea, await a_shift(app, emulator, IN_A_WEEK + timedelta(days=2), minimum=1))
    await books(app, emulator, tom, shift, wait=True)
    assert "Léa vient pour la première fois" not in said_in(team)

    await emulator.advance(timedelta(days=4, minutes=1))
    (told,) = notices(nadia, "agreement is missing")
    assert "Market stall" in told
    assert MOTHER in told
    assert nadia.screen.buttons == [["Record the agreement"], ["The parent says no"]]

    await emulator.advance(timedelta(days=2))
    assert "You did nothing wrong" in lea.screen.text
    assert notices(lea, "You are no longer expected at “Market stall”"), "the day is still to come"
    assert notices(nadia, "Léa has no place any more")
    assert "A place has come free at “Market stall”" in tom.screen.text
    assert "La place de Léa à « Tenir l’étal du marché », lundi 9 mars 2026" in plain(said_in(team))
    assert "n’a pas pu être confirmée à temps" in said_in(team)
    assert "La place est proposée à la personne suivante" in said_in(team)
    await tom.taps("Yes, I take it")
    assert "Quelqu’un d’autre a pris la place." in said_in(team)
    assert "Tom vient pour la première fois" in said_in(team)

    await emulator.advance(timedelta(days=2))
    assert await reports_of(app, lea) == []
    assert notices(lea, "How did it go?") == []
    assert len(await reports_of(app, tom)) == 1
    assert notices(tom, "Somebody is still missing at “Market stall”. Could you come?"), "nobody gave up"


async def test_at_an_event_too_the_agreement_is_asked_for_and_without_it_the_place_goes_on(
    emulator: Emulator, app: App, nadia: Person
) -> None:
    lea, tom = await lea_and_tom(emulator, app)
    open_day = await an_event(app, emulator, starts_at=IN_A_WEEK)
    event = await an_event(
        app, emulator, starts_at=IN_A_WEEK, kind=EventKind.WORK_DAY, capacity=1, title={"en": "Weeding"}
    )
    await lea.taps_data(f"n.evyes.{open_day.id}")
    assert "agreement" not in lea.screen.text, "anybody walks in there"
    await lea.taps_data(f"n.evyes.{event.id}")
    assert "“Weeding” is kept until your parent’s agreement is there" in lea.screen.text
    assert "You are under 18: no photo with you is shown." in lea.screen.text
    mine = await answer_of(app, event, lea)
    assert mine is not None
    await lea.taps_data(f"n.evphoto.{mine.id}.yes")
    assert (await answer_of(app, event, lea)) == mine
    await tom.taps_data(f"n.evwait.{event.id}")

    await emulator.advance(timedelta(days=4, minutes=1))
    (told,) = notices(nadia, "agreement is missing")
    assert "Weeding" in told
    assert MOTHER in told
    await emulator.advance(timedelta(days=2))
    assert "You did nothing wrong" in lea.screen.text
    assert "Léa has no place any more" in nadia.screen.text
    assert "A place has come free at “Weeding”" in tom.screen.text
    await lea.taps_data(f"n.evwait.{event.id}")
    assert "no time left" in lea.toasts[-1]

    later = await an_event(app, emulator, starts_at=IN_A_WEEK + timedelta(days=7), kind=EventKind.MEAL)
    await lea.taps_data(f"n.evyes.{later.id}")
    stays = await answer_of(app, open_day, lea)
    assert stays is not None
    await nadia.taps_data(f"n.noguardian.{stays.person_id}")
    left = await answer_of(app, later, lea)
    assert left is not None
    assert (stays.state, left.state) == (RsvpState.GOING, RsvpState.OUT)
    await lea.taps_data(f"n.evyes.{later.id}")
    assert "does not agree for now" in lea.toasts[-1]


async def test_the_team_welcomes_a_minor_once_the_agreement_is_there(
    emulator: Emulator, app: App, nadia: Person, solene: Person, team: Group
) -> None:
    lea, _tom = await lea_and_tom(emulator, app)
    await books(app, emulator, lea, await a_shift(app, emulator, IN_A_WEEK))
    await emulator.advance(timedelta(days=4, minutes=1))

    await nadia.taps("Record the agreement")

    assert "agreement for Léa is recorded" in nadia.screen.text
    assert "Léa vient pour la première fois" in said_in(team)
    await emulator.advance(timedelta(days=4))
    assert notices(lea, "You did nothing wrong") == []
    assert len(notices(nadia, "agreement for Léa is recorded")) == 1
    assert len(await reports_of(app, lea)) == 1


async def test_so_near_the_date_no_place_is_given_without_the_agreement(
    emulator: Emulator, app: App, nadia: Person, team: Group
) -> None:
    lea, _tom = await lea_and_tom(emulator, app)

    refused = await books(
        app, emulator, lea, await a_shift(app, emulator, MONDAY_MORNING + timedelta(hours=20))
    )

    assert isinstance(refused, AgreementMissing)


async def test_the_parents_no_is_written_down_and_the_place_is_free(
    emulator: Emulator, app: App, nadia: Person, solene: Person, team: Group
) -> None:
    lea, tom = await lea_and_tom(emulator, app)
    shift = await a_shift(app, emulator, IN_A_WEEK, maximum=1)
    await books(app, emulator, lea, shift)
    await books(app, emulator, tom, shift, wait=True)
    await emulator.advance(timedelta(days=4, minutes=1))

    await nadia.taps("The parent says no")

    assert nadia.toasts[-1] == "Noted. They are told kindly."
    assert "It is nothing you did" in lea.screen.text
    assert "A place has come free" in tom.screen.text
    assert buttons_of(nadia) == ["Record the agreement"], "a parent may change their mind"
    await emulator.advance(timedelta(days=3))
    assert notices(lea, "You did nothing wrong") == []

    later = await a_shift(app, emulator, IN_A_WEEK + timedelta(days=14))
    assert isinstance(await books(app, emulator, lea, later), ParentSaidNo), "and nothing else can be booked"
    (first,) = notices(nadia, "said no: no mission is theirs")
    assert "Léa" in first
    agreed = next(one for one in nadia.messages if one.text == first)
    await nadia.taps("Record the agreement", message=agreed)
    assert isinstance(await books(app, emulator, lea, later), Booking), "until the parent agrees after all"


def has_a_place_without_a_date(tx: Transaction, person: Person, now: datetime) -> None:
    garden, known = in_garden(tx), people.find_by_telegram_id(tx, person.id)
    mission = missions.find_mission_by_slug(tx, garden.id, "planting")
    assert known is not None
    assert mission is not None
    assert isinstance(join_mission(tx, garden, known.id, mission.id, now), SignUp)


def rests(tx: Transaction, state: MissionState, now: datetime) -> None:
    mission = missions.find_mission_by_slug(tx, in_garden(tx).id, "planting")
    assert mission is not None
    set_mission_state(tx, in_garden(tx), mission.id, state, PersonId(1), now)


async def test_a_place_without_a_date_waits_two_weeks_for_the_agreement(
    emulator: Emulator, app: App, nadia: Person, solene: Person, team: Group
) -> None:
    lea, _tom = await lea_and_tom(emulator, app)
    await app.db.run(has_a_place_without_a_date, lea, emulator.now)
    await emulator.settle()
    await lea.says("/report")
    assert "Your parent’s agreement is not recorded yet" in lea.screen.text

    await emulator.advance(timedelta(days=7, minutes=1))
    (told,) = notices(nadia, "agreement is missing")
    assert "Lend a hand with planting" in told
    assert MOTHER in told
    assert "16 March" in told, "until when"

    await app.db.run(rests, MissionState.PAUSED, emulator.now)
    await emulator.advance(timedelta(days=7))
    assert notices(lea, "You did nothing wrong") == [], "while the mission rests, the place does, too"
    await app.db.run(rests, MissionState.OPEN, emulator.now)
    await emulator.advance(timedelta(days=7))
    assert "You did nothing wrong" in lea.screen.text
    assert notices(nadia, "Léa has no place any more") != [], "whatever else coordinators read below it"
    assert "'declined'" in (await everything_kept(app))["sign_ups"]


async def test_a_shift_moved_further_away_leaves_more_time_for_the_agreement(
    emulator: Emulator, app: App, nadia: Person, team: Group
) -> None:
    lea, _tom = await lea_and_tom(emulator, app)
    shift = await a_shift(app, emulator, IN_A_WEEK)
    await books(app, emulator, lea, shift)
    later = IN_A_WEEK + timedelta(days=7)
    hours = timedelta(hours=3)
    await app.db.run(lambda tx: move_shift(tx, in_garden(tx), shift.id, later, later + hours, emulator.now))

    await emulator.advance(timedelta(days=7))

    assert notices(lea, "You did nothing wrong") == []
    assert notices(nadia, "agreement is missing") == []


async def test_somebody_under_18_without_telegram_needs_the_agreement_too(
    app: App, nadia: Person, team: Group
) -> None:
    await nadia.says("/manage")
    await nadia.taps("📇 People without Telegram")
    await nadia.taps("➕ Register somebody")
    await nadia.taps("On the phone")
    await nadia.says("Ginette")
    await nadia.says("06 00 00 00 00")
    await nadia.taps("15 to 17")
    await nadia.says(MOTHER)
    await nadia.taps("English")
    await nadia.taps("Done")
    await nadia.taps("Gardening")
    await nadia.taps("Done")
    await nadia.taps("Any time")
    await nadia.taps("None for now")
    await nadia.taps("Register")

    assert "Under 18: the parent’s agreement is missing." in "\n".join(m.text for m in nadia.messages)
    assert len(notices(nadia, "Ginette is under 18")) == 1
    card = next(m for m in nadia.messages if "the parent’s agreement is missing" in m.text)
    await nadia.taps("The parent’s agreement", message=card)
    await nadia.taps("Record the agreement")
    assert "The adult you named agrees" in nadia.screen.text, "passed on by whoever follows them"
    assert notices(nadia, "agreement for Ginette is recorded")
