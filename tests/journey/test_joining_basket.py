"""A household joins its basket: by a letter that works once, or by its own number; never by a name, never twice."""

from datetime import datetime, timedelta

from bot.app import App
from bot.domain.person import Role
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import people, roles
from tests.journey.households import ALI, HEAD, SILVA, imports, known, left_years_ago, sends_list
from tests.journey.test_baskets_in_calendars import files_of, takes_all_dates
from tests.journey.walking import buttons_of, reads_all
from tests.unit.member_lists import csv_of
from tests.unit.pdf_reader import links_of, pages_of, words_of


async def is_coordinators(nadia: Person, *rows: tuple[str, ...]) -> None:
    await imports(nadia, *(rows or (SILVA, ALI)))
    await nadia.says("/manage")
    await nadia.taps("🧺 Households with a basket")


async def letters(nadia: Person, point: str = "All of them") -> list[str]:
    """The links of the letters just printed."""
    await nadia.taps("🖨 Letters to join")
    await nadia.taps(point)
    found = [one.file.content for one in nadia.messages if one.file and one.file.name.startswith("Let")]
    return [link for content in found for link in links_of(content)]


async def joined(app: App, person: Person) -> str | None:
    """The number of the household this account is joined to."""
    one = await app.db.read(people.find_by_telegram_id, person.id)
    return next(
        (key for key, member in (await known(app)).items() if one and member.person_id == one.id), None
    )


