"""People send real files, in private and in groups; edit captions; react; see keyboards meant for them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.rehearsal import Emulator, Group, Person
from bot.rehearsal.reactions import REACTIONS
from tests.emulator_support import NOW, Caller

PNG = b"\x89PNG\r\n\x1a\n of leeks"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False, privacy=False) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Caller]:
    async with Caller(emulator) as bot:
        yield bot


@pytest.fixture
async def ana(emulator: Emulator, bot: Caller) -> Person:
    ana = emulator.person("Ana", username="ana_r")
    await ana.says("/start")
    await bot.updates()
    return ana


@pytest.fixture
async def forum(emulator: Emulator, bot: Caller, ana: Person) -> Group:
    forum = emulator.group("Forum", members=[ana, emulator.person("Paul")], forum=True)
    await forum.adds_bot(by=ana)
    await bot.updates()
    return forum


async def heard(bot: Caller) -> dict[str, Any]:
    message: dict[str, Any] = (await bot.only_update())["message"]
    return message


async def fetch(bot: Caller, file_id: str) -> bytes:
    path = (await bot.call("getFile", file_id=file_id))["file_path"]
    url = f"{bot.emulator.url}/file/bot{bot.emulator.token}/{path}"
    async with bot.session.get(url) as response:
        return await response.read()


async def test_the_bot_downloads_what_people_send(bot: Caller, ana: Person) -> None:
    await ana.sends_photo("my leeks", content=PNG, name="my leeks & co?.png")
    await ana.sends_voice(content=b"OggS here", seconds=7, caption="listen")
    await ana.sends_document("list.csv", b"a,b\n", caption="see https://e.org")

    photo, voice, document = [u["message"] for u in await bot.updates()]
    assert await fetch(bot, photo["photo"][0]["file_id"]) == PNG
    assert await fetch(bot, voice["voice"]["file_id"]) == b"OggS here"
    assert await fetch(bot, document["document"]["file_id"]) == b"a,b\n"
    assert (voice["voice"]["duration"], voice["caption"]) == (7, "listen")
    assert document["document"]["mime_type"] == "text/csv"
    assert document["caption_entities"] == [{"type": "url", "offset": 4, "length": 13}]
    assert [message.file and message.file.mime_type for message in ana.messages[1:]] == [
        "image/png",
        "audio/ogg",
        "text/csv",
    ]


async def test_everything_can_be_sent_to_a_topic_as_a_reply(bot: Caller, ana: Person, forum: Group) -> None:
    topic = await forum.new_topic("Newcomers")
    asked = await bot.call("sendMessage", chat_id=forum.id, message_thread_id=topic.opening.id, text="Where?")
    await bot.updates()
    question = forum.screen_in(topic)

    await ana.sends_photo("here", chat=forum, topic=topic, reply_to=question)
    await ana.sends_document("a.txt", b"x", chat=forum, topic=topic, reply_to=question)
    await ana.sends_voice(chat=forum, topic=topic, reply_to=question)
    await ana.sends_sticker(chat=forum, topic=topic, reply_to=question)
    await ana.shares_contact(chat=forum, topic=topic, reply_to=question)
    await ana.shares_location(43.6, 1.4, chat=forum, topic=topic, reply_to=question)

    came = [u["message"] for u in await bot.updates()]
    assert len(came) == 6
    assert {m["message_thread_id"] for m in came} == {topic.opening.id}
    assert {m["reply_to_message"]["message_id"] for m in came} == {asked["message_id"]}


async def test_nobody_but_an_administrator_writes_in_a_closed_topic(forum: Group, ana: Person) -> None:
    topic = await forum.new_topic("Newcomers")
    await forum.closes_topic(topic)

    await ana.says("I made this group", chat=forum, topic=topic)
    with pytest.raises(AssertionError, match="closed to Paul"):
        await forum._emulator.people[1].says("and I did not", chat=forum, topic=topic)


async def test_a_caption_is_edited(bot: Caller, ana: Person) -> None:
    sent = await ana.sends_photo("my leeks", content=PNG)
    await bot.updates()

    await ana.edits(sent, "my onions: @marie1")

    edited = (await bot.only_update())["edited_message"]
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("my onions: @marie1", "mention")
    await ana.edits(sent, "")
    assert "caption" not in (await bot.only_update())["edited_message"]


async def test_reactions_come_to_a_bot_that_asked(bot: Caller, ana: Person, forum: Group) -> None:
    await bot.call("sendMessage", chat_id=ana.id, text="Thank you")
    await ana.reacts(ana.screen, "👍")
    assert await bot.updates(allowed_updates=["message", "message_reaction"]) == []

    await ana.reacts(ana.screen, "❤️", "👍")
    await ana.reacts(ana.screen, "❤️", "👍")

    change = (await bot.only_update())["message_reaction"]
    assert (change["user"]["id"], change["message_id"]) == (ana.id, ana.screen.id)
    assert change["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert [each["emoji"] for each in change["new_reaction"]] == ["❤", "👍"]
    await ana.reacts(ana.screen)
    assert ana.screen.reactions == []
    await bot.updates()
    said = await ana.says("hello", chat=forum)
    await ana.reacts(said, "👍")
    assert [list(u)[1] for u in await bot.updates()] == ["message"], "it is no administrator there"
    with pytest.raises(AssertionError, match="no such reaction"):
        await ana.reacts(said, "🥕")


async def test_a_bot_gives_one_reaction_of_those_that_exist(bot: Caller, ana: Person) -> None:
    place = {"chat_id": ana.id, "message_id": ana.messages[0].id}
    thumb, carrot = {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🥕"}

    why = await bot.refused("setMessageReaction", reaction=[thumb, thumb], **place)
    assert why == "Bad Request: REACTIONS_TOO_MANY"
    assert await bot.refused("setMessageReaction", reaction=[carrot], **place) == (
        "Bad Request: REACTION_INVALID"
    )
    await bot.call("setMessageReaction", reaction=[thumb], **place)
    await bot.call("setMessageReaction", **place)
    assert ana.messages[0].reactions == []
    assert len(REACTIONS) == 73


async def test_people_pass_messages_on(emulator: Emulator, bot: Caller, ana: Person, forum: Group) -> None:
    said = await emulator.people[1].says("leeks at 9", chat=forum)
    await bot.updates()

    passed = await ana.forwards(said)
    await ana.forwards(passed, chat=forum)
    await ana.forwards(said, hiding=True)

    first, again, hidden = [u["message"] for u in await bot.updates()]
    assert (first["text"], first["forward_origin"]["sender_user"]["first_name"]) == ("leeks at 9", "Paul")
    assert again["forward_origin"] == first["forward_origin"]
    assert hidden["forward_origin"]["sender_user_name"] == "Paul"
    await bot.call("sendMessage", chat_id=ana.id, text="secret", protect_content=True)
    with pytest.raises(AssertionError, match="no app forwards it"):
        await ana.forwards(ana.screen)


async def test_a_button_of_the_keyboard_asks_where_someone_is(bot: Caller, ana: Person) -> None:
    keyboard = {"keyboard": [["No"], [{"text": "Here I am", "request_location": True}]]}
    await bot.call("sendMessage", chat_id=ana.id, text="Where?", reply_markup=keyboard)

    await ana.taps("Here", at=(43.6, 1.4))
    await ana.presses(1, 0, at=(48.8, 2.3))
    await ana.presses(0, 0)

    first, second, third = [u["message"] for u in await bot.updates()]
    assert (first["location"]["latitude"], second["location"]["latitude"]) == (43.6, 48.8)
    assert third["text"] == "No"
    with pytest.raises(AssertionError, match="asks where Ana is"):
        await ana.taps("Here")
    with pytest.raises(AssertionError, match="sees no button at 2, 0"):
        await ana.presses(2, 0)


async def test_a_selective_keyboard_is_for_those_it_names(
    emulator: Emulator, bot: Caller, ana: Person, forum: Group
) -> None:
    paul = emulator.people[1]
    await bot.call(
        "sendMessage",
        chat_id=forum.id,
        text="Which day, @ana_r?",
        reply_markup={"keyboard": [["Monday"]], "selective": True, "one_time_keyboard": True},
    )

    with pytest.raises(AssertionError, match="sees no button"):
        await paul.taps("Monday", chat=forum)
    await ana.taps("Monday", chat=forum)

    assert (await heard(bot))["text"] == "Monday"
    with pytest.raises(AssertionError, match="sees no button"):
        await ana.taps("Monday", chat=forum)


async def test_one_person_folds_a_keyboard_and_the_others_keep_it(
    emulator: Emulator, bot: Caller, ana: Person, forum: Group
) -> None:
    markup = {"keyboard": [["Monday"]], "one_time_keyboard": True}
    await bot.call("sendMessage", chat_id=forum.id, text="Which day?", reply_markup=markup)

    await ana.taps("Monday", chat=forum)
    await emulator.people[1].taps("Monday", chat=forum)

    assert len(await bot.updates()) == 2


async def test_a_forced_reply_is_given_by_the_app_itself(bot: Caller, ana: Person, forum: Group) -> None:
    asked = await bot.call(
        "sendMessage", chat_id=forum.id, text="Your name?", reply_markup={"force_reply": True}
    )

    await ana.says("Ana", chat=forum)
    await ana.says("by the way", chat=forum)

    first, second = [u["message"] for u in await bot.updates()]
    assert first["reply_to_message"]["message_id"] == asked["message_id"]
    assert "reply_to_message" not in second
