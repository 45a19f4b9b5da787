"""What is due, and why, as the rehearsal's page tells it: each in words, with whom it reaches."""

from __future__ import annotations

from datetime import timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.usecases.coming import Coming, list_coming
from bot.usecases.tracing import Place, trace
from tests.journey.seeding import is_welcomed, stands_at
from tests.journey.shifts_there import a_shift, books
from tests.journey.walking import joins


async def coming(
    app: App, emulator: Emulator, *people: Person, limit: int = 12
) -> dict[str, tuple[str, str]]:
    """By kind: what, and who."""
    names = {person.id: person.name for person in people}
    found: list[Coming] = await app.db.read(list_coming, emulator.now, limit, names)
    assert [one.at for one in found] == sorted(one.at for one in found)
    speaker = app.house.catalogues.speaker("en")
    return {one.kind: (speaker.plain(one.what), speaker.plain(one.who)) for one in found}


async def test_a_newcomer_nobody_takes_is_told_step_by_step(
    emulator: Emulator, app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    told = [(await coming(app, emulator, ana))["claim"]]
    for _ in range(2):
        newest = team.screen
        while team.screen is newest:
            assert emulator.following.next_due is not None
            await emulator.advance(to=emulator.following.next_due)
        told.append((await coming(app, emulator, ana))["claim"])

    assert told == [
        ("If nobody has taken Ana by then, the group is reminded.", "Referents’ group"),
        ("If nobody has taken Ana by then, another referent is proposed.", "Referents’ group"),
        ("If nobody has taken Ana by then, the coordinators are told.", "Coordinators"),
    ]


async def test_a_question_nobody_answers_and_no_daily_look(
    emulator: Emulator, app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")
    await ana.says("Is the gate open?")
    first = await coming(app, emulator, ana)
    await emulator.advance(timedelta(hours=6))
    later = await coming(app, emulator, ana)

    assert first["unanswered"] == (
        "If nobody has answered Ana by then, the group reads the message again.",
        "Referents’ group",
    )
    assert later["unanswered"] == (
        "If nobody has answered Ana by then, the coordinators read it.",
        "Coordinators",
    )
    assert "retention" not in first, "it reaches nobody"


async def test_somebody_who_has_not_given_a_name_is_told_by_the_one_telegram_knows(
    emulator: Emulator, app: App, ana: Person
) -> None:
    await ana.says("/start")
    await ana.taps("English")

    told = await coming(app, emulator, ana)

    assert told["nudge"] == ("Ana stopped midway: one friendly word, and never again.", "Ana")


async def test_a_nudge_in_the_night_waits_for_the_morning(emulator: Emulator, app: App, ana: Person) -> None:
    await emulator.advance(timedelta(hours=14))
    await ana.says("/start")
    await ana.taps("English")
    await emulator.advance(timedelta(hours=24))

    told = await coming(app, emulator, ana)

    assert told["nudge"] == ("A message nobody asked for waits for the end of the quiet hours.", "Ana")


async def test_a_conversation_is_traced_to_the_step_it_stands_at(
    emulator: Emulator, app: App, ana: Person
) -> None:
    await stands_at(app, ana, "situation")

    async def traced() -> dict[str, str]:
        found = await app.db.read(trace, app.house, ana.id, ana.id, emulator.now)
        assert found is not None
        return {step.declared.id: step.place.value for step in found.steps}

    steps = await traced()
    ids = list(steps)
    at = ids.index("situation")

    assert steps["situation"] == Place.CURRENT
    assert set(list(steps.values())[:at]) <= {Place.DONE, Place.SKIPPED}
    assert set(list(steps.values())[at + 1 :]) == {Place.AHEAD}
    assert await app.db.read(trace, app.house, 4242, 4242, emulator.now) is None


async def test_a_first_contact_and_an_absence_are_told(
    emulator: Emulator, app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    await solene.taps("Je m’en occupe", chat=team)
    await solene.says("/absence")
    await solene.says("tomorrow")
    await solene.says("tomorrow")
    await solene.taps("Mehdi Tazrout")

    told = await coming(app, emulator, ana, limit=200)

    assert told["meet"] == (
        "If they have not been in touch by then, Solène Arbaud is asked about Ana.",
        "Solène Arbaud",
    )
    assert told["away"] == (
        "Solène Arbaud is away from then on: what waits is proposed to who steps in.",
        "Mehdi Tazrout",
    )


async def test_a_stand_in_looked_for_and_a_call_on_its_way(
    emulator: Emulator, app: App, nadia: Person, ana: Person, team: Group
) -> None:
    badr = emulator.person("Badr", language="en")
    for one in (ana, badr):
        await is_welcomed(app, one)
    await books(app, emulator, ana, await a_shift(app, emulator, emulator.now + timedelta(days=1)))
    await ana.taps("I can’t come")
    asked = (await coming(app, emulator, ana))["stand_in"]
    assert asked == (
        "If “Market stall” still needs a stand-in, the next few suitable people are asked.",
        "Suitable people",
    )

    await emulator.advance(timedelta(hours=12))
    await nadia.says("/call")
    await nadia.taps("Lend a hand with planting")
    await nadia.taps("Nothing to add")
    await nadia.taps("Send to the one who could come")

    told = await coming(app, emulator, nadia)
    assert told["call_look"] == (
        "The figures of the call for “Lend a hand with planting” are brought up to date.",
        "Nadia",
    )
