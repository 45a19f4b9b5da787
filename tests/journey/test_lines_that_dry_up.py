"""A place came free and those in line do not take it: what they read, and what the team reads, stays true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.app import App
from bot.domain.shift import Shift
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import people, rosters
from bot.storage.database import Transaction
from bot.usecases.privacy import forget
from bot.usecases.rosters import change_roster
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.shifts_there import a_shift_of, books, in_garden, volunteers
from tests.journey.test_managing import opens
from tests.journey.test_stand_in import asked, said_in
from tests.journey.walking import buttons_of

IN_A_WEEK = MONDAY_MORNING + timedelta(days=7)


async def has_places(app: App, emulator: Emulator, shift: Shift, places: int) -> None:
    def change(tx: Transaction) -> None:
        roster = rosters.roster_of_shift(tx, shift.id)
        assert roster is not None
        change_roster(tx, in_garden(tx), replace(roster, maximum=places), emulator.now)

    await app.db.run(change)
    await emulator.settle()


async def is_full(app: App, shift: Shift) -> bool:
    def places(tx: Transaction) -> bool:
        roster = rosters.roster_of_shift(tx, shift.id)
        return roster is not None and not any(one.is_vacant for one in rosters.places_of(tx, roster.id))

    return await app.db.read(places)


async def erases_everything(app: App, emulator: Emulator, who: Person) -> None:
    def erase(tx: Transaction) -> None:
        known = people.find_by_telegram_id(tx, who.id)
        assert known is not None
        forget(tx, in_garden(tx).id, known.id, emulator.now)

    await app.db.run(erase)
    await emulator.settle()


async def test_once_the_only_one_in_line_says_no_or_is_gone_a_stand_in_is_sought(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, *others = await volunteers(emulator, app, 5)
    shift = await a_shift_of(app, emulator, IN_A_WEEK, ana, waiting=[badr], minimum=1, maximum=1)
    await ana.taps("I can’t come")
    assert asked(others) == []

    await badr.taps("No, thank you")
    assert len(asked(others)) == 3
    assert "La place est proposée à la personne suivante" not in said_in(team)

    found, waits, silent = others
    await found.taps("Yes, count me in")
    await books(app, emulator, waits, shift, wait=True)
    await found.taps("I can’t come")
    assert "A place has come free" in waits.screen.text
    await erases_everything(app, emulator, waits)
    assert "is free again. Could you come?" in silent.screen.text


async def test_a_lapsed_offer_that_nobody_else_wants_is_still_there_in_one_tap(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, *others = await volunteers(emulator, app, 5)
    await a_shift_of(app, emulator, IN_A_WEEK, ana, waiting=[badr], minimum=1, maximum=1)
    await ana.taps("I can’t come")

    await emulator.advance(timedelta(hours=4, minutes=1))

    assert not any("Yes, I take it" in str(message.buttons) for message in badr.messages)
    over = next(message for message in badr.messages if "It is still free" in message.text)
    assert len(asked(others)) == 3, "and others are asked as well"
    assert "in their place" not in str([m.text for m in badr.messages]), "silent once is enough"
    await badr.taps("Yes, I come", message=over)
    assert "You are expected at “Market stall”" in badr.screen.text


async def test_whoever_loses_the_race_reads_that_somebody_was_quicker(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, zoe = await volunteers(emulator, app, 3)
    await a_shift_of(
        app, emulator, MONDAY_MORNING + timedelta(hours=2), ana, waiting=[badr, zoe], minimum=1, maximum=1
    )
    await emulator.advance(timedelta(hours=1, minutes=40))
    await ana.taps("I can’t come")
    assert "whoever says yes first" in zoe.screen.text
    assert "la place est pour qui dira oui en premier" in said_in(team)

    await badr.taps("Yes, I come")
    await zoe.taps("Yes, I come")

    assert "Somebody was quicker" in zoe.toasts[-1]
    assert "You stay on the waiting list" in zoe.screen.text
    assert "Il y a assez de monde, et d’autres attendent une place." in said_in(team)
    assert "Yes, I come" not in buttons_of(zoe)


async def test_by_night_the_team_reads_that_the_line_is_asked_in_the_morning(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, zoe = await volunteers(emulator, app, 3)
    shift = await a_shift_of(app, emulator, IN_A_WEEK, ana, waiting=[badr, zoe], minimum=1, maximum=1)
    await emulator.advance(timedelta(hours=13, minutes=30))

    await ana.taps("I can’t come")

    assert "sera sollicitée demain matin" in said_in(team)

    await emulator.advance(timedelta(hours=10))
    assert "sera sollicitée" not in said_in(team), "it is morning by now"
    assert "La place est proposée à la personne suivante" in said_in(team)
    await badr.taps("Yes, I take it")
    assert "La place est proposée" not in said_in(team)
    assert "Quelqu’un d’autre a pris la place." in said_in(team)

    await has_places(app, emulator, shift, 2)
    assert "A place has come free" in zoe.screen.text
    assert "La place est proposée" not in said_in(team), "that is another place than theirs"


async def test_where_those_in_line_are_too_many_for_the_place_a_stand_in_is_sought(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, zoe, badr, *others = await volunteers(emulator, app, 5)
    shift = await a_shift_of(app, emulator, IN_A_WEEK, ana, zoe, minimum=2, maximum=2, guests=1)
    await books(app, emulator, badr, shift, wait=True, guests=1)

    await ana.taps("I can’t come")

    assert "viennent à plusieurs" in said_in(team)
    assert len(asked(others)) == 2
    await others[0].taps("Yes, count me in")
    assert "You are expected at “Market stall”" in others[0].screen.text
    assert "Il y a assez de monde, et d’autres attendent une place." in said_in(team)

    await zoe.taps("I can’t come")
    await others[0].taps("I can’t come")
    for said in (
        "2 places have come free at “Market stall”!",
        "They are kept for you until",
        "1 person comes",
    ):
        assert said in badr.screen.text
    assert "Yes, we take them" in buttons_of(badr)
    await emulator.advance(timedelta(hours=4, minutes=1))
    over = next(message for message in badr.messages if "They are still free" in message.text)
    assert "The time for your 2 places at “Market stall”" in over.text
    await badr.taps("Yes, we come", message=over)
    assert "1 person comes with you" in badr.screen.text, "as in the turn that was over"
    assert await is_full(app, shift)


async def test_whoever_cannot_be_told_is_passed_over_and_keeps_their_turn(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, zoe = await volunteers(emulator, app, 3)
    await a_shift_of(app, emulator, IN_A_WEEK, ana, waiting=[badr, zoe], minimum=1, maximum=1)
    await badr.blocks()

    await ana.taps("I can’t come")
    assert "A place has come free" in zoe.screen.text
    await badr.unblocks()
    await badr.says("/start")
    await zoe.taps("No, thank you")

    assert any("A place has come free" in message.text for message in badr.messages)


async def test_a_pause_takes_an_offer_back_and_nobody_is_called(
    emulator: Emulator, app: App, nadia: Person, team: Group
) -> None:
    ana, badr = await volunteers(emulator, app, 2)
    await a_shift_of(app, emulator, IN_A_WEEK, ana, waiting=[badr], minimum=2, maximum=1)
    await ana.taps("I can’t come")
    assert "A place has come free" in badr.screen.text

    await opens(nadia, "Market stall")
    await nadia.taps("⏸ Pause")
    assert "only the person who is offered a place is told" in nadia.screen.text
    await nadia.taps("Without a word")
    assert "only the person who is offered a place is told" in nadia.screen.text
    await nadia.taps("Yes, pause it")
    assert not any("Yes, I take it" in str(message.buttons) for message in badr.messages)
    assert any("is not given away for now. Your turn" in message.text for message in badr.messages)
    for said in ("The place you were offered is not given away", "Your turn on the waiting list stays yours"):
        assert said in badr.screen.text
    assert "La mission est en pause : la place n’est donnée à personne pour l’instant." in said_in(team)
    await emulator.advance(timedelta(days=5))

    assert not any("goes to the next" in message.text for message in badr.messages)
    assert "il manque" not in said_in(team).lower()

    await opens(nadia, "Market stall")
    await nadia.taps("🟢 Publish")
    assert any("“Market stall” goes on: the pause is over." in message.text for message in badr.messages)
    assert not any("the pause is over" in message.text for message in ana.messages), "who read of none"
