"""Groups: members, the bot among them, privacy, anonymous administrators, topics, becoming a supergroup."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.rehearsal import Emulator, Group, Person
from tests.emulator_support import NOW, Caller


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Caller]:
    async with Caller(emulator) as bot:
        yield bot


@pytest.fixture
def marie(emulator: Emulator) -> Person:
    return emulator.person("Marie")


@pytest.fixture
def paul(emulator: Emulator) -> Person:
    return emulator.person("Paul")


@pytest.fixture
async def group(emulator: Emulator, bot: Caller, marie: Person, paul: Person) -> Group:
    group = emulator.group("Référents", members=[marie, paul])
    await group.adds_bot(by=marie)
    await bot.updates()
    return group


@pytest.fixture
async def forum(emulator: Emulator, bot: Caller, marie: Person, paul: Person) -> Group:
    forum = emulator.group("Forum", members=[marie, paul], forum=True)
    await forum.adds_bot(by=marie)
    await bot.updates()
    return forum


async def test_being_added_is_told_with_who_did_it(emulator: Emulator, bot: Caller, marie: Person) -> None:
    group = emulator.group("Référents", members=[marie])

    await group.adds_bot(by=marie)

    added, service = await bot.updates()
    change = added["my_chat_member"]
    assert change["chat"] == {"id": group.id, "type": "group", "title": "Référents"}
    assert change["from"]["id"] == marie.id
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert service["message"]["new_chat_members"][0]["id"] == emulator.bot.id


async def test_being_removed_is_told_and_shuts_the_door(bot: Caller, group: Group, marie: Person) -> None:
    await group.removes_bot(by=marie)

    service, change = await bot.updates()
    assert service["message"]["left_chat_member"]["id"] == bot.emulator.bot.id
    assert change["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    why = await bot.refused("sendMessage", chat_id=group.id, text="x")
    assert why == "Forbidden: bot was kicked from the group chat"


async def test_out_of_a_supergroup_only_the_change_of_standing_is_told(
    bot: Caller, forum: Group, marie: Person
) -> None:
    await forum.removes_bot(by=marie)

    assert (await bot.only_update())["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    why = await bot.refused("sendMessage", chat_id=forum.id, text="x")
    assert why == "Forbidden: bot was kicked from the supergroup chat"


async def test_a_bot_that_left_is_no_member(bot: Caller, group: Group) -> None:
    await bot.call("leaveChat", chat_id=group.id)

    assert (await bot.only_update())["my_chat_member"]["new_chat_member"]["status"] == "left"
    why = await bot.refused("sendMessage", chat_id=group.id, text="x")
    assert why == "Forbidden: bot is not a member of the group chat"


async def test_privacy_lets_through_commands_and_replies_to_the_bot(
    bot: Caller, group: Group, paul: Person
) -> None:
    await bot.call("sendMessage", chat_id=group.id, text="question")

    await paul.says("just talking", chat=group)
    await paul.says("/help", chat=group)
    await paul.says(f"/help@{bot.emulator.bot.username}", chat=group)
    await paul.says("/help@another_bot", chat=group)
    await paul.says("my answer", chat=group, reply_to=group.screen)

    assert [u["message"]["text"] for u in await bot.updates()] == [
        "/help",
        "/help@coupdemain_rehearsal_bot",
        "my answer",
    ]


async def test_an_administrator_bot_hears_everything(
    bot: Caller, group: Group, marie: Person, paul: Person
) -> None:
    await group.promotes_bot(by=marie)
    await paul.says("just talking", chat=group)

    promoted, heard = await bot.updates()
    assert promoted["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert heard["message"]["text"] == "just talking"


async def test_who_is_there(bot: Caller, group: Group, marie: Person, paul: Person) -> None:
    await group.makes_admin(paul, title="Seeds")

    admins = await bot.call("getChatAdministrators", chat_id=group.id)
    assert [(a["user"]["first_name"], a["status"], a.get("custom_title")) for a in admins] == [
        ("Marie", "creator", None),
        ("Paul", "administrator", "Seeds"),
    ]
    assert await bot.call("getChatMemberCount", chat_id=group.id) == 3
    member = await bot.call("getChatMember", chat_id=group.id, user_id=paul.id)
    assert member["status"] == "administrator"
    assert (await bot.call("getChat", chat_id=group.id))["title"] == "Référents"
    why = await bot.refused("getChatMember", chat_id=group.id, user_id=1)
    assert why == "Bad Request: member not found"


async def test_people_come_and_go(bot: Caller, group: Group, marie: Person) -> None:
    zoe = bot.emulator.person("Zoé")
    await group.adds(zoe, by=marie)
    await group.loses(zoe)

    came, went = await bot.updates()
    assert came["message"]["new_chat_members"][0]["first_name"] == "Zoé"
    assert went["message"]["left_chat_member"]["id"] == zoe.id
    with pytest.raises(AssertionError, match="Zoé is not in Référents"):
        await zoe.says("/help", chat=group)


async def test_changes_of_members_reach_an_administrator_bot_that_asked(
    bot: Caller, group: Group, marie: Person, paul: Person
) -> None:
    await bot.call("getUpdates", allowed_updates=["chat_member"])
    await group.makes_admin(paul)
    await group.promotes_bot(by=marie)
    await group.loses(paul, by=marie)

    change = (await bot.only_update())["chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
        "administrator",
        "kicked",
    )


async def test_an_anonymous_administrator_writes_as_the_group(
    bot: Caller, forum: Group, marie: Person, paul: Person
) -> None:
    await marie.says("/help", chat=forum, anonymously=True)

    message = (await bot.only_update())["message"]
    assert message["from"]["id"] == 1087968824
    assert message["from"]["is_bot"] is True
    assert message["sender_chat"]["id"] == forum.id
    assert forum.messages[-1].sender == "Forum"
    with pytest.raises(AssertionError, match="Paul is no administrator"):
        await paul.says("/help", chat=forum, anonymously=True)


async def test_a_plain_group_has_no_anonymous_administrators(group: Group, marie: Person) -> None:
    with pytest.raises(AssertionError, match="plain group"):
        await marie.says("/help", chat=group, anonymously=True)


async def test_a_tap_in_a_group_says_who_even_of_an_anonymous_administrator(
    bot: Caller, forum: Group, marie: Person
) -> None:
    await forum.makes_admin(marie, anonymous=True)
    button = {"inline_keyboard": [[{"text": "I take them", "callback_data": "take"}]]}
    await bot.call("sendMessage", chat_id=forum.id, text="Ana comes", reply_markup=button)

    await marie.taps("I take them", chat=forum)

    query = (await bot.only_update())["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (marie.id, forum.id)


async def test_a_stranger_cannot_tap_in_a_group(bot: Caller, group: Group) -> None:
    zoe = bot.emulator.person("Zoé")
    await bot.call("sendMessage", chat_id=group.id, text="x")

    with pytest.raises(AssertionError, match="Zoé is not in Référents"):
        await zoe.taps_data("take", chat=group)


async def test_a_group_that_becomes_a_supergroup_has_another_id(
    bot: Caller, group: Group, marie: Person
) -> None:
    old = group.id
    sent = await bot.call("sendMessage", chat_id=old, text="before")

    await group.migrates()

    leaving, arriving = [u["message"] for u in await bot.updates()]
    assert (leaving["chat"]["id"], leaving["migrate_to_chat_id"]) == (old, group.id)
    assert (arriving["chat"]["id"], arriving["migrate_from_chat_id"]) == (group.id, old)
    assert arriving["chat"]["type"] == "supergroup"
    refused = await bot.answer("sendMessage", chat_id=old, text="x")
    assert refused == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": group.id},
    }
    after = await bot.call("sendMessage", chat_id=group.id, text="after")
    assert after["message_id"] == sent["message_id"], "a supergroup counts its own messages, from one"
    assert [m.text for m in group.messages if m.by_bot] == ["before", "after"]
    assert await bot.call("getChatMemberCount", chat_id=group.id) == 3
    await marie.says("/help", chat=group)
    assert (await bot.only_update())["message"]["chat"]["id"] == group.id


async def test_a_button_from_before_the_migration_still_shows_and_names_the_old_chat(
    bot: Caller, group: Group, marie: Person
) -> None:
    old = group.id
    button = {"inline_keyboard": [[{"text": "I take them", "callback_data": "take"}]]}
    await bot.call("sendMessage", chat_id=old, text="Ana comes", reply_markup=button)
    await group.migrates(told=False)

    await marie.taps("I take them", chat=group)

    assert (await bot.only_update())["callback_query"]["message"]["chat"]["id"] == old


async def test_a_migration_may_be_learnt_from_a_refusal_only(bot: Caller, group: Group) -> None:
    await group.migrates(told=False)

    assert await bot.updates() == []


async def test_messages_of_a_topic(bot: Caller, forum: Group, paul: Person) -> None:
    topic = await forum.new_topic("Newcomers")
    thread = (await bot.only_update())["message"]["message_thread_id"]

    await bot.call("sendMessage", chat_id=forum.id, message_thread_id=thread, text="in the topic")
    await bot.call("sendMessage", chat_id=forum.id, text="in general")
    await paul.says("/help", chat=forum, topic=topic)

    heard: dict[str, Any] = (await bot.only_update())["message"]
    assert (heard["message_thread_id"], heard["is_topic_message"]) == (thread, True)
    assert heard["reply_to_message"]["forum_topic_created"]["name"] == "Newcomers"
    assert forum.screen_in(topic).text == "in the topic"
    assert forum.screen.text == "in general"
    assert [m.text for m in forum.messages_in(topic)] == ["", "in the topic", "/help"]


async def test_a_deleted_topic_is_gone_with_its_messages_and_nobody_is_told(
    bot: Caller, forum: Group
) -> None:
    topic = await forum.new_topic("Newcomers")
    place = {"chat_id": forum.id, "message_thread_id": topic.opening.id}
    sent = await bot.call("sendMessage", text="x", **place)
    await bot.updates()

    await forum.deletes_topic(topic)

    assert await bot.updates() == []
    assert await bot.refused("sendMessage", text="x", **place) == "Bad Request: message thread not found"
    why = await bot.refused("editMessageText", chat_id=forum.id, message_id=sent["message_id"], text="y")
    assert why == "Bad Request: message to edit not found"


async def test_a_closed_topic_takes_only_administrators(bot: Caller, forum: Group, marie: Person) -> None:
    topic = await forum.new_topic("Newcomers")
    place = {"chat_id": forum.id, "message_thread_id": topic.opening.id}

    await forum.closes_topic(topic)
    assert await bot.refused("sendMessage", text="x", **place) == "Bad Request: TOPIC_CLOSED"
    await forum.promotes_bot(by=marie)
    await bot.call("sendMessage", text="x", **place)


async def test_the_bot_opens_topics_where_it_may(
    bot: Caller, forum: Group, group: Group, marie: Person
) -> None:
    why = await bot.refused("createForumTopic", chat_id=group.id, name="x")
    assert why == "Bad Request: the chat is not a forum"
    why = await bot.refused("createForumTopic", chat_id=forum.id, name="x")
    assert why == "Bad Request: not enough rights to create a topic"

    await forum.promotes_bot(by=marie)
    thread = (await bot.call("createForumTopic", chat_id=forum.id, name="Newcomers"))["message_thread_id"]
    place = {"chat_id": forum.id, "message_thread_id": thread}
    await bot.call("sendMessage", text="x", **place)
    await bot.call("closeForumTopic", **place)
    await bot.call("reopenForumTopic", **place)
    await bot.call("deleteForumTopic", **place)
    assert await bot.refused("sendMessage", text="x", **place) == "Bad Request: message thread not found"


async def test_in_a_plain_group_there_are_no_threads(bot: Caller, group: Group) -> None:
    why = await bot.refused("sendMessage", chat_id=group.id, message_thread_id=1, text="x")

    assert why == "Bad Request: message thread not found"


async def test_in_a_group_the_bot_deletes_what_it_may(
    bot: Caller, forum: Group, marie: Person, paul: Person
) -> None:
    said = await paul.says("hello", chat=forum)
    place = {"chat_id": forum.id, "message_id": said.id}

    assert await bot.refused("deleteMessage", **place) == "Bad Request: message can't be deleted"
    why = await bot.refused("pinChatMessage", **place)
    assert why == "Bad Request: not enough rights to manage pinned messages in the chat"
    await forum.promotes_bot(by=marie)
    await bot.call("pinChatMessage", **place)
    assert (await bot.call("getChat", chat_id=forum.id))["pinned_message"]["text"] == "hello"
    await bot.call("unpinChatMessage", chat_id=forum.id)
    await bot.call("deleteMessage", **place)
    assert said.deleted
