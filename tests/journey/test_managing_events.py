"""/manage › Events: a coordinator prepares one or a series, sees, publishes, changes and cancels it."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.event import Circle, Event, EventKind, EventState
from bot.domain.person import Role
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import events, gardens, people, roles
from bot.storage.database import Transaction
from bot.usecases.events import changing, publishing
from tests.calendar_readers import read_strictly
from tests.journey.gatherings import an_event, answer_of, event_called, events_called, said_to
from tests.journey.seeding import is_welcomed
from tests.journey.walking import buttons_of


async def opens_new(nadia: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("➕ A new event")


async def fills_in(
    nadia: Person, title: str = "Work party", repeat: str = "One date", until: str = ""
) -> None:
    """Up to the question who is invited."""
    await nadia.taps("Work day")
    await nadia.says(title)
    await nadia.says("We weed the strawberries together.")
    await nadia.taps(repeat)
    await nadia.says("14/03/2026")
    if until:
        await nadia.says(until)
    await nadia.says("10h")
    await nadia.taps("3")
    await nadia.says("9h45")
    await nadia.taps("At the garden")
    await nadia.says("By the greenhouse")
    await nadia.says("Gloves")
    await nadia.taps("20")
    await nadia.taps("No")


async def publishes(nadia: Person, circle: str = "Everybody") -> None:
    await nadia.taps(circle)
    await nadia.taps("Not now")
    await nadia.taps("See it as people do")
    await nadia.taps("Go on")
    await nadia.taps("Publish")


async def test_an_event_is_prepared_seen_in_both_languages_and_published(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await opens_new(nadia)
    await fills_in(nadia)
    await nadia.taps("The volunteers")
    await nadia.taps("Français")
    await nadia.taps("Done")
    for words in ("Chantier", "On désherbe les fraisiers.", "Près de la serre", "Des gants"):
        await nadia.says(words)
    await nadia.taps("See it as people do")
    for words in ("What people read (English)", "Work party", "Saturday 14 March 2026", "By the greenhouse"):
        assert words in nadia.screen.text
    await nadia.taps("Go on")
    for words in ("What people read (français)", "Chantier", "samedi 14 mars 2026", "Près de la serre"):
        assert words in nadia.screen.text
    await nadia.taps("Go on")
    assert "Nobody has seen it yet. Publish it, and invite: The volunteers?" in nadia.screen.text
    assert said_to(ana, "Work party") == []
    await nadia.taps("Publish")

    assert "Work party" in ana.screen.text
    event = await event_called(app, "Work party")
    assert (event.kind, event.circle, event.capacity) == (EventKind.WORK_DAY, Circle.VOLUNTEERS, 20)
    assert event.starts_at.isoformat() == "2026-03-14T09:00:00+00:00"
    assert event.state is EventState.PUBLISHED
    assert event.details.point is not None
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Work party")
    assert "Places taken: 0 of 20" in nadia.screen.text


async def test_a_draft_is_kept_and_published_later(app: App, nadia: Person, ana: Person) -> None:
    await is_welcomed(app, ana)
    await opens_new(nadia)
    await fills_in(nadia)
    await nadia.taps("Everybody")
    await nadia.taps("Not now")
    await nadia.taps("See it as people do")
    await nadia.taps("Go on")
    await nadia.taps("Keep it as a draft")
    assert "a draft: nobody has seen it" in nadia.screen.text
    await ana.says("/events")
    assert "No event is planned" in ana.screen.text
    await nadia.taps("🟢 Publish")

    assert "Work party" in ana.screen.text


async def test_a_series_makes_each_date_invites_once_and_is_changed_and_cancelled_at_once(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await opens_new(nadia)
    await fills_in(nadia, repeat="Every week", until="04/04/2026")
    await nadia.taps("Everybody")
    await nadia.taps("Not now")
    await nadia.taps("See it as people do")
    assert "4 dates are made" in nadia.screen.text
    await nadia.taps("Go on")
    await nadia.taps("Publish")

    dates = await events_called(app, "Work party")
    assert [one.starts_at.isoformat() for one in dates] == [
        "2026-03-14T09:00:00+00:00",
        "2026-03-21T09:00:00+00:00",
        "2026-03-28T09:00:00+00:00",
        "2026-04-04T08:00:00+00:00",
    ], "the clocks say ten each time, across the change"
    assert len({one.key for one in dates}) == 4
    assert len(said_to(ana, "Work party")) == 1
    assert "Also on:" in ana.screen.text
    await comes_to_the_first_three(ana, dates)
    await changes_the_next_ones(nadia)
    await emulator.advance(timedelta(minutes=10))
    assert [one.starts_at.hour for one in await events_called(app, "Work party")] == [9, 10, 10, 9]
    (told,) = said_to(ana, "has changed on several days")
    for words in ("Saturday 21 March 2026, 11:00", "Saturday 28 March 2026, 11:00"):
        assert words in told
    assert "14 March" not in told
    (file,) = [read_strictly(one.file.content) for one in ana.messages if one.by_bot and one.file][-1:]
    assert [(one.uid, one.starts_at.hour) for one in file.dates] == [(one.key, 10) for one in dates[1:3]]

    await cancels_all(nadia)
    (gone,) = said_to(ana, "does not take place on these days")
    for words in ("14 March", "21 March", "28 March", "The field is flooded"):
        assert words in gone
    assert "4 April" not in gone
    assert {one.state for one in await events_called(app, "Work party")} == {EventState.CANCELLED}


async def comes_to_the_first_three(ana: Person, dates: list[Event]) -> None:
    for event in dates[:3]:
        await ana.taps_data(f"n.evyes.{event.id}")
        await ana.taps("📅 Add to my calendar")


async def changes_the_next_ones(nadia: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 21 Mar · Work party")
    await nadia.taps("✏️ Edit")
    assert buttons_of(nadia)[:3] == [
        "Only this date",
        "This one and the next ones (3)",
        "All dates to come (4)",
    ]
    await nadia.taps("This one and the next ones (3)")
    assert "Comes again" not in nadia.screen.text, "each is a date of its own by now"
    await nadia.taps("Change something")
    await nadia.taps("Begins")
    await nadia.says("11h")
    await nadia.taps("See it as people do")
    assert "3 dates are changed" in nadia.screen.text
    await nadia.taps("Go on")
    await nadia.taps("Save")


async def cancels_all(nadia: Person) -> None:
    await nadia.taps("Cancel it")
    await nadia.taps("All dates to come (4)")
    assert "You cancel 4 dates of “Work party”" in nadia.screen.text
    assert "1 person comes or may come: they are told once." in nadia.screen.text
    await nadia.says("The field is flooded")
    await nadia.taps("Yes, cancel it")


async def test_a_copy_asks_only_for_the_day(app: App, emulator: Emulator, nadia: Person) -> None:
    await an_event(app, emulator)
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("📄 Copy")
    await nadia.taps("One date")
    await nadia.says("28/03/2026")
    await nadia.taps("See it as people do")
    await nadia.taps("Go on")
    await nadia.taps("Go on")
    await nadia.taps("Keep it as a draft")

    first, second = await events_called(app, "Spring party")
    assert second.starts_at - first.starts_at == timedelta(days=14)
    assert second.key != first.key
    assert second.details.bring == first.details.bring


async def edits(nadia: Person, field: str, words: str, *, day: str = "14") -> None:
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps(f"🟢 Sat {day} Mar · Spring party")
    await nadia.taps("✏️ Edit")
    await nadia.taps("Change something")
    await nadia.taps(field)
    await nadia.says(words)


async def saves(nadia: Person) -> None:
    await nadia.taps("See it as people do")
    while "Go on" in buttons_of(nadia):
        await nadia.taps("Go on")
    await nadia.taps("Save")


async def test_whoever_comes_is_told_once_what_was_and_what_is(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    badr, chloe = emulator.person("Badr", language="en"), emulator.person("Chloé", language="en")
    await is_welcomed(app, badr)
    await is_welcomed(app, chloe)
    await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await badr.taps("🤔 Maybe")
    await chloe.taps("I can’t come")
    await edits(nadia, "First day", "15/03/2026")
    await saves(nadia)
    assert said_to(ana, "has changed") == []
    await nadia.taps("✏️ Edit")
    await nadia.taps("Change something")
    await nadia.taps("To bring")
    await nadia.says("Boots and a hat")
    await saves(nadia)
    await emulator.advance(timedelta(minutes=10))

    (told,) = said_to(ana, "has changed")
    assert "Sunday 15 March 2026" in told
    assert "instead of Saturday 14 March 2026" in told
    assert "Boots and a hat" in told
    assert "You get this because" in told
    assert len(said_to(badr, "has changed")) == 1
    assert said_to(chloe, "has changed") == []
    assert "Sunday 15 March 2026" in chloe.screen.text, "what was shown is put right without a word"
    await emulator.advance(timedelta(hours=3))
    assert len(said_to(ana, "has changed")) == 1


async def test_what_is_changed_and_changed_back_is_not_worth_a_message(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await edits(nadia, "First day", "15/03/2026")
    await saves(nadia)
    await nadia.taps("✏️ Edit")
    await nadia.taps("Change something")
    await nadia.taps("First day")
    await nadia.says("14/03/2026")
    await saves(nadia)
    await emulator.advance(timedelta(hours=1))

    assert said_to(ana, "has changed") == []


async def test_a_cancellation_is_told_once_with_the_reason(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("Cancel it")
    assert "1 person comes or may come: they are told once." in nadia.screen.text
    await nadia.says("A storm is announced")
    await nadia.taps("Yes, cancel it")

    assert said_to(badr, "An invitation from") == []
    assert "does not take place" in badr.screen.text
    (told,) = said_to(ana, "does not take place:")
    assert "A storm is announced" in told
    assert said_to(ana, "You are expected") == []
    await ana.taps_data(f"n.evyes.{event.id}")
    assert "nothing can be answered any more" in ana.toasts[-1]
    await emulator.advance(timedelta(days=14))
    assert len(said_to(ana, "Spring party")) == 3


async def test_two_coordinators_change_one_event_and_the_second_loses_nothing(
    app: App, emulator: Emulator, nadia: Person
) -> None:
    omar = emulator.person("Omar", language="en")
    await omar.says("/help")

    def appoint(tx: Transaction) -> None:
        garden, who = gardens.only_garden(tx), people.find_by_telegram_id(tx, omar.id)
        assert garden is not None
        assert who is not None
        roles.add_role(tx, who.id, garden.id, Role.COORDINATOR, emulator.now)

    await app.db.run(appoint)
    await an_event(app, emulator)
    await edits(nadia, "To bring", "Hats")
    await edits(omar, "To bring", "Boots and a coat")
    await saves(nadia)
    await omar.taps("See it as people do")
    while "Go on" in buttons_of(omar):
        await omar.taps("Go on")
    await omar.taps("Save")

    assert said_to(omar, "somebody else changed this event. Nothing of yours is lost")
    assert "• To bring: Hats" in said_to(omar, "somebody else changed this event")[0]
    assert "Boots and a coat" in omar.screen.text
    await saves(omar)
    assert (await event_called(app, "Spring party")).details.bring.in_language("en") == "Boots and a coat"
    await edits(nadia, "To bring", "Gloves")
    await edits(omar, "Where", "In the barn")
    await saves(nadia)
    await saves(omar)
    event = await event_called(app, "Spring party")
    assert said_to(omar, "Both changes are kept")
    assert event.details.place.in_language("en") == "In the barn"
    assert event.details.bring.in_language("en") == "Gloves"


async def test_what_was_cancelled_meanwhile_is_not_changed_any_more(
    app: App, emulator: Emulator, nadia: Person
) -> None:
    event = await an_event(app, emulator)
    await edits(nadia, "To bring", "Hats")
    await app.db.run(events.cancel, event.id, "Storm")
    await nadia.taps("See it as people do")
    while "Go on" in buttons_of(nadia):
        await nadia.taps("Go on")
    await nadia.taps("Publish" if "Publish" in buttons_of(nadia) else "Save")

    assert said_to(nadia, "It is cancelled already.") != []
    assert (await event_called(app, "Spring party")).details.bring.in_language("en") == "Boots"


async def test_a_wider_circle_is_invited_and_nobody_twice(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator, circle=Circle.TEAM)
    assert said_to(ana, "Spring party") == []
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("✏️ Edit")
    await nadia.taps("Change something")
    while "For" not in buttons_of(nadia):
        await nadia.taps("Other answers")
    await nadia.taps("For")
    await nadia.taps("Everybody")
    await saves(nadia)

    assert len(said_to(ana, "An invitation from")) == 1
    assert len(said_to(nadia, "An invitation from")) == 1


async def test_a_crowd_is_invited_and_told_in_chunks_each_person_once(
    app: App, emulator: Emulator, nadia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "CHUNK", 2)
    monkeypatch.setattr(changing, "CHUNK", 2)
    crowd = [emulator.person(f"P{number}", language="en") for number in range(5)]
    for one in crowd:
        await is_welcomed(app, one)
    await an_event(app, emulator)
    assert [len(said_to(one, "An invitation from")) for one in crowd] == [1] * 5
    for one in crowd:
        await one.taps("✅ I’m coming")
    await edits(nadia, "First day", "15/03/2026")
    await saves(nadia)
    await emulator.advance(timedelta(minutes=10))

    assert [len(said_to(one, "has changed")) for one in crowd] == [1] * 5


async def test_a_larger_room_is_offered_to_who_waits(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    event = await an_event(app, emulator, capacity=1)
    await ana.taps("✅ I’m coming")
    await badr.taps("✅ I’m coming")
    await badr.taps("Join the waiting list")
    await edits(nadia, "Places", "10")
    await nadia.taps("See it as people do")
    while "Go on" in buttons_of(nadia):
        await nadia.taps("Go on")
    assert "nobody is told" in nadia.screen.text
    await nadia.taps("Save")

    assert "A place has come free" in badr.screen.text
    mine = await answer_of(app, event, ana)
    assert mine is not None


async def test_only_coordinators_manage_events(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator)
    for data in ("n.evlist.0", "n.evnew", f"n.evedit.{event.id}", f"n.evcancel.{event.id}", f"n.evcopy.{event.id}",
                 f"n.evpublish.{event.id}", f"n.evcard.{event.id}", f"n.evview.{event.id}.fr"):  # fmt: skip
        await ana.taps_data(data)
        assert "Preparing" not in ana.screen.text
    assert (await event_called(app, "Spring party")).version == 0
