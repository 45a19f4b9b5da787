"""Somebody of the team answers in private, and goes on writing: it reaches the same person, and nobody else."""

from datetime import timedelta

from bot.app import App
from bot.domain.person import Role
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.storage import gardens, people, roles
from bot.storage.database import Transaction
from tests.journey.seeding import is_welcomed
from tests.journey.test_talking_both_ways import asked, follows, kind_of, writes_to_the_team
from tests.journey.walking import buttons_of

SENT_TOO = "Sent to Ana, too."
A_MINUTE = timedelta(minutes=1)


async def is_answered_in_private(app: App, ana: Person, solene: Person, team: Group) -> None:
    """Ana asked something, and Solène has answered with the button, by voice."""
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "How do I find you?")
    await solene.taps("Répondre", chat=team)
    await solene.sends_voice()


async def leaves_the_team(app: App, solene: Person) -> None:
    """Her role is taken away, while what she was asked still stands."""

    def leave(tx: Transaction) -> None:
        garden, mine = gardens.only_garden(tx), people.find_by_telegram_id(tx, solene.id)
        assert garden is not None
        assert mine is not None
        roles.remove_role(tx, mine.id, garden.id, Role.REFERENT)

    await app.db.run(leave)


def got(person: Person, words: str) -> bool:
    return any(words in message.text for message in person.messages if message.by_bot)


async def test_what_follows_an_answer_reaches_the_same_person(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_answered_in_private(app, ana, solene, team)
    await emulator.advance(A_MINUTE)

    await solene.sends_photo("the green gate")

    assert kind_of(ana.screen) == "photo"
    assert "💬 Solène Arbaud answers you:" in ana.screen.text
    assert "the green gate" in ana.screen.text
    assert solene.screen.text == SENT_TOO
    await emulator.advance(timedelta(minutes=9))
    await solene.says("Ring twice.")
    assert "Ring twice." in ana.screen.text
    assert not any("Ring twice." in message.text for message in team.messages)


async def test_after_a_first_word_what_follows_goes_on(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await follows(app, ana, solene, team)
    await solene.taps("Ouvrir la fiche", chat=team)
    await solene.taps("Write to them")
    await solene.says("Shall we meet on Tuesday?")

    await solene.says("At ten, say?")

    assert "At ten, say?" in ana.screen.text
    assert solene.screen.text == SENT_TOO


async def test_what_follows_answers_what_was_written_back_meanwhile(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_answered_in_private(app, ana, solene, team)
    await ana.says("Is it the gate by the church?")
    await emulator.advance(timedelta(minutes=2))

    await solene.says("Yes, that one.")

    assert "Yes, that one." in ana.screen.text
    await solene.says("/pending")
    assert "Nothing is waiting" in solene.screen.text


async def test_after_ten_minutes_words_are_no_answer_any_more(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_answered_in_private(app, ana, solene, team)
    await emulator.advance(timedelta(minutes=11))

    await solene.says("Ring twice.")

    assert not got(ana, "Ring twice.")
    assert "I did not understand it" in solene.screen.text


async def test_words_that_answer_a_question_opened_since_go_to_nobody(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_answered_in_private(app, ana, solene, team)
    await emulator.advance(A_MINUTE)
    await solene.says("/verify")

    await solene.says("something else")
    assert "code" in solene.screen.text, "it is asked for again"
    await solene.sends_photo()

    assert not got(ana, "something else")
    assert kind_of(ana.screen) == "voice"
    assert not got(solene, "Whom is this for?")


async def test_a_form_begun_before_waits_and_the_words_reach_the_person(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    await is_welcomed(app, ana)
    await nadia.says("/manage")
    await nadia.taps("🌱 Missions")
    await nadia.taps("➕ A new mission")
    await nadia.taps("A task, done once")
    await writes_to_the_team(ana, "Is there a bus?")
    await nadia.taps("Answer")
    await nadia.says("Yes, the 3.")
    await emulator.advance(A_MINUTE)

    await nadia.says("It leaves at eight.")

    assert "It leaves at eight." in ana.screen.text
    assert nadia.screen.text == SENT_TOO


async def test_where_somebody_else_wrote_meanwhile_it_is_asked_whom_it_is_for(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    badr = emulator.person("Badr", language="en")
    await is_welcomed(app, ana)
    await is_welcomed(app, badr, first_name="Badr")
    await writes_to_the_team(ana, "Is there a bus?")
    await nadia.taps("Answer")
    await nadia.says("Yes, the 3.")
    await emulator.advance(A_MINUTE)
    await writes_to_the_team(badr, "May I bring my dog?")

    words = await nadia.says("On the lead, please.")

    assert "Whom is this for?" in nadia.screen.text
    assert nadia.screen.reply_to is words
    assert buttons_of(nadia) == ["To Ana", "To Badr"]
    assert not got(ana, "On the lead")
    assert not got(badr, "On the lead")
    question = nadia.screen
    await nadia.taps("To Badr")
    await nadia.taps("To Badr", message=question)
    assert sum("On the lead, please." in message.text for message in badr.messages) == 1
    assert not got(ana, "On the lead")
    assert nadia.screen.text == "Sent to Badr, too."


async def test_where_something_else_was_looked_at_meanwhile_it_is_asked_too(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_answered_in_private(app, ana, solene, team)
    await emulator.advance(A_MINUTE)
    await solene.says("/people")
    await emulator.advance(A_MINUTE)

    await solene.sends_photo()

    assert buttons_of(solene) == ["To Ana"]
    await solene.taps("To Ana")
    assert kind_of(ana.screen) == "photo"


async def test_nobody_outside_the_team_sends_to_anybody(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_answered_in_private(app, ana, solene, team)
    await emulator.advance(A_MINUTE)
    await solene.says("/people")
    await emulator.advance(A_MINUTE)
    await solene.says("Ring twice.")
    await leaves_the_team(app, solene)

    await solene.taps("To Ana", message=asked(solene, "Whom is this for?"))

    assert not got(ana, "Ring twice.")
    assert "Only" in solene.toasts[-1]


async def test_an_answer_given_in_the_group_is_gone_on_with_there(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Is there a bus?")
    await solene.says("Yes, the 3.", chat=team, reply_to=team.screen)

    await solene.says("What can you do?")

    assert not got(ana, "What can you do?")


async def test_whom_telegram_does_not_reach_any_more_is_said_to_be_out_of_reach(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_answered_in_private(app, ana, solene, team)
    await ana.blocks()

    await solene.says("Ring twice.")

    assert "They cannot be reached on Telegram at the moment." in solene.screen.text
