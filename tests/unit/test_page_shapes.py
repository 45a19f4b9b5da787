"""How chats and messages are written for the page: every kind of content, and what Telegram itself says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogues, Speaker
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.messages import Message
from bot.rehearsal.page.shapes import chat_shape, menus_shape, message_shape, newest

NOON = datetime(2026, 5, 12, 10, tzinfo=UTC)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOON, settles=False) as emulator:
        yield emulator


@pytest.fixture
def ana(emulator: Emulator) -> Person:
    return emulator.person("Ana", language="fr")


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Catalogues.load().speaker("en", ZoneInfo("Europe/Paris"))


def shape(emulator: Emulator, message: Message, speaker: Speaker, *waiting: str) -> dict[str, Any]:
    found = message_shape(emulator.world, message, speaker, waiting)
    return dict(json.loads(json.dumps(found)))


async def test_words_come_with_their_entities_and_the_gardens_time(
    emulator: Emulator, ana: Person, speaker: Speaker
) -> None:
    first = await ana.says("/start now")
    answer = await ana.says("<b>not bold</b>", reply_to=first)

    told = shape(emulator, answer, speaker)

    assert told["date"] == "2026-05-12T12:00:00+02:00"
    assert told["text"] == "<b>not bold</b>"
    assert told["from"] == {"id": ana.id, "name": "Ana", "bot": False}
    assert told["reply_to"] == {"id": first.id, "name": "Ana", "text": "/start now"}
    assert shape(emulator, first, speaker)["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_each_kind_of_content_is_named(emulator: Emulator, ana: Person, speaker: Speaker) -> None:
    sent = [
        await ana.sends_photo("look", content=b"x" * 2000, name="a b.png"),
        await ana.sends_voice(seconds=7),
        await ana.sends_document("plan.pdf", b"%PDF"),
        await ana.sends_sticker(emoji="🌱"),
        await ana.shares_location(47.4, -0.5),
        await ana.shares_contact(),
        await ana.sends({"venue": {"location": {"latitude": 1, "longitude": 2}, "title": "Serre"}}),
        await ana.sends({"poll": {"question": "When?"}}),
        await ana.sends({"dice": {"emoji": "🎲", "value": 3}}),
        await ana.sends({"something_new": {}}),
    ]

    told = [shape(emulator, message, speaker) for message in sent]

    kinds = "photo voice document sticker location contact venue text text text"
    assert [one["kind"] for one in told] == kinds.split()
    assert told[0]["file"]["url"].endswith("/a%20b.png")
    assert (told[0]["file"]["size"], told[0]["text"]) == (2000, "look")
    assert told[1]["file"]["seconds"] == 7
    assert told[3]["emoji"] == "🌱"
    assert told[4]["location"] == {"latitude": 47.4, "longitude": -0.5}
    assert told[5]["contact"]["name"] == "Ana"
    assert told[6]["location"]["title"] == "Serre"
    assert [one["text"] for one in told[7:]] == ["When?", "🎲", ""]


def test_buttons_say_what_they_do_and_which_wait(emulator: Emulator, ana: Person, speaker: Speaker) -> None:
    keyboard = [
        [{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}],
        [{"text": "Map", "url": "https://example.org"}, {"text": "Copy", "copy_text": {"text": "abc"}}],
    ]
    message = emulator.world.post(
        ana.chat, emulator.bot, {"text": "?"}, inline_keyboard=keyboard, by_bot=True
    )

    (yes, no), (link, copied) = shape(emulator, message, speaker, "y")["buttons"]

    assert (yes["does"], yes["waits"], no["waits"]) == ("callback", True, False)
    assert (link["does"], link["url"]) == ("url", "https://example.org")
    assert (copied["does"], copied["copy"]) == ("copy", "abc")


async def test_telegrams_own_words_are_sentences(emulator: Emulator, ana: Person, speaker: Speaker) -> None:
    marie, otto = emulator.person("Marie"), emulator.person("Otto")
    group = emulator.group("Potager", members=[marie], forum=True)
    await group.adds(ana)
    await group.adds(otto, by=marie)
    await group.loses(otto, by=marie)
    await group.loses(ana)
    await group.adds_bot(by=marie, admin=True)
    topic = await group.new_topic("Semis", by=marie)
    await group.closes_topic(topic)
    plain = emulator.group("Simple", members=[marie])
    old = plain.chat
    await plain.migrates()

    said = [shape(emulator, one, speaker)["service"] for one in [*group.messages, *plain.messages]]

    assert said == [
        "Ana joined the group.",
        "Marie added Otto.",
        "Marie removed Otto.",
        "Ana left the group.",
        "Marie added Coup de Main.",
        "Marie opened the topic “Semis”.",
        "The topic was closed.",
        "This group became a supergroup: it goes on in another chat.",
        "This supergroup was a plain group before.",
    ]
    assert chat_shape(emulator.world, old)["migrated_to"] == plain.id
    told = chat_shape(emulator.world, group.chat)
    assert told["topics"] == [{"id": topic.opening.id, "name": "Semis", "closed": True}]
    assert {one["id"]: one["admin"] for one in told["members"]} == {marie.id: True, emulator.bot.id: True}


async def test_a_chat_tells_its_keyboard_and_its_last_messages(
    emulator: Emulator, ana: Person, speaker: Speaker
) -> None:
    world = emulator.world
    keyboard = [
        [{"text": "Phone", "request_contact": True}, {"text": "Here", "request_location": True}],
        [{"text": "No"}],
    ]
    markup = {"keyboard": keyboard, "one_time_keyboard": True, "input_field_placeholder": "Tap"}
    world.underneath.show(ana.chat, markup)
    for number in range(5):
        await ana.says(f"word {number}")

    told = chat_shape(world, ana.chat)

    assert [[one["asks"] for one in row] for row in told["keyboard"]] == [["contact", "location"], [None]]
    assert (told["keyboard_once"], told["placeholder"], told["count"]) == (True, "Tap", 5)
    assert [one.text for one in newest(ana.chat.messages, 2)] == ["word 3", "word 4"]
    assert told["last"] == ana.messages[-1].id


def test_menus_fall_back_to_what_is_set_for_every_chat(emulator: Emulator) -> None:
    menus = emulator.world.menus
    menus['{"type": "default"}', ""] = [{"command": "start", "description": "Begin"}]
    menus['{"type": "all_group_chats"}', "fr"] = [{"command": "link", "description": "Lier"}]

    told = menus_shape(emulator.world)

    assert told["private"] == {"": [{"command": "start", "description": "Begin"}]}
    assert told["group"]["fr"] == [{"command": "link", "description": "Lier"}]
