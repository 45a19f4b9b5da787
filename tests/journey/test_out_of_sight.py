"""Messages deleted, the bot blocked, groups and channels, what nobody can read: no trouble, and no word too many."""

import pytest

from bot.app import App
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from tests.journey.seeding import count_rows, is_welcomed, stands_at
from tests.journey.walking import buttons_of, joins

NEXT = "When are you usually free?"


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
    await zoe.says("/foo", chat=team)

    assert await count_rows(app) == before
    assert len(team.messages) == said + 4, "the bot said nothing"


async def test_a_group_without_a_garden_is_told_nothing_about_anybody(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    club = emulator.group("Chess club", members=[ana])
    await club.adds_bot(by=ana)
    await ana.says("/people", chat=club)
    await ana.says("/help", chat=club)

    assert "person is followed" not in str([message.text for message in club.messages])


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


async def test_what_the_library_cannot_read_is_answered_all_the_same(
    app: App, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """As a poll of a newer Telegram, which lacks what the library asks for."""
    await ana.sends({"poll": {"id": "1"}})

    assert "not your fault" in ana.screen.text or "pour rien" in ana.screen.text
    assert "is set aside" in caplog.text
    caplog.clear()
