"""The day of an event: a list the team ticks, a code scanned, thanks afterwards and how it was."""

from datetime import timedelta

import pytest
import segno

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.usecases.events import check_in
from tests.journey.gatherings import SATURDAY, an_event, answer_of, said_to
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.test_managing_events import edits, saves
from tests.journey.walking import buttons_of
from tests.unit.picture_reader import read_modules, read_png


async def opens_list(nadia: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("🟢 Sat 14 Mar · Spring party")
    await nadia.taps("☑️ List at the entrance")


async def test_one_tap_checks_a_person_in_and_another_takes_it_back(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await ana.taps("📷 Yes, gladly")
    await opens_list(nadia)
    assert "There so far: 0 of 1." in nadia.screen.text
    await nadia.taps("☐ Ana 📷")
    assert "“Spring party” is Sat 14 Mar: people are ticked on the day itself." in nadia.toasts[-1]
    await emulator.advance(to=SATURDAY)
    await nadia.taps("☐ Ana 📷")

    assert "There so far: 1 of 1." in said_to(nadia, "There so far")[-1]
    mine = await answer_of(app, event, ana)
    assert mine is not None
    assert mine.checked_in_at is not None
    await nadia.taps("☑️ Ana 📷")
    assert "There so far: 0 of 1." in said_to(nadia, "There so far")[-1]
    await ana.taps("📷 Rather not, after all")
    await nadia.taps("☐ Ana")
    await ana.taps("📷 You may show me after all")
    await nadia.taps("☑️ Ana 📷")


async def test_a_referent_opens_the_list_from_the_event(
    app: App, emulator: Emulator, solene: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await emulator.advance(to=SATURDAY)
    await solene.says("/events")
    await solene.taps("Sat 14 Mar · Spring party")
    await solene.taps("☑️ List at the entrance")
    await solene.taps("☐ Ana")

    assert "There so far: 1 of 1." in solene.screen.text


async def test_the_list_follows_who_comes_and_who_gives_up(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await opens_list(nadia)
    assert buttons_of(nadia) == []
    await ana.taps("✅ I’m coming")
    assert buttons_of(nadia) == ["☐ Ana"]
    await ana.taps("I can’t come")
    assert buttons_of(nadia) == []


async def test_a_code_checks_its_person_in_and_only_the_team_can_read_it(
    app: App, emulator: Emulator, nadia: Person, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_in.secrets, "token_urlsafe", lambda size: f"of-{size}-bytes")
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await ana.taps("🎫 My code")
    assert "Your code for “Spring party”" in ana.screen.text
    link = f"https://t.me/{app.house.bot_name}?start=k_of-16-bytes"
    assert ana.screen.file is not None
    shown = [[bool(module) for module in row] for row in segno.make(link, error="m", micro=False).matrix]
    assert read_modules(read_png(ana.screen.file.content)) == shown
    assert "of-16-bytes" not in str(await everything_kept(app)), "kept as a digest only"
    await badr.opens(link)
    assert "Show this code to the team" in badr.screen.text
    await nadia.opens(link)
    assert "This code is for “Spring party”, Saturday 14 March 2026" in nadia.screen.text
    await emulator.advance(to=SATURDAY - timedelta(hours=1))
    await nadia.opens(link)

    assert "✅ Ana is there: “Spring party”." in nadia.screen.text
    assert "No photos, please." in nadia.screen.text
    mine = await answer_of(app, event, ana)
    assert mine is not None
    assert mine.checked_in_at is not None
    await nadia.opens(link)
    assert "Ana has been there since" in nadia.screen.text
    await nadia.says("/start k_nonsense")
    assert "This code is no longer valid." in nadia.screen.text


async def test_whoever_was_there_is_thanked_by_day_and_says_how_it_was(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    await an_event(app, emulator, starts_at=SATURDAY.replace(hour=16), title={"en": "Soup"})
    await ana.taps("✅ I’m coming")
    await an_event(app, emulator, starts_at=SATURDAY.replace(hour=18))
    await ana.taps("✅ I’m coming", message=ana.messages[-1])
    await badr.taps("✅ I’m coming", message=badr.messages[-1])
    await emulator.advance(to=SATURDAY)
    await opens_list(nadia)
    await nadia.taps("☐ Ana")
    await emulator.advance(to=SATURDAY.replace(hour=22, minute=30))
    assert said_to(ana, "Thank you for coming") == []
    await emulator.advance(timedelta(hours=12))

    (thanks,) = said_to(ana, "Thank you for coming")
    assert "1. Soup\n2. Spring party" in thanks, "one message for both"
    assert said_to(badr, "Thank you for coming") == [], "who was not there is not thanked"
    await ana.taps("2 · 🙂 Good")
    assert "2. Spring party · 🙂 Good: noted, thank you." in ana.screen.text
    assert [one for one in buttons_of(ana) if "Good" in one] == ["1 · 🙂 Good"]
    await ana.taps("1 · 😐 So-so")
    assert buttons_of(ana) == []
    await nadia.says("/manage")
    await nadia.taps("🎪 Events")
    await nadia.taps("☑️ Sat 14 Mar · Spring party")
    assert "1 was there" in nadia.screen.text
    assert "🙂 1" in nadia.screen.text

    await nadia.taps("📷 Send photos to who was there")
    await nadia.says("Here it is")
    assert "no photo" in nadia.screen.text
    await nadia.sends_photo("Cheers")
    assert "Not to be seen: Ana and Badr." in nadia.screen.text
    await nadia.taps("Yes, send 1 photo")
    assert "Sent to 1 person" in nadia.screen.text
    assert "photo" in ana.screen.content
    assert "Cheers" in ana.screen.text
    assert said_to(badr, "Cheers") == []
    assert "Cheers" not in (await everything_kept(app))["outbox"]


async def test_an_album_goes_to_who_was_there_in_one_telling(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await ana.taps("📷 Yes, gladly")
    await emulator.advance(to=event.ends_at)
    await nadia.taps_data(f"n.evsend.{event.id}")
    async with emulator.at_once():
        for words in ("Cheers", "", ""):
            await nadia.sends_photo(words)
    assert "3 photos. Others can follow." in nadia.screen.text
    await nadia.taps("No, leave them out")
    assert "please send the photos" in nadia.screen.text
    for number in range(11):
        await nadia.sends_photo(f"No. {number}")
    assert "No more than 10 at a time" in nadia.screen.text
    await nadia.taps("Yes, send 10 photos")

    pictures = [one for one in ana.messages if "photo" in one.content]
    assert len({one.content["media_group_id"] for one in pictures}) == 1
    assert len(pictures) == 10
    (words,) = said_to(ana, "From “Spring party”")
    assert "No. 0\nNo. 1" in words
    await ana.taps("No photos, please")
    await nadia.taps("📷 Other photos")
    await nadia.sends_photo("Once more")
    await nadia.taps("Yes, send 1 photo")
    assert "Nobody who was there can be sent it." in nadia.screen.text


async def test_thanks_follow_an_event_that_was_moved(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    await edits(nadia, "First day", "21/03/2026")
    await saves(nadia)
    await emulator.advance(to=SATURDAY + timedelta(days=1))
    assert said_to(ana, "Thank you for coming") == []
    await emulator.advance(to=SATURDAY + timedelta(days=8))

    assert len(said_to(ana, "Thank you for coming")) == 1
    await ana.taps("🙂 Good")
    assert "🙂 Good: noted, thank you." in ana.screen.text


async def test_nobody_else_can_tick_or_say_how_it_was(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_welcomed(app, ana)
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, badr)
    event = await an_event(app, emulator)
    await ana.taps("✅ I’m coming")
    mine = await answer_of(app, event, ana)
    assert mine is not None
    for data in (f"n.evdoor.{event.id}.0", f"n.evin.{mine.id}.on", f"n.evface.{mine.id}.bad",
                 f"n.evphoto.{mine.id}.yes"):  # fmt: skip
        await badr.taps_data(data)

    assert await answer_of(app, event, ana) == mine
