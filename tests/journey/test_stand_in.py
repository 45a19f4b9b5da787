"""Somebody cannot come: suitable people are asked a few at a time, the first yes has the place, and nobody is woken."""

from __future__ import annotations

from datetime import date, timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import people, sign_ups
from bot.storage.database import Transaction
from bot.usecases.leaving import leave_mission
from bot.usecases.regulars import become_regular
from tests.journey.conftest import MONDAY_MORNING
from tests.journey.shifts_there import a_series, a_shift, a_shift_of, books, in_garden, volunteers
from tests.journey.test_calls import plain, said_to
from tests.journey.walking import buttons_of

TUESDAY = MONDAY_MORNING + timedelta(days=1)
ASKED = "Could you come in their place?"
NOBODY_ELSE = "personne d’autre à solliciter"
FREE_AGAIN = "that we asked you about is free again"


def asked(everybody: list[Person]) -> list[Person]:
    """Those who read of it, whatever they answered since."""
    return [one for one in everybody if any("Market stall" in message.text for message in one.messages)]


def notice(team: Group) -> str:
    """The group's notice about the search, as it stands now."""
    return plain(next(m.text for m in reversed(team.messages) if "sollicité" in m.text))


def said_in(team: Group) -> str:
    return "\n".join(plain(message.text) for message in team.messages)


