"""/events: what is coming, the sheet with one's answer, guests, the waiting list, photos, and no more invitations."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.event import Answer, Circle, RsvpState
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.usecases.events import along
from tests.journey.gatherings import SATURDAY, an_event, answer_of, said_to
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.walking import buttons_of, reads_all


@pytest.fixture
async def badr(app: App, emulator: Emulator) -> Person:
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    return badr


async def test_an_invitation_says_all_there_is_to_know_and_is_answered_in_one_tap(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator, arrive_at=SATURDAY - timedelta(minutes=15))

    for words in ("An invitation from", "Spring party", "Open day", "Saturday 14 March 2026", "Please be there at",
                  "Under the big oak", "Boots", "You get this because"):  # fmt: skip
        assert words in ana.screen.text
    assert buttons_of(ana) == [
        "✅ I’m coming",
        "🤔 Maybe",
        "I can’t come",
        "🗺 See it on a map",
        "Stop inviting me",
    ]
    await ana.taps("✅ I’m coming")

    assert "You are expected at “Spring party”." in ana.screen.text
    mine = await answer_of(app, event, ana)
    assert mine is not None
    assert (mine.answer, mine.state) == (Answer.YES, RsvpState.GOING)
    assert said_to(ana, "An invitation from") == [], "the invitation shows the answer"


async def test_events_lists_what_is_coming_with_ones_answer(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await ana.says("/events")
    assert "No event is planned at the moment." in ana.screen.text
    await an_event(app, emulator, title={"en": "Spring party"})
    await an_event(app, emulator, title={"en": "Long past"}, starts_at=emulator.now - timedelta(days=2))
    await ana.says("/events")

    assert "1 event to come" in ana.screen.text
    await ana.taps("Sat 14 Mar · Spring party")
    await ana.taps("🤔 Maybe")
    assert "You said: maybe." in ana.screen.text
    await ana.says("/events")
    assert "🤔 Sat 14 Mar · Spring party" in buttons_of(ana)


async def test_whoever_the_garden_has_no_name_for_is_asked_once_under_which_one_to_expect_them(
    app: App, emulator: Emulator, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.says("/help")
    party = await an_event(app, emulator)
    walk = await an_event(app, emulator, title={"en": "Walk"})
    for title in ("Spring party", "Walk"):
        (invitation,) = [one for one in ana.messages if title in one.text]
        await ana.taps("✅ I’m coming", message=invitation)
    assert "Under which first name shall we expect you at “Walk” and “Spring party”?" in ana.screen.text
    assert said_to(ana, "Nothing was changed.") == []
    await an_event(app, emulator, title={"en": "Soup"})
    monkeypatch.setattr(along, "LONGEST", len(f"{walk.id}+{party.id}"))
    await ana.taps("✅ I’m coming", message=ana.messages[-1])
    assert "at “Walk” and “Spring party”?" in ana.screen.text, "no more than fit"
    await ana.says("Ana")
    await ana.taps("1")
    await ana.taps("2")

    assert said_to(ana, "You are expected at “Spring party”.") != []
    assert said_to(ana, "1 guest and 2 children") != []
    answers = [await answer_of(app, event, ana) for event in (party, walk)]
    assert [(mine.name, mine.heads) for mine in answers if mine] == [("Ana", 1), ("Ana", 4)]
    (soup,) = [one for one in ana.messages if "Soup" in one.text]
    await ana.taps("✅ I’m coming", message=soup)
    assert "You are expected at “Soup”." in ana.screen.text
    kept = await reads_all(ana, "/privacy")
    assert "First name you gave for an event: Ana" in kept
    assert "Why, for events" in kept
    assert "missions that suit you" not in kept


async def test_the_last_places_go_to_those_who_fit_and_the_next_in_line_has_time_to_confirm(
    app: App, emulator: Emulator, ana: Person, badr: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator, capacity=2)
    await ana.taps("✅ I’m coming")
    await ana.taps("👥 Who comes with me")
    await ana.taps("1")
    await ana.taps("No child")
    await badr.taps("✅ I’m coming")
    assert "All places are taken. You can join the waiting list." in badr.toasts[-1]
    await badr.taps("Join the waiting list")
    assert "You are on the waiting list." in badr.screen.text

    await ana.taps("I can’t come")
    assert "A place has come free at “Spring party”!" in badr.screen.text
    assert "It is kept for you until Monday 2 March 2026 at 14:00." in badr.screen.text
    await badr.taps("Yes, I take it")
    assert "You are expected at “Spring party”." in badr.screen.text
    mine = await answer_of(app, event, badr)
    assert mine is not None
    assert mine.state is RsvpState.GOING


async def test_an_offer_nobody_answers_goes_on_to_the_next_in_line(
    app: App, emulator: Emulator, ana: Person, badr: Person
) -> None:
    await is_welcomed(app, ana)
    chloe = emulator.person("Chloé", language="en")
    await is_welcomed(app, chloe)
    await an_event(app, emulator, capacity=1)
    await ana.taps("✅ I’m coming")
    for waits in (badr, chloe):
        await waits.taps("✅ I’m coming")
        await waits.taps("Join the waiting list")
    await ana.taps("I can’t come")
    assert said_to(chloe, "A place has come free") == []
    await emulator.advance(timedelta(hours=5))

    assert "went on to the next person" in badr.screen.text
    assert "A place has come free" in chloe.screen.text
    await emulator.advance(timedelta(hours=60))
    assert said_to(chloe, "went on to the next person") == [], (
        "nobody else waits: it stays hers, over nights as well"
    )
    await emulator.advance(to=SATURDAY - timedelta(minutes=10))
    assert "is not kept for you any more, but still free" in chloe.screen.text
    await chloe.taps("✅ I’m coming", message=chloe.screen)
    assert "You are expected at “Spring party”." in chloe.screen.text


async def test_a_party_that_does_not_fit_changes_nothing_and_says_how_many_could_come(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator, capacity=2)
    await ana.taps("✅ I’m coming")
    await ana.taps("👥 Who comes with me")
    await ana.says("3")
    await ana.taps("No child")

    assert said_to(ana, "There is no room for so many. Places left: 1.")
    mine = await answer_of(app, event, ana)
    assert mine is not None
    assert (mine.state, mine.heads) == (RsvpState.GOING, 1)


async def test_an_event_for_the_team_is_nobody_elses_business(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator, circle=Circle.TEAM)
    await solene.taps("✅ I’m coming")
    assert "You are expected" in solene.screen.text, "the team knows her name"

    assert said_to(ana, "Spring party") == []
    assert said_to(nadia, "Spring party") != []
    await ana.says("/events")
    assert "No event is planned" in ana.screen.text
    await nadia.says("/events")
    for data in (f"n.event.{event.id}", f"n.evyes.{event.id}", f"n.evcode.{event.id}"):
        await ana.taps_data(data)
    assert await answer_of(app, event, ana) is None


async def test_one_tap_stops_invitations_and_one_takes_it_back(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("Stop inviting me")
    assert "no more invitations" in ana.screen.text
    await an_event(app, emulator, title={"en": "Second party"})
    assert said_to(ana, "Second party") == []
    await ana.taps("After all, do send them")
    await an_event(app, emulator, title={"en": "Third party"})

    assert said_to(ana, "Third party") != []


async def test_nobody_is_invited_at_night_and_nobody_to_what_has_begun(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await emulator.advance(to=emulator.now.replace(hour=22))
    await an_event(app, emulator)
    await an_event(app, emulator, title={"en": "At dawn"}, starts_at=emulator.now + timedelta(hours=8))
    assert said_to(ana, "Spring party") == []
    await emulator.advance(timedelta(hours=12))

    assert len(said_to(ana, "Spring party")) == 1
    assert said_to(ana, "At dawn") == []


async def test_photos_are_asked_about_once_and_the_answer_is_kept_and_erased(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    assert "May the garden show those with you in them?" in ana.screen.text
    await ana.taps("📷 Rather not")
    assert "No photo with you is shown." in ana.screen.text
    mine = await answer_of(app, event, ana)
    assert mine is not None
    assert mine.photos is False
    assert "1 event: your answer" in await reads_all(ana, "/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")

    assert (await everything_kept(app))["rsvps"] == ""
