"""What the team looks up and decides in private: nothing is recorded unread, and nothing solved keeps calling."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import gardens, people
from bot.storage.database import Transaction
from tests.journey.walking import Types, buttons_of, introduces, joins

PLANTING = "Lend a hand with planting"


async def test_a_minor_in_the_list_of_what_waits_opens_before_anything_is_recorded(
    ana: Person, nadia: Person
) -> None:
    await introduces(ana, age=["15 to 17"], guardian=[Types("Mum, 06 12 34 56 78")])
    await joins(ana, PLANTING)

    await nadia.says("/pending")
    await nadia.taps("Agreement: Ana")
    assert "Mum, 06 12 34 56 78" in nadia.screen.text
    assert "Your parent’s agreement is recorded" not in ana.screen.text

    await nadia.taps("Record the agreement")
    assert "You are signed up" in ana.screen.text


async def test_a_wish_can_be_read_and_waits_no_longer(ana: Person, nadia: Person) -> None:
    await introduces(ana)
    await ana.taps("None of these")
    await ana.says("I want to keep bees")

    await nadia.says("/pending")
    await nadia.taps("Wish: Ana")
    assert "I want to keep bees" in nadia.screen.text

    await nadia.says("/pending")
    assert "Nothing is waiting" in nadia.screen.text


async def test_handing_over_to_nobody_leaves_the_referent_in_place(
    ana: Person, solene: Person, team: Group
) -> None:
    await introduces(ana)
    await joins(ana, PLANTING)
    await solene.taps("Je m’en occupe", chat=team)
    said = len(ana.messages)

    await solene.taps("Passer le relais", chat=team)
    await solene.taps("Let the bot choose")

    assert "nothing changes" in solene.screen.text
    assert len(ana.messages) == said
    assert "Solène Arbaud" in team.screen.text


async def test_a_call_for_a_referent_says_so_once_it_is_answered(
    ana: Person, nadia: Person, team: Group, solene: Person, emulator: Emulator
) -> None:
    await solene.blocks()
    await introduces(ana)
    await joins(ana, PLANTING)
    assert "no referent is free" in nadia.screen.text
    await solene.unblocks()

    await solene.taps("Je m’en occupe", chat=team)

    assert "Solène Arbaud takes care of them" in nadia.screen.text
    assert buttons_of(nadia) == []


async def test_a_second_reply_of_the_same_referent_goes_through(
    ana: Person, solene: Person, team: Group
) -> None:
    await ana.says("/human")
    await ana.says("Shall I bring boots?")
    question = team.screen

    await solene.says("Yes, please.", chat=team, reply_to=question)
    await solene.says("And a hat!", chat=team, reply_to=question)

    assert "And a hat!" in ana.screen.text


async def test_a_message_nobody_answers_is_said_again_then_reaches_the_coordinators(
    emulator: Emulator, ana: Person, nadia: Person, team: Group
) -> None:
    await ana.says("/human")
    await ana.says("Is anybody there?")

    await emulator.advance(timedelta(hours=5))
    assert sum("Is anybody there?" in message.text for message in team.messages) == 2

    await emulator.advance(timedelta(days=1))
    assert "Is anybody there?" in nadia.screen.text
    await nadia.taps("Answer")
    await nadia.says("Yes, I am.")
    assert "Yes, I am." in ana.screen.text
    assert not any("Is anybody there?" in message.text for message in team.messages)


async def test_a_personal_command_in_the_group_is_sent_to_private(solene: Person, team: Group) -> None:
    await solene.says("/privacy", chat=team)

    assert "in private" in team.screen.text


async def test_a_shorter_retention_erases_nobody_without_a_warning(
    emulator: Emulator, app: App, ana: Person
) -> None:
    await introduces(ana)
    await emulator.advance(timedelta(days=40))
    await app.db.run(shorten_retention, emulator.now)

    await emulator.advance(timedelta(days=3))
    assert "everything will be erased" in ana.screen.text
    assert await app.db.read(people.find_by_telegram_id, ana.id) is not None

    await emulator.advance(timedelta(days=32))
    assert await app.db.read(people.find_by_telegram_id, ana.id) is None


def shorten_retention(tx: Transaction, now: datetime) -> None:
    garden = gardens.only_garden(tx)
    assert garden is not None
    gardens.save_garden(tx, replace(garden, rules=replace(garden.rules, retention_months=1)), now)