async def test_five_are_asked_and_the_first_yes_has_the_place(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, *others = await volunteers(emulator, app, 8)
    shift = await a_shift(app, emulator, TUESDAY, minimum=1, maximum=1)
    await a_shift(app, emulator, TUESDAY + timedelta(days=7), minimum=1, maximum=1)
    await books(app, emulator, ana, shift)

    await ana.taps("I can’t come")

    called = asked(others)
    assert len(called) == 5
    assert ASKED not in said_to(ana)
    assert "Why you:" in said_to(called[0])
    assert "5 personnes à qui cela convient ont été sollicitées" in notice(team)

    await called[2].taps("Yes, count me in")

    assert called[2].toasts[-1] == "Thank you!"
    assert "✅ Volunteer" in notice(team)
    assert called[2].name in notice(team)

    await called[0].taps("Yes, count me in")

    assert "Somebody was quicker" in called[0].toasts[-1]
    told = next(one for one in called[0].messages if "Should somebody be needed there again" in one.text)
    assert told.buttons == [["Join the waiting list"], ["See other missions"]]
    assert "These other dates of “Market stall” have room" in called[0].screen.text
    assert len([b for b in buttons_of(called[0]) if "10" in b]) == 1, buttons_of(called[0])
    assert len(asked(others)) == 5, "nobody else is troubled"


async def test_once_the_place_is_free_again_those_who_were_willing_come_first(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, *others = await volunteers(emulator, app, 9)
    await a_shift_of(app, emulator, TUESDAY, ana, minimum=1, maximum=1)
    await ana.taps("I can’t come")
    late, taker, *silent = asked(others)
    await taker.taps("Yes, count me in")
    await late.taps("Yes, count me in")

    await taker.taps("I can’t come")
    assert "You offered to come to “Market stall”: the place is free again" in said_to(late)
    assert all(FREE_AGAIN not in said_to(one) for one in silent), "who said yes is asked alone"
    assert "1 personne à qui cela convient a été sollicitée" in notice(team)

    await late.taps("Not this time")
    assert all(FREE_AGAIN in said_to(one) for one in silent)
    assert len(asked(others)) == 7, "five at a time, two of them new"
    for one in silent:
        questions = [message for message in one.messages if "Yes, count me in" in str(message.buttons)]
        assert len(questions) == 1, "the first question is over: never two at once"
    assert late not in [one for one in others if "Yes, count me in" in buttons_of(one)]

    await silent[0].taps("Yes, count me in")
    assert f"✅ {silent[0].name}" in notice(team)


async def test_the_next_five_are_asked_after_a_while_or_once_all_have_declined(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, *others = await volunteers(emulator, app, 14)
    await books(app, emulator, ana, await a_shift(app, emulator, TUESDAY, minimum=1, maximum=2))
    await ana.taps("I can’t come")
    first = asked(others)

    await emulator.advance(timedelta(hours=1))
    assert len(asked(others)) == 5, "they have time to answer"
    await emulator.advance(timedelta(hours=1, minutes=5))
    assert len(asked(others)) == 10

    for one in [one for one in asked(others) if one not in first] + first:
        await one.taps("Not this time")

    assert len(asked(others)) == 13, "once everybody has said no, the next ones are asked at once"
    for one in others:
        if "Not this time" in buttons_of(one):
            await one.taps("Not this time")
    assert NOBODY_ELSE in notice(team)
    assert team.screen.buttons == [["Appeler des bénévoles"]]


async def test_nobody_is_asked_at_night(emulator: Emulator, app: App, team: Group) -> None:
    ana, *others = await volunteers(emulator, app, 4)
    await books(app, emulator, ana, await a_shift(app, emulator, TUESDAY + timedelta(hours=2), minimum=1))
    await emulator.advance(timedelta(hours=12))  # ten in the evening

    await ana.taps("I can’t come")
    await emulator.advance(timedelta(hours=9))  # seven in the morning
    assert asked(others) == []

    await emulator.advance(timedelta(hours=1, minutes=1))
    assert len(asked(others)) == 3


async def test_whoever_is_busy_then_wants_no_calls_or_was_asked_lately_is_left_alone(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, chloe, dina = await volunteers(emulator, app, 4)
    first = await a_shift(app, emulator, TUESDAY, minimum=1)
    other = await a_shift(app, emulator, TUESDAY + timedelta(hours=1), minimum=1)
    await books(app, emulator, ana, first)
    await books(app, emulator, badr, other)

    await ana.taps("I can’t come")
    assert ASKED not in said_to(badr), "badr is at another shift then"
    await chloe.taps("No more calls like this")
    await dina.taps("Not this time")
    assert "no more calls like this will reach you" in said_to(chloe)

    await badr.taps("I can’t come", message=badr.screen)
    for one in (ana, chloe, dina):
        assert ASKED not in said_to(one)
    assert NOBODY_ELSE in notice(team)


async def test_somebody_in_line_gets_the_place_and_nobody_else_is_asked(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, *others = await volunteers(emulator, app, 5)
    await a_shift_of(app, emulator, TUESDAY, ana, waiting=[badr], minimum=1, maximum=1)

    await ana.taps("I can’t come")

    assert asked(others) == []


async def test_while_enough_are_left_or_it_is_far_away_nobody_is_asked(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, *others = await volunteers(emulator, app, 5)
    await a_shift_of(app, emulator, TUESDAY + timedelta(days=7), ana, badr, minimum=1, maximum=4)

    await ana.taps("I can’t come")

    assert asked(others) == []

    await badr.taps("I can’t come")
    assert asked(others) == []
    assert "Un remplacement sera cherché à partir du mardi 3 mars" in said_in(team)
    await emulator.advance(timedelta(days=1))
    assert asked(others) == others, "in the week before"


async def test_who_leaves_with_many_dates_is_one_message_and_each_date_is_looked_for_in_its_time(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr = await volunteers(emulator, app, 2)
    series_id = await a_series(app, emulator, date(2026, 3, 7), minimum=1)

    def come_and_leave(tx: Transaction) -> None:
        garden, known = in_garden(tx), people.find_by_telegram_id(tx, ana.id)
        assert known is not None
        become_regular(tx, garden, known.id, series_id, emulator.now)
        (sign_up,) = sign_ups.open_sign_ups(tx, known.id, garden.id)
        leave_mission(tx, garden, sign_up.id, known.id, emulator.now)

    await app.db.run(come_and_leave)
    await emulator.settle()

    told = [plain(m.text) for m in team.messages if "quitte" in m.text or "remplacement :" in plain(m.text)]
    assert len(told) == 2, told
    assert "Sa place est libre pour 8 dates" in told[0]
    assert "7 mars" in told[1]
    assert "Saturday 7 March" in badr.screen.text

    await emulator.advance(timedelta(days=9))
    assert "Saturday 14 March" in badr.screen.text, "left alone for three days, and asked in time"


async def test_where_nobody_is_needed_nobody_is_asked_when_the_only_one_gives_up(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr = await volunteers(emulator, app, 2)
    await a_shift_of(app, emulator, TUESDAY, ana, minimum=0, maximum=4)

    await ana.taps("I can’t come")

    assert asked([badr]) == []
    assert "assez de monde" in said_in(team)
    assert "remplacement" not in said_in(team)


async def test_the_search_ends_with_the_shift(emulator: Emulator, app: App, team: Group) -> None:
    ana, badr = await volunteers(emulator, app, 2)
    await a_shift_of(app, emulator, TUESDAY, ana, minimum=1, closes_hours=2)
    await ana.taps("I can’t come")
    assert asked([badr]) == [badr]

    await emulator.advance(timedelta(hours=22, minutes=30))
    assert "Nous ne cherchons plus" in notice(team)
    assert "Il manque encore quelqu’un" in notice(team)
    assert "Cherchez aussi autour de vous" in notice(team)
    await emulator.advance(timedelta(hours=2, minutes=30))
    await badr.taps("Yes, count me in")

    assert "This date is over by now" in badr.toasts[-1]


async def test_near_the_day_one_to_spare_is_looked_for_and_one_yes_is_enough(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, *others = await volunteers(emulator, app, 5)
    await a_shift_of(app, emulator, TUESDAY, ana, badr, minimum=1)

    await ana.taps("I can’t come")
    assert len(asked(others)) == 3
    assert "juste assez de monde, et personne en réserve" in said_in(team), "as the search that follows says"

    await others[0].taps("Yes, count me in")
    await others[1].taps("Yes, count me in")
    assert others[1].toasts[-1] == "Thank you!", "there is room: nobody willing is sent away"
    assert "You are expected at “Market stall”" in said_to(others[1])


async def test_a_place_lost_twice_is_looked_for_until_there_are_enough(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr, *others = await volunteers(emulator, app, 6)
    await a_shift_of(app, emulator, TUESDAY, ana, badr, minimum=2, maximum=2)
    await ana.taps("I can’t come")
    await badr.taps("I can’t come")

    await others[0].taps("Yes, count me in")
    await others[1].taps("Yes, count me in")
    await others[2].taps("Yes, count me in")

    assert "Volunteer2 et Volunteer3" in notice(team)
    assert "Somebody was quicker" in others[2].toasts[-1]


async def test_silence_holds_nothing_up_and_whoever_was_asked_lately_is_asked_later(
    emulator: Emulator, app: App, team: Group
) -> None:
    ana, badr = await volunteers(emulator, app, 2)
    for begins in (TUESDAY, TUESDAY + timedelta(days=6)):
        await books(app, emulator, ana, await a_shift(app, emulator, begins, minimum=1))
    sooner, later = [message for message in ana.messages if "I can’t come" in str(message.buttons)]
    await ana.taps("I can’t come", message=sooner)
    assert NOBODY_ELSE not in notice(team)

    await emulator.advance(timedelta(hours=3))
    assert NOBODY_ELSE in notice(team), "whoever is silent had the time to answer"
    await ana.taps("I can’t come", message=later)
    assert "personne n’a pu être sollicité" in notice(team), "asked an hour ago for another date"
    assert NOBODY_ELSE in notice(team)

    await emulator.advance(timedelta(days=5))
    assert "Monday 9 March" in badr.screen.text, "left alone for three days, and asked in time"
    assert ASKED in badr.screen.text
    assert "1 personne à qui cela convient a été sollicitée" in notice(team)
