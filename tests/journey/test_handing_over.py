"""A person gets another referent, and the talk goes on: what waits and what follows reach the new one."""

from datetime import timedelta

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import is_welcomed
from tests.journey.shifts_there import a_shift, books
from tests.journey.test_stand_in import said_in
from tests.journey.walking import joins

PLANTING = "Lend a hand with planting"


async def is_followed(app: App, ana: Person, referent: Person, team: Group) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, PLANTING)
    await referent.taps("Je m’en occupe", chat=team)


async def hands_over(referent: Person, to: str, team: Group) -> None:
    await referent.taps("Passer le relais", chat=team)
    await referent.taps(to)


async def writes(ana: Person, words: str) -> None:
    await ana.says("/human")
    await ana.says(words)


def heard(person: Person, words: str) -> bool:
    return any(words in message.text for message in person.messages)


async def test_what_waits_goes_to_the_new_referent_who_answers_by_replying(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    await emulator.advance(timedelta(days=1))
    await writes(ana, "Shall I bring boots?")

    await hands_over(solene, "Mehdi Tazrout", team)

    told = next(message.text for message in mehdi.messages if "is handed over to you" in message.text)
    assert "Ana is handed over to you; before, it was Solène Arbaud." in told
    assert "They last wrote: Tuesday 3 March 2026 at 10:00" in told
    assert "1 message waits for an answer" in told
    assert "Shall I bring boots?" in mehdi.screen.text
    await mehdi.says("Yes, please.", reply_to=mehdi.screen)
    assert "Yes, please." in ana.screen.text


async def test_whoever_read_it_at_the_handing_over_is_not_sent_the_same_words_again(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    await writes(ana, "Shall I bring boots?")
    await hands_over(solene, "Mehdi Tazrout", team)

    await emulator.advance(timedelta(days=3))

    assert sum("Shall I bring boots?" in message.text for message in mehdi.messages) == 1
    assert heard(nadia, "Shall I bring boots?"), "the next ones are called all the same"


async def test_what_follows_a_talk_in_private_goes_to_the_new_referent(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    await writes(ana, "May I call you?")
    await solene.taps("Répondre", chat=team)
    await solene.says("Of course.")
    await emulator.advance(timedelta(minutes=1))
    await hands_over(solene, "Mehdi Tazrout", team)
    assert "They were last written to: Monday 2 March 2026 at 10:00" in mehdi.screen.text

    await ana.says("Tomorrow?")

    assert "Tomorrow?" in mehdi.screen.text
    assert not heard(solene, "Tomorrow?")


async def test_words_that_were_answered_are_not_passed_on(
    app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)
    await writes(ana, "A secret")
    await solene.says("It is safe with me", chat=team, reply_to=team.screen)

    await hands_over(solene, "Mehdi Tazrout", team)

    assert heard(mehdi, "is handed over to you")
    assert not heard(mehdi, "A secret")
    assert not heard(mehdi, "It is safe with me")


async def test_where_nothing_was_said_nothing_is_told(
    app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_followed(app, ana, solene, team)

    await hands_over(solene, "Mehdi Tazrout", team)

    assert not heard(mehdi, "is handed over to you")


async def test_the_group_reads_who_welcomes_them_now_and_a_relay_nobody_takes_up_is_called_one(
    app: App,
    emulator: Emulator,
    ana: Person,
    nadia: Person,
    solene: Person,
    mehdi: Person,
    team: Group,
) -> None:
    await is_welcomed(app, ana)
    shift = await a_shift(app, emulator, emulator.now + timedelta(days=12))
    await books(app, emulator, ana, shift)
    await solene.taps("Je m’en occupe", chat=team)
    assert "Solène Arbaud, merci" in said_in(team)
    await hands_over(solene, "Mehdi Tazrout", team)
    assert "Solène Arbaud, merci" not in said_in(team)
    assert "Mehdi Tazrout, merci de l’accueillir sur place" in said_in(team)

    await emulator.advance(timedelta(days=3))
    assert "qui continue l’accompagnement ?" in said_in(team)
    assert "attend toujours un mot" not in said_in(team)
    assert heard(nadia, "Nobody has confirmed yet that they go on with Ana"), "in the words of a relay"
    assert not heard(nadia, "in spite of the reminders")
