"""A coordinator names referents and takes them away; people without Telegram are registered, and join later."""

import re

from bot.app import App
from bot.domain.referent import Referent
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import assignments, gardens, people, referents, sign_ups
from bot.storage.database import Transaction
from bot.usecases.import_garden import import_garden
from tests.journey.conftest import example
from tests.journey.gatherings import an_event
from tests.journey.seeding import everything_kept, is_welcomed
from tests.journey.test_managing import opens
from tests.journey.walking import buttons_of, joins

LINK = re.compile(r"https://t\.me/\S+start=(\S+)")


async def referent_called(app: App, name: str) -> Referent | None:
    def find(tx: Transaction) -> Referent | None:
        garden = gardens.only_garden(tx)
        assert garden is not None
        team = referents.list_referents(tx, garden.id)
        return next((one for one in team if one.name == name), None)

    return await app.db.read(find)


async def names_zoe(nadia: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("👥 The team of referents")
    await nadia.taps("➕ Name a referent")
    await nadia.says("Zoé Lambert")
    await nadia.taps("Growing")
    await nadia.taps("Done")
    await nadia.says("Ruches")
    await nadia.taps("English")
    await nadia.taps("Done")
    await nadia.taps("5")
    await nadia.says("The crops and the bees.")
    await nadia.says("She writes to you here.")
    await nadia.taps("Nobody for now")


async def test_a_referent_is_named_invited_and_joins(app: App, emulator: Emulator, nadia: Person) -> None:
    await names_zoe(nadia)
    assert "Fields: Growing" in nadia.screen.text
    await nadia.taps("Save")
    assert "Fields: Growing and Ruches" in nadia.screen.text
    zoe = await referent_called(app, "Zoé Lambert")
    assert zoe is not None
    assert (zoe.domains, zoe.capacity, zoe.person_id) == ({"cultures", "ruches"}, 5, None)
    await nadia.taps("🔗 Invite Zoé Lambert")
    found = LINK.search(nadia.screen.text)
    assert found is not None
    person = emulator.person("Zoé", language="en")
    await person.says(f"/start {found[1]}")

    assert "You are now linked as a referent" in person.screen.text
    joined = await referent_called(app, "Zoé Lambert")
    assert joined is not None
    assert joined.person_id is not None


async def test_an_import_lets_a_referent_of_the_chat_be(app: App, emulator: Emulator, nadia: Person) -> None:
    await names_zoe(nadia)
    await nadia.taps("Save")

    report = await app.db.run(import_garden, example(), emulator.now)

    assert report.left_with_people == ()
    assert await referent_called(app, "Zoé Lambert") is not None


async def test_a_referent_is_taken_away_once_everybody_is_handed_over(
    app: App, ana: Person, nadia: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    name = "Solène Arbaud" if "Solène" in ana.screen.text else "Mehdi Tazrout"
    await nadia.says("/manage")
    await nadia.taps("👥 The team of referents")
    await nadia.taps(f"{name} (1 of")
    await nadia.taps("Take away")
    assert f"{name} follows 1 person. Who takes over?" in nadia.screen.text
    await nadia.taps("The bot chooses for each")

    assert f"Done. {name} is no longer a referent" in nadia.screen.text
    assert await referent_called(app, name) is None
    other = "Mehdi Tazrout" if name == "Solène Arbaud" else "Solène Arbaud"
    after = await referent_called(app, other)
    assert after is not None
    assert after.load == 1
    assert other in ana.screen.text


async def registers_jeanne(nadia: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("📇 People without Telegram")
    await nadia.taps("➕ Register somebody")
    await nadia.taps("On the phone")
    await nadia.says("Jeanne")
    await nadia.says("06 00 00 00 00, after six")
    await nadia.taps("18 or over")
    await nadia.taps("English")
    await nadia.taps("Done")
    await nadia.taps("Gardening")
    await nadia.taps("Done")
    await nadia.taps("Any time")
    await nadia.taps("Lend a hand with planting")
    await nadia.taps("Done")
    await nadia.taps("Register")


def mission_count(tx: Transaction, telegram_id: int) -> tuple[int, int]:
    """How many missions they take part in, and how many assignments go on."""
    person, garden = people.find_by_telegram_id(tx, telegram_id), gardens.only_garden(tx)
    assert person is not None
    assert garden is not None
    mine = sign_ups.open_sign_ups(tx, person.id, garden.id)
    return len(mine), len(assignments.live_of_person(tx, garden.id, person.id))


async def test_somebody_without_telegram_has_a_referent_who_is_told_in_their_place(
    app: App, emulator: Emulator, nadia: Person, solene: Person, team: Group
) -> None:
    await registers_jeanne(nadia)

    assert "Jeanne has no Telegram." in nadia.screen.text
    assert "Lend a hand with planting, followed by Solène Arbaud" in nadia.screen.text
    told = "\n".join(message.text for message in solene.messages)
    assert "For Jeanne, who has no Telegram (06 00 00 00 00, after six). Please pass it on:" in told
    passed_on = next(m.text for m in solene.messages if "For Jeanne, who has no Telegram" in m.text)
    assert "Your referent is Solène Arbaud" in passed_on
    assert "📍" in passed_on
    assert "/" not in passed_on, "whoever has no bot can type no command"
    await an_event(app, emulator)
    await nadia.taps("🎪 Events")
    assert "To which event does Jeanne come?" in nadia.screen.text
    await nadia.taps(buttons_of(nadia)[0])
    assert "✅ Sat 14 Mar, 10:00 · Spring party" in nadia.screen.text, nadia.toasts
    assert "You are expected at “Spring party”" in solene.screen.text
    await nadia.taps(buttons_of(nadia)[0])
    assert "✅" not in nadia.screen.text


async def test_what_a_coordinator_says_to_all_reaches_them_through_their_referent_and_is_not_kept(
    app: App, nadia: Person, solene: Person, team: Group
) -> None:
    await registers_jeanne(nadia)
    await opens(nadia, "Lend a hand with planting")
    await nadia.taps("⏸ Pause")
    await nadia.says("The tractor is broken.")
    await nadia.taps("Yes, pause it")

    assert "For Jeanne, who has no Telegram" in solene.screen.text
    assert "The reason: The tractor is broken." in solene.screen.text
    assert "The tractor is broken." not in (await everything_kept(app))["outbox"]


async def test_later_they_join_telegram_by_a_link_and_keep_everything(
    app: App, emulator: Emulator, nadia: Person, solene: Person, team: Group
) -> None:
    await registers_jeanne(nadia)
    await nadia.taps("🔗 A link to join Telegram later")
    found = LINK.search(nadia.screen.text)
    assert found is not None
    jeanne = emulator.person("Jeanne", language="en")
    await jeanne.says("/start")
    await jeanne.says(f"/start {found[1]}")

    assert "Welcome, Jeanne! Everything the garden knows of you is here" in jeanne.screen.text
    assert await app.db.read(mission_count, jeanne.id) == (1, 1)
    await jeanne.says("/profile")
    assert "What brings you here?" in jeanne.screen.text  # never asked before
    thief = emulator.person("Paul", language="en")
    await thief.says(f"/start {found[1]}")
    assert "This invitation has been used already" in thief.screen.text


async def test_nothing_is_kept_of_who_has_not_agreed(app: App, nadia: Person) -> None:
    await nadia.says("/manage")
    await nadia.taps("📇 People without Telegram")
    await nadia.taps("➕ Register somebody")
    await nadia.taps("Not yet")
    await nadia.taps("Yes, I refuse")

    await nadia.says("/manage")
    await nadia.taps("📇 People without Telegram")
    assert "Nobody without Telegram" in nadia.screen.text
    assert "➕ Register somebody" in buttons_of(nadia)


async def test_a_link_does_not_mix_two_people_up(
    app: App, nadia: Person, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await registers_jeanne(nadia)
    await nadia.taps("🔗 A link to join Telegram later")
    found = LINK.search(nadia.screen.text)
    assert found is not None
    await ana.says(f"/start {found[1]}")

    assert "You are known to the garden on this Telegram account already." in ana.screen.text
    assert await app.db.read(mission_count, ana.id) == (0, 0)


async def test_a_coordinator_takes_and_gives_up_dates_for_them(
    app: App, nadia: Person, solene: Person, team: Group
) -> None:
    await registers_jeanne(nadia)
    await nadia.taps("➕ Take a date")
    listed = re.findall(r"^(\d+)\. (.+) · Harvest and make up the baskets$", nadia.screen.text, re.MULTILINE)
    number, date = listed[0]
    await nadia.taps(f"{number} · {date}", message=nadia.screen)

    assert "• Harvest and make up the baskets, followed by Solène Arbaud" in nadia.screen.text
    await nadia.taps("✕ Give one up")
    assert f"1. 📅 {date} · Harvest and make up the baskets" in nadia.screen.text
    await nadia.taps(f"1 · ✕ {date}", message=nadia.screen)
    assert "Jeanne has no date to come." in nadia.screen.text


async def test_everything_about_them_is_erased_where_they_ask_for_it(
    app: App, nadia: Person, solene: Person, team: Group
) -> None:
    await registers_jeanne(nadia)
    await nadia.taps("Erase everything")
    assert "It cannot be undone." in nadia.screen.text
    await nadia.taps("Yes, erase everything")

    assert "Nobody without Telegram" in nadia.screen.text
    kept = await everything_kept(app)
    assert "Jeanne" not in kept["people"] + kept["profiles"]
    assert "06 00 00 00 00" not in str(kept)
