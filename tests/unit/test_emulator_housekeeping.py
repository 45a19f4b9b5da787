"""What else ordinary bots ask: bans, menu buttons, pins, topics' names, profile photos, leaving the server."""

from collections.abc import AsyncIterator

import pytest

from bot.rehearsal import Emulator, Group, Person
from tests.emulator_support import NOW, Caller


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Caller]:
    async with Caller(emulator) as bot:
        yield bot


@pytest.fixture
async def ana(emulator: Emulator) -> Person:
    ana = emulator.person("Ana")
    await ana.says("/start")
    return ana


@pytest.fixture
async def forum(emulator: Emulator, bot: Caller, ana: Person) -> Group:
    forum = emulator.group("Forum", members=[ana, emulator.person("Paul")], forum=True)
    await forum.adds_bot(by=ana, admin=True)
    await bot.updates(allowed_updates=["message", "chat_member"])
    return forum


async def test_who_is_banned_is_gone_until_let_back(emulator: Emulator, bot: Caller, forum: Group) -> None:
    paul = emulator.people[1]
    place = {"chat_id": forum.id, "user_id": paul.id}

    await bot.call("banChatMember", **place)

    told = await bot.updates()
    assert [list(u)[1] for u in told] == ["message", "chat_member"]
    assert told[0]["message"]["left_chat_member"]["id"] == paul.id
    assert (await bot.call("getChatMember", **place))["status"] == "kicked"
    with pytest.raises(AssertionError, match="Paul is not in Forum"):
        await paul.says("hello?", chat=forum)
    await bot.call("unbanChatMember", **place)
    assert (await bot.call("getChatMember", **place))["status"] == "left"


async def test_whom_a_bot_cannot_ban(emulator: Emulator, bot: Caller, ana: Person, forum: Group) -> None:
    async def ban(user_id: int, chat_id: int = forum.id) -> str:
        why = await bot.refused("banChatMember", chat_id=chat_id, user_id=user_id)
        return why.removeprefix("Bad Request: ")

    paul = emulator.people[1]
    assert await ban(ana.id) == "can't remove chat owner"
    assert await ban(emulator.bot.id) == "can't restrict self"
    assert await ban(1) == "PARTICIPANT_ID_INVALID"
    assert await ban(ana.id, ana.id) == "chat member status can't be changed in private chats"
    await forum.makes_admin(paul)
    assert await ban(paul.id) == "user is an administrator of the chat"
    await forum.demotes_bot(by=ana)
    assert await ban(paul.id) == "not enough rights to restrict/unrestrict chat member"


async def test_the_button_beside_the_text_field(bot: Caller, ana: Person, forum: Group) -> None:
    assert await bot.call("getChatMenuButton") == {"type": "default"}

    await bot.call("setChatMenuButton", menu_button={"type": "commands"})
    await bot.call("setChatMenuButton", chat_id=ana.id, menu_button={"type": "default"})

    assert await bot.call("getChatMenuButton", chat_id=ana.id) == {"type": "default"}
    assert await bot.call("getChatMenuButton") == {"type": "commands"}
    assert await bot.refused("getChatMenuButton", chat_id=forum.id) == "Bad Request: chat not found"
    why = await bot.refused("setChatMenuButton", menu_button={"type": "other"})
    assert why == "Bad Request: can't parse menu button: MenuButton has unsupported type"


async def test_pins_go_all_at_once(bot: Caller, ana: Person, forum: Group) -> None:
    for _ in range(2):
        said = await bot.call("sendMessage", chat_id=forum.id, text="x")
        await bot.call("pinChatMessage", chat_id=forum.id, message_id=said["message_id"])

    await bot.call("unpinAllChatMessages", chat_id=forum.id)

    assert forum.chat.pinned == []
    await forum.demotes_bot(by=ana)
    why = await bot.refused("unpinAllChatMessages", chat_id=forum.id)
    assert why == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_a_topic_gets_another_name(bot: Caller, forum: Group) -> None:
    topic = await forum.new_topic("Newcomers")
    place = {"chat_id": forum.id, "message_thread_id": topic.opening.id}

    await bot.call("editForumTopic", name="Welcome", **place)

    assert topic.name == "Welcome"
    assert forum.messages[-1].content == {"forum_topic_edited": {"name": "Welcome"}}
    assert await bot.refused("editForumTopic", name="Welcome", **place) == "Bad Request: TOPIC_NOT_MODIFIED"


async def test_nobody_has_a_photo_and_there_is_one_server(bot: Caller, ana: Person) -> None:
    assert await bot.call("getUserProfilePhotos", user_id=ana.id) == {"total_count": 0, "photos": []}
    assert await bot.refused("getUserProfilePhotos", user_id=1) == "Bad Request: user not found"
    assert await bot.call("logOut")
    assert await bot.call("close")


async def test_a_gesture_telegram_does_not_know(bot: Caller, ana: Person) -> None:
    why = await bot.refused("sendChatAction", chat_id=ana.id, action="dancing")

    assert why == "Bad Request: wrong parameter action in request"


@pytest.mark.parametrize(
    ("method", "params", "what"),
    [
        ("sendPoll", {}, "the method sendPoll"),
        ("sendDice", {}, "the method sendDice"),
        ("answerInlineQuery", {}, "the method answerInlineQuery"),
        (
            "sendMessage",
            {
                "text": "x",
                "reply_markup": {"keyboard": [[{"text": "x", "request_users": {"request_id": 1}}]]},
            },
            "the field 'request_users' of KeyboardButton",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "switch_inline_query": ""}]]}},
            "the field 'switch_inline_query' of InlineKeyboardButton",
        ),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app", "text": "x"}},
            "the field 'text' of MenuButton",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "live_photo", "media": "x"}]},
            "media of the type 'live_photo'",
        ),
        ("banChatMember", {"user_id": 1, "until_date": 5}, "the parameter 'until_date' of banChatMember"),
    ],
)
async def test_what_is_still_not_modelled_fails_loudly(
    bot: Caller, ana: Person, method: str, params: dict[str, object], what: str
) -> None:
    body = await bot.answer(method, chat_id=ana.id, **params)

    assert body["error_code"] == 501
    assert what in body["description"]
    assert bot.emulator.complaints == [body["description"]]
