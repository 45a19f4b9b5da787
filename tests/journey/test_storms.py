"""Everything at once, twice, too late or from elsewhere: one effect, one right screen, no spinner."""

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import count_rows, is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins

NAME, AGE, RHYTHM = "What should we call you?", "How old are you?", "How often would you like to come?"


NEXT = "When are you usually free?"


async def test_ten_messages_at_once_answer_only_the_question_that_was_read(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "first_name")

    await emulator.together(*(ana.says(f"Ana{letter}") for letter in "abcdefghij"))

    assert AGE in ana.screen.text
    await ana.taps("← Back")
    assert buttons_of(ana)[0] == "Keep: Anaa"


async def test_ten_messages_typed_one_after_the_other_without_reading(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "first_name")

    for words in ("Ana", "18 or over", "I am retired", "x", "y", "z", "🥕", "back", "later", "hello"):
        await ana.says(words, settle=False)
    await emulator.settle()

    assert buttons_of(ana)
    await ana.says("/start")
    assert buttons_of(ana)


async def test_the_same_tap_twice_at_once_is_one_answer(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")

    await emulator.together(*(ana.taps("Every week") for _ in range(5)))

    assert NEXT in ana.screen.text
    await ana.taps("← Back")
    assert RHYTHM in ana.screen.text
    assert "✓ Every week" in buttons_of(ana)


async def test_two_different_taps_at_once_answer_one_question(
    app: App, emulator: Emulator, ana: Person
) -> None:
    await stands_at(app, ana, "rhythm")

    await emulator.together(ana.taps("Every week"), ana.taps("Once, to see"))

    assert NEXT in ana.screen.text
    assert sum(NEXT in message.text for message in ana.messages) == 1


async def test_a_storm_of_ticks_ends_as_tapped(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "slots")
    on = ana.screen.inline_keyboard
    data = [button["callback_data"] for row in on[:7] for button in row]

    async with emulator.at_once():
        for tick in data * 3:
            await ana.taps_data(tick)

    assert sum(label.startswith("✓") for label in buttons_of(ana)) == 21
    assert ana.unanswered_taps == 0
    await ana.taps("Done")
    assert "Which place is nearest to you?" in ana.screen.text


async def test_one_join_however_often_it_is_tapped(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await ana.taps("Lend a hand with planting")

    await emulator.together(*(ana.taps("Yes, count me in") for _ in range(6)))

    assert (await count_rows(app))["sign_ups"] == 1
    assert sum("You are signed up" in message.text for message in ana.messages) == 1
    assert sum("newcomer" in message.text or "Ana" in message.text for message in team.messages) == 1


async def test_two_phones_of_one_person(app: App, emulator: Emulator, ana: Person) -> None:
    """The same chat on two screens: one taps while the other types."""
    await stands_at(app, ana, "rhythm")

    await emulator.together(ana.taps("Every week"), ana.says("once"), ana.says("/start"), ana.taps("Later"))
    await ana.says("/start")

    assert NEXT in ana.screen.text
    assert sum(bool(message.buttons) for message in ana.messages if "Later" in str(message.buttons)) == 1


async def test_redelivered_updates_have_no_second_effect_and_the_screen_is_right(
    app: App, emulator: Emulator, ana: Person, solene: Person, team: Group
) -> None:
    await stands_at(app, ana, "review")
    await ana.taps("Everything is right")
    await joins(ana, "Lend a hand with planting")
    before, said = await count_rows(app), len(ana.messages)

    emulator.redeliver(5)
    await emulator.settle()

    assert await count_rows(app) == before
    assert len(ana.messages) == said
    assert ana.unanswered_taps == 0


async def test_a_question_deleted_by_the_person_is_shown_anew(app: App, ana: Person) -> None:
    await stands_at(app, ana, "motivations")
    question = ana.screen
    tick = question.inline_keyboard[0][0]["callback_data"]
    ana.chat.drop(question)

    await ana.taps_data(tick, question)
    assert "What brings you here?" in ana.screen.text
    assert "✓ Make myself useful" in buttons_of(ana)
    ana.chat.drop(ana.screen)
    await ana.says("done")

    assert "What would you like to do?" in ana.screen.text


async def test_a_chat_wiped_clean_goes_on(app: App, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    for message in ana.messages:
        ana.chat.drop(message)

    await ana.says("every week")

    assert NEXT in ana.screen.text


async def test_blocked_in_the_middle_and_back_again(app: App, emulator: Emulator, ana: Person) -> None:
    await stands_at(app, ana, "rhythm")
    async with emulator.at_once():
        await ana.taps("Every week")
        await ana.blocks()
    await ana.unblocks()

    await ana.says("/start")

    assert NEXT in ana.screen.text
    await ana.taps("Any time")
    assert "Which place is nearest to you?" in ana.screen.text


async def test_chatter_in_the_group_is_none_of_our_business(
    app: App, emulator: Emulator, team: Group, solene: Person
) -> None:
    zoe = emulator.person("Zoé", language="en")
    await team.adds(zoe)
    before, said = await count_rows(app), len(team.messages)

    await zoe.says("Who waters the tomatoes?", chat=team)
    await zoe.sends_photo("look", chat=team)
    await solene.says("I do!", chat=team)
    await zoe.says("/start", chat=team)
    await zoe.says("/foo", chat=team)

    assert await count_rows(app) == before
    assert len(team.messages) == said + 5, "the bot said nothing"


async def test_a_group_without_a_garden_is_told_nothing_about_anybody(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    club = emulator.group("Chess club", members=[ana])
    await club.adds_bot(by=ana)
    await ana.says("/people", chat=club)
    await ana.says("/help", chat=club)

    assert "person is followed" not in str([message.text for message in club.messages])


async def test_a_hundred_people_at_once(app: App, emulator: Emulator) -> None:
    people = [emulator.person(f"P{number}", language="en") for number in range(100)]

    await emulator.together(*(person.says("/start") for person in people))
    await emulator.together(*(person.taps("English") for person in people))

    assert {person.screen.text.split("\n")[0] for person in people} == {"🌱 Who we are"}


async def test_messages_deleted_before_they_are_edited_are_no_trouble(
    app: App, ana: Person, solene: Person, team: Group
) -> None:
    await is_welcomed(app, ana)
    await ana.says("/missions")
    await joins(ana, "Lend a hand with planting")
    team.deletes(team.screen)
    await ana.says("/privacy")
    await ana.taps("Erase everything")
    ana.chat.drop(ana.screen)

    await ana.says("Yes, erase everything")

    assert "has been erased" in ana.screen.text


async def test_the_bot_put_into_a_channel_says_nothing(app: App, emulator: Emulator, ana: Person) -> None:
    before = await count_rows(app)
    bot = emulator.bot.wire()
    change = {
        "chat": {"id": -1009, "type": "channel", "title": "News"},
        "from": ana.user.wire(),
        "date": 0,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": "administrator", "can_be_edited": False, "is_anonymous": False,
                            "can_manage_chat": True, "can_delete_messages": True, "can_manage_video_chats": True,
                            "can_restrict_members": True, "can_promote_members": True, "can_change_info": True,
                            "can_invite_users": True, "can_post_stories": True, "can_edit_stories": True,
                            "can_delete_stories": True},
    }  # fmt: skip
    emulator.updates.add("my_chat_member", change, lane=-1009)
    await emulator.settle()

    assert await count_rows(app) == before
    assert emulator.calls.of("sendMessage") == []
