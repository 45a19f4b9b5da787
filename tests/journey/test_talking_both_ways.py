"""A volunteer and the team write to each other through the bot: in the group as a thread, in private, with media."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message
from tests.journey.seeding import everything_kept, is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins, link_referent

PLANTING = "Lend a hand with planting"
WORKING, FRIDAY_EVENING, NIGHT = timedelta(hours=5), timedelta(days=4, hours=10), timedelta(hours=13)


def asked(chat: Group | Person, words: str) -> Message:
    """The newest message of that chat that carries these words."""
    return next(message for message in reversed(chat.messages) if words in message.text)


def kind_of(message: Message) -> str:
    return next((kind for kind in ("photo", "voice", "document", "text") if kind in message.content), "")


async def writes_to_the_team(person: Person, *messages: str) -> None:
    await person.says("/human")
    for words in messages:
        await person.says(words)


async def follows(app: App, ana: Person, referent: Person, team: Group) -> None:
    """Ana has a mission, and this referent takes care of her."""
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, PLANTING)
    await referent.taps("Je m’en occupe", chat=team)


async def test_the_talk_reads_as_a_thread_in_the_group(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Is there a bus?")
    question = team.screen
    answer = await solene.says("Yes, the 3.", chat=team, reply_to=question)

    await ana.says("When does it leave?")
    second = team.screen
    await ana.says("From the church?")

    assert second.reply_to is answer
    assert team.screen.reply_to is second
    assert "When does it leave?" in second.text


async def test_a_person_replies_to_the_answer_days_later_in_the_middle_of_a_question(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "first_name")
    await writes_to_the_team(ana, "Is there a bus?")
    await solene.says("Yes, the 3.", chat=team, reply_to=team.screen)
    await emulator.advance(timedelta(days=3))

    await ana.says("And on Sundays?", reply_to=asked(ana, "Yes, the 3."))

    assert "And on Sundays?" in team.screen.text
    assert "What should we call you?" in ana.screen.text


async def test_what_follows_an_answer_in_private_comes_in_private_and_replying_there_works(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "May I call you?")
    await solene.taps("Répondre", chat=team)
    await solene.says("Of course.")
    said_in_group = len(team.messages)

    await ana.says("Tomorrow?")

    assert solene.screen.text.startswith("💬 Ana writes:"), "they are in a talk already"
    assert "Tomorrow?" in solene.screen.text
    assert ana.screen.text == "I have passed this on to Solène Arbaud, too."
    assert len(team.messages) == said_in_group
    await solene.says("At ten.", reply_to=asked(solene, "Tomorrow?"))
    assert "At ten." in ana.screen.text
    assert solene.screen.text == "Sent. Thank you for answering!"
    await ana.says("Perfect")
    assert "Perfect" in solene.screen.text


async def test_a_talk_in_private_that_nobody_goes_on_with_comes_to_the_group(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "May I call you?")
    await solene.taps("Répondre", chat=team)
    await solene.says("Of course.")
    await ana.says("Tomorrow?")

    await emulator.advance(WORKING)
    assert "Tomorrow?" in team.screen.text

    await emulator.advance(timedelta(days=1))
    assert "Tomorrow?" in nadia.screen.text


async def test_where_the_referent_wrote_first_the_answer_reaches_them_and_is_not_lost(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await follows(app, ana, solene, team)
    await solene.taps("Ouvrir la fiche", chat=team)
    await solene.taps("Write to them")
    await solene.says("Shall we meet on Tuesday?")
    assert "Shall we meet on Tuesday?" in ana.screen.text

    await ana.says("With pleasure")
    assert "With pleasure" in solene.screen.text
    assert "With pleasure" not in team.screen.text

    await emulator.advance(WORKING)
    assert "With pleasure" in team.screen.text


async def test_a_message_is_for_the_attention_of_ones_own_referent(
    app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await follows(app, ana, solene, team)

    await writes_to_the_team(ana, "Shall I bring boots?")

    assert "À l’attention de Solène Arbaud" in team.screen.text
    assert "for the attention of Solène Arbaud. You will be answered here." in ana.screen.text


async def test_nobody_answers_so_the_group_then_the_referent_then_the_coordinators_are_called_until_one_does(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await follows(app, ana, solene, team)
    await writes_to_the_team(ana, "Shall I bring boots?")

    def called(chat: Group | Person) -> int:
        return sum("Shall I bring boots?" in message.text for message in chat.messages)

    await emulator.advance(WORKING)
    assert (called(team), called(solene), called(nadia)) == (2, 0, 0)
    await emulator.advance(timedelta(days=1))
    assert called(solene) == 1
    assert "You read this because you look after them." in solene.screen.text
    await emulator.advance(timedelta(days=1))
    assert called(nadia) >= 1
    assert "Your message to the team has no answer yet" in ana.screen.text
    await emulator.advance(timedelta(days=7))
    assert called(nadia) >= 2, "until somebody answers"

    await solene.taps("Answer", message=asked(solene, "Shall I bring boots?"))
    await solene.says("Yes, please.")
    assert "Yes, please." in ana.screen.text
    assert (called(team), called(nadia)) == (0, 0)
    told = len(nadia.messages)
    await emulator.advance(timedelta(days=30))
    assert len(nadia.messages) == told


async def test_somebody_who_was_called_back_calls_for_nobody_any_more(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Please call me")
    await emulator.advance(WORKING)

    await solene.taps("Répondu autrement", chat=team)

    assert "Please call me" not in team.screen.text
    assert "Solène Arbaud noted that you have been answered by other means" in ana.screen.text
    await emulator.advance(timedelta(days=10))
    assert not any("Please call me" in message.text for message in nadia.messages)


async def test_one_answer_serves_for_all_that_was_read_before_it(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Hello", "is there a bus?", "on Saturdays")

    await solene.says("Yes, the 3.", chat=team, reply_to=team.screen)

    await emulator.advance(timedelta(days=10))
    assert not any("attend toujours" in message.text for message in team.messages)
    await nadia.says("/pending")
    assert "Nothing is waiting" in nadia.screen.text


async def test_what_comes_while_the_answer_is_written_still_waits(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Is there a bus?")
    await emulator.advance(timedelta(minutes=5))
    await solene.taps("Répondre", chat=team)
    await emulator.advance(timedelta(minutes=5))
    await ana.says("I mean on Sundays")

    await solene.says("Yes, the 3.")

    await emulator.advance(WORKING)
    assert "I mean on Sundays" in team.screen.text


@pytest.mark.parametrize(
    ("later", "promise"),
    [
        (timedelta(0), None),
        (NIGHT, "you will have an answer tomorrow from 08:30."),
        (FRIDAY_EVENING, "you will have an answer on Monday from 08:30."),
    ],
    ids=["at work", "in the evening", "over the weekend"],
)
async def test_outside_working_hours_people_are_told_when_an_answer_comes(
    app: App, emulator: Emulator, ana: Person, team: Group, later: timedelta, promise: str | None
) -> None:
    await is_welcomed(app, ana)
    await emulator.advance(later)

    await writes_to_the_team(ana, "Hello")

    closed = "The garden is closed now" in ana.screen.text
    assert closed == (promise is not None)
    assert (promise or "Somebody will answer you here") in ana.screen.text


async def test_the_promise_in_french(app: App, emulator: Emulator, team: Group) -> None:
    ana = emulator.person("Ana", language="fr")
    await emulator.advance(NIGHT)

    await writes_to_the_team(ana, "Bonjour")

    assert "demain à partir de 8 h 30" in ana.screen.text.replace("\xa0", " ")


async def test_a_photo_and_a_voice_go_both_ways_and_leave_no_trace(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")
    await ana.sends_photo("Is it this plant?")
    photo = team.screen
    assert kind_of(photo) == "photo"
    assert "Is it this plant?" in photo.text

    await solene.sends_voice(chat=team, reply_to=photo)
    assert kind_of(ana.screen) == "voice"
    assert "Solène Arbaud" in ana.screen.text
    await ana.sends_document("plan.pdf", b"%PDF", caption="And this?")
    assert kind_of(team.screen) == "document"

    await solene.says("Yes.", chat=team, reply_to=team.screen)
    kept = await everything_kept(app)
    files = [message.file.id for chat in (ana, team) for message in chat.messages if message.file]
    assert files
    assert [name for name, rows in kept.items() if any(file in rows for file in files)] == []
    assert "Is it this plant?" not in str(kept)
    assert "Is it this plant?" not in photo.text


async def test_the_answer_in_private_may_be_a_voice(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "How do I find you?")
    await solene.taps("Répondre", chat=team)

    await solene.sends_voice()

    assert kind_of(ana.screen) == "voice"
    assert buttons_of(ana) == ["Write back"]


async def test_a_voice_in_the_middle_of_a_question_is_passed_on_in_one_tap(
    app: App, ana: Person, team: Group
) -> None:
    await stands_at(app, ana, "rhythm")
    voice = await ana.sends_voice()
    assert ana.screen.reply_to is voice

    await ana.taps("Yes, pass it on")
    await ana.taps("Yes, pass it on")

    passed_on = [message for message in team.messages if kind_of(message) == "voice"]
    assert len(passed_on) == 1
    assert "I have passed this on to the team, too." in ana.screen.text
    assert "Every week" in buttons_of(ana)


async def test_a_long_text_with_a_document_arrives_whole(app: App, ana: Person, team: Group) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")

    await ana.sends_document("cv.pdf", b"%PDF", caption="z" * 1024)

    words = "".join(message.text.split("\n\n")[1] for message in team.messages if "zz" in message.text)
    assert words == "z" * 1024
    assert kind_of(team.screen) == "document"


async def test_talk_in_the_group_that_answers_nobody_stays_there(
    app: App, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Is there a bus?")
    heard = len(ana.messages)
    aside = await solene.says("Who knows?", chat=team)

    await mehdi.says("Not me", chat=team, reply_to=aside)

    assert len(ana.messages) == heard


async def test_somebody_from_outside_the_team_answers_nobody(
    app: App, emulator: Emulator, ana: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Is there a bus?")
    zoe = emulator.person("Zoé", language="en")
    await team.adds(zoe)

    await zoe.says("No idea", chat=team, reply_to=asked(team, "Is there a bus?"))

    assert "No idea" not in ana.screen.text


async def test_whoever_left_the_team_does_not_get_what_follows(
    app: App, emulator: Emulator, ana: Person, nadia: Person, team: Group
) -> None:
    irene = await link_referent(emulator, nadia, team, "Irène Vauclair")
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "May I call you?")
    await irene.taps("Répondre", chat=team)
    await irene.says("Of course.")
    await irene.blocks()

    await ana.says("Tomorrow?")

    assert "Tomorrow?" in team.screen.text


async def test_who_is_called_again_reads_all_that_waits_in_one_message(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Hello", "is there a bus?")
    await ana.sends_photo("this one")
    await ana.says("on Saturdays")
    said = len(team.messages)

    await emulator.advance(WORKING)

    again = [message for message in team.messages[said:] if "attend toujours" in message.text]
    assert [kind_of(message) for message in again] == ["photo", "text"]
    assert "Hello\n\nis there a bus?\n\non Saturdays" in again[1].text
    await solene.says("Yes, the 3.", chat=team, reply_to=again[1])
    assert not any("on Saturdays" in message.text for message in team.messages)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("video", {"width": 640, "height": 480, "duration": 4}),
        ("audio", {"duration": 4}),
    ],
)
async def test_a_video_and_a_recording_are_passed_on_too(
    app: App, emulator: Emulator, ana: Person, team: Group, kind: str, sent: dict[str, int]
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")
    file = emulator.world.store(b"moving", name=f"it.{kind}", mime_type=f"{kind}/mp4", kind=kind)

    await ana.sends({kind: {**file.wire(), **sent}})

    assert team.screen.content.keys() >= {kind}
    assert team.screen.file is file


async def test_of_two_who_answer_at_once_one_is_heard_and_the_other_is_told(
    app: App, emulator: Emulator, ana: Person, solene: Person, mehdi: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Is there a bus?")
    question = team.screen
    await solene.taps("Répondre", chat=team)

    async with emulator.at_once():
        await solene.says("Yes, the 3.")
        await mehdi.says("No, sorry.", chat=team, reply_to=question)

    answers = [message for message in ana.messages if "answers you:" in message.text]
    assert len(answers) == 1
    told = [message.text for chat in (solene, team) for message in chat.messages if message.by_bot]
    assert sum("has answered already" in text for text in told) == 1


async def test_a_voice_and_a_photo_are_gone_from_the_team_with_the_person_erased(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/human")
    await ana.sends_voice()
    await solene.says("Yes.", chat=team, reply_to=team.screen)
    await ana.sends_photo("This plant?")

    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")

    assert [kind_of(message) for message in team.messages if message.file] == []
    assert not any("Ana" in message.text for message in team.messages)


async def test_a_message_erased_with_its_person_is_answered_by_nobody(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await writes_to_the_team(ana, "Is there a bus?")
    question = team.screen
    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")
    assert "Is there a bus?" not in question.text

    await solene.says("Yes, the 3.", chat=team, reply_to=question)
    await emulator.advance(timedelta(days=10))

    assert not any("Yes, the 3." in message.text for message in ana.messages)
    assert not any("attend toujours" in message.text for message in team.messages)