async def test_a_letter_joins_whoever_scans_it_once(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    links = await letters(nadia, "The market hall in Sully: 1")

    await ana.opens(links[0])

    assert "Welcome, Foyer Silva! This chat is joined to your basket, number 12." in ana.screen.text
    assert "The market hall in Sully" in ana.screen.text
    assert "olidar" not in ana.screen.text
    assert await joined(app, ana) == "12"
    badr = emulator.person("Badr", language="en")
    await badr.opens(links[0])
    assert "used already" in badr.screen.text
    assert await joined(app, badr) is None
    await ana.opens(links[0])
    assert "joined to your basket, number 12" in ana.screen.text


async def test_letters_are_printed_two_on_a_page_in_each_households_language(app: App, nadia: Person) -> None:
    await is_coordinators(nadia)
    await letters(nadia)

    found = [one.file.content for one in nadia.messages if one.file and one.file.name.startswith("Let")]

    said = [words_of(content) for content in found]
    assert [pages_of(content) for content in found] == [1, 1]
    assert "Hello Foyer Silva," in said[0]
    assert "Bonjour Foyer Ali," in said[1]
    told = [one.text for one in nadia.messages if one.file and one.file.name.startswith("Letters ")]
    assert len(told) == 2, "whoever prints them reads their own language above each"
    assert not any("olidair" in one or "olidarity" in one for one in said)


async def test_a_letter_that_is_too_old_opens_nothing(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    links = await letters(nadia)

    await emulator.advance(timedelta(days=91))
    await ana.opens(links[0])

    assert "too old" in ana.screen.text
    assert await joined(app, ana) is None


async def test_after_a_reset_old_letters_open_nothing_and_a_new_one_does(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia, SILVA)
    first, second = await letters(nadia, "The market hall in Sully: 1"), []
    await ana.opens(first[0])
    assert "Your next one: Thursday 5 March 2026" in ana.screen.text
    await ana.says("/human")
    await ana.says("My basket is too small.")
    assert "Household number 12: Foyer Silva." in nadia.screen.text
    badr = emulator.person("Badr", language="en")

    await nadia.says("/manage")
    await nadia.taps("🧺 Households with a basket")
    await nadia.taps("🔎 Find a household")
    await nadia.says("foyer sylva")
    await nadia.taps("Foyer Silva (12)")
    assert "Joined to a Telegram account." in nadia.screen.text
    assert "Solidarity basket" in nadia.screen.text
    await nadia.taps("Reset the link")
    await nadia.taps("Yes, reset it")
    assert "Not joined to Telegram yet." in nadia.screen.text
    await nadia.taps("🔗 A link to pass on")
    second = [word for word in nadia.screen.text.split() if word.startswith("https://t.me/")]

    assert await joined(app, ana) is None
    assert "The garden has parted this chat from the basket number 12" in ana.screen.text
    await badr.opens(first[0])
    assert await joined(app, badr) is None
    await badr.opens(second[0])
    assert await joined(app, badr) == "12"


async def test_ones_own_number_joins_and_is_kept_nowhere_else(app: App, nadia: Person, ana: Person) -> None:
    await is_coordinators(nadia)

    await ana.says("/member")
    await ana.taps("Share my number")

    assert "joined to your basket, number 12" in ana.screen.text
    assert await joined(app, ana) == "12"
    dumped = await app.db.read(
        lambda tx: str(tx.connection.exec_driver_sql("SELECT state FROM instances").all())
    )
    assert "600000000" not in dumped


async def test_a_typed_number_or_somebody_elses_card_joins_nothing(
    app: App, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    await ana.says("/member")

    await ana.says("06 00 00 00 00")
    assert "could be anybody’s" in ana.screen.text
    await ana.shares_contact(own=False, phone="+33611111111")
    assert "Please share your own" in ana.screen.text

    assert await joined(app, ana) is None


async def test_a_number_nobody_or_several_have_joins_nothing(app: App, nadia: Person, ana: Person) -> None:
    await imports(nadia, ALI)
    await ana.says("/member")
    await ana.taps("Share my number")
    assert "I find no basket with the number" in ana.screen.text

    await imports(nadia, SILVA, ALI, ("14", "Foyer Silva bis", *SILVA[2:]))
    await ana.says("/member")
    await ana.taps("Share my number")

    assert "Several baskets have this number." in ana.screen.text
    assert await joined(app, ana) is None


async def test_a_basket_that_is_joined_already_is_given_to_nobody_else(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    links = await letters(nadia)
    await ana.says("/member")
    await ana.taps("Share my number")
    badr = emulator.person("Badr", language="en")

    await badr.opens(links[0])
    assert await joined(app, badr) is None
    await badr.says("/member")
    await badr.taps("Share my number")

    assert "joined to another Telegram account already" in badr.screen.text
    assert await joined(app, ana) == "12"


async def test_one_account_is_one_household(app: App, nadia: Person, ana: Person) -> None:
    await is_coordinators(nadia)
    links = await letters(nadia)
    for link in links:
        await ana.opens(link)

    assert "joined to another basket of this garden already" in ana.screen.text
    assert await joined(app, ana) == "12"


async def test_a_member_who_starts_again_is_not_taken_for_a_newcomer(
    app: App, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    await ana.opens((await letters(nadia))[0])

    await ana.says("/start")

    assert "Hello, Foyer Silva!" in ana.screen.text
    assert "Help as a volunteer too" in buttons_of(ana)
    one = await app.db.read(people.find_by_telegram_id, ana.id)
    assert one is not None
    assert await app.db.read(roles.roles_of, one.id, (await known(app))["12"].garden_id) == {Role.MEMBER}


async def test_a_list_imported_again_loses_no_account_and_the_household_reads_what_it_changes(
    app: App, emulator: Emulator, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    await ana.opens((await letters(nadia))[0])
    heard = len(ana.messages)

    await imports(nadia, (SILVA[0], "Foyer Silva-Roux", *SILVA[2:]), ALI)
    await imports_weeks(nadia, "impaires", "L")
    await imports_weeks(nadia, "toutes", "")
    await emulator.advance(timedelta(minutes=10))

    assert (await known(app))["12"].name == "Foyer Silva-Roux"
    assert await joined(app, ana) == "12"
    assert len(ana.messages) == heard, "a list put right in five minutes is told to nobody"

    taken = await takes_all_dates(ana)
    await imports_weeks(nadia, "impaires", "L")
    await imports_weeks(nadia, "impaires", "S")
    await emulator.advance(timedelta(minutes=10))
    (told,) = [one.text for one in ana.messages if "Yours from now on" in one.text]
    assert "Yours from now on:\n\n📅 in odd weeks\nSize: Small" in told
    assert "Your next one: Thursday 12 March" in told
    gone = files_of(ana)[-1]
    assert {one.uid for one in gone.dates} == {one.uid for one in taken.dates if is_even(one.starts_at)}
    assert {one.status for one in gone.dates} == {"CANCELLED"}

    await sends_list(nadia, ALI)
    await nadia.taps("Import; 1 leaves")
    await emulator.advance(timedelta(minutes=10))
    assert any("not on the garden’s list of baskets any more" in one.text for one in ana.messages)
    await ana.says("/basket")
    assert "this subscription has ended" in ana.screen.text


def is_even(starts_at: datetime) -> bool:
    return starts_at.isocalendar().week % 2 == 0


async def imports_weeks(nadia: Person, weeks: str, size: str) -> None:
    """The list again, the Silvas with these weeks and this size."""
    head = (*HEAD, "Semaines", "Taille")
    silva = (SILVA[0], "Foyer Silva-Roux", *SILVA[2:], weeks, size)
    await nadia.sends_document("adhérents.csv", csv_of([head, silva, (*ALI, "", "")]))
    await nadia.taps("✅ Import")


async def test_everything_the_list_says_is_shown_to_its_household(
    app: App, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    await ana.opens((await letters(nadia))[0])

    told = await reads_all(ana, "/privacy")

    assert "whoever hands out baskets at your point" in told
    assert "missions that suit you" not in told
    assert "What you write to the team is read in the referents’ group" in told
    for kept in ("Foyer Silva, number 12", "The market hall in Sully", "+33600000000", "solidarity basket"):
        assert kept in told, kept


async def test_erasing_everything_parts_the_account_and_the_basket_goes_on(
    app: App, nadia: Person, ana: Person
) -> None:
    await is_coordinators(nadia)
    await ana.opens((await letters(nadia))[0])
    await ana.says("And now?")
    assert "🧺 My basket" in buttons_of(ana)
    await ana.says("/privacy")
    await ana.taps("Erase everything")
    assert "Your basket goes on" in ana.screen.text
    assert "missions" not in ana.screen.text

    await ana.taps("Yes, erase everything")

    found = await known(app)
    assert (found["12"].person_id, found["12"].left_at) == (None, None)
    assert await app.db.read(people.find_by_telegram_id, ana.id) is None


async def test_who_left_long_ago_is_forgotten(app: App, emulator: Emulator, nadia: Person) -> None:
    await imports(nadia, SILVA, ALI)
    await nadia.sends_document("adhérents.csv", csv_of([HEAD, SILVA]))
    await nadia.taps("Import; 1 leaves")

    await app.db.run(left_years_ago, emulator.now)
    await emulator.advance(timedelta(days=2))

    assert set(await known(app)) == {"12"}
