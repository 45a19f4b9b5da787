"""People act in the emulator as they do in their app: what they type, share, tap and see."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.rehearsal import Emulator, Person
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
async def ana(emulator: Emulator, bot: Caller) -> Person:
    ana = emulator.person("Ana", language="fr", username="ana", last_name="Ruiz")
    await ana.says("/start")
    await bot.updates()
    return ana


async def ask(bot: Caller, ana: Person, *rows: list[str], text: str = "?") -> None:
    keyboard = [
        [{"text": label, "callback_data": label.encode().hex()[:20]} for label in row] for row in rows
    ]
    await bot.call("sendMessage", chat_id=ana.id, text=text, reply_markup={"inline_keyboard": keyboard})


async def heard(bot: Caller) -> dict[str, Any]:
    message: dict[str, Any] = (await bot.only_update())["message"]
    return message


async def test_a_command_with_its_payload_comes_marked(bot: Caller, ana: Person) -> None:
    await ana.starts("mission-7")

    message = await heard(bot)
    assert message["text"] == "/start mission-7"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": ana.id,
        "is_bot": False,
        "first_name": "Ana",
        "last_name": "Ruiz",
        "username": "ana",
        "language_code": "fr",
    }


async def test_a_payload_telegram_would_ignore_is_an_error_of_the_test(ana: Person) -> None:
    with pytest.raises(AssertionError, match="ignores this payload"):
        await ana.starts("é" * 3)
    with pytest.raises(AssertionError, match="not a link to this bot"):
        await ana.opens("https://t.me/another_bot?start=x")


async def test_five_thousand_characters_arrive_as_two_messages(bot: Caller, ana: Person) -> None:
    await ana.says("x" * 5000)

    assert [len(u["message"]["text"]) for u in await bot.updates()] == [4096, 904]


async def test_addresses_and_names_are_marked_in_utf16(bot: Caller, ana: Person) -> None:
    await ana.says("👩‍🌾 https://e.org a@b.fr @marie1")

    assert [(e["type"], e["offset"], e["length"]) for e in (await heard(bot))["entities"]] == [
        ("url", 6, 13),
        ("email", 20, 6),
        ("mention", 27, 7),
    ]


async def test_an_edit_is_another_kind_of_update(bot: Caller, ana: Person) -> None:
    said = await ana.says("first")
    await bot.updates()

    await ana.edits(said, "second")

    edited = (await bot.only_update())["edited_message"]
    assert (edited["message_id"], edited["text"], edited["edit_date"]) == (said.id, "second", edited["date"])


async def test_what_else_people_send(bot: Caller, ana: Person) -> None:
    await ana.sends_voice()
    await ana.sends_sticker(emoji="🥕")
    await ana.sends_photo(caption="my leeks")
    await ana.shares_contact(phone="+33611111111")
    await ana.shares_contact(own=False, first_name="Badr")
    await ana.shares_location(43.6, 1.44)

    voice, sticker, photo, own, other, place = [u["message"] for u in await bot.updates()]
    assert voice["voice"]["mime_type"] == "audio/ogg"
    assert sticker["sticker"]["emoji"] == "🥕"
    assert (photo["caption"], photo["photo"][0]["width"]) == ("my leeks", 800)
    assert own["contact"] == {"phone_number": "+33611111111", "first_name": "Ana", "user_id": ana.id}
    assert (other["contact"]["first_name"], "user_id" in other["contact"]) == ("Badr", False)
    assert place["location"] == {"latitude": 43.6, "longitude": 1.44}
    file = await bot.call("getFile", file_id=voice["voice"]["file_id"])
    assert file["file_path"].endswith("voice.oga")


async def test_a_label_is_found_whole_then_by_its_start_then_by_a_part(bot: Caller, ana: Person) -> None:
    await ask(bot, ana, ["Yes", "Yes, later"], ["✅ No thanks", "Thanksgiving"], ["Not now"])

    meanings = [("Yes", "Yes"), ("yes, l", "Yes, later"), ("no thanks", "✅ No thanks"), ("ow", "Not now")]
    for label, meant in meanings:
        await ana.taps(label)
        assert (await bot.only_update())["callback_query"]["data"] == meant.encode().hex()[:20]


async def test_the_newest_message_that_has_the_label_is_meant(bot: Caller, ana: Person) -> None:
    await ask(bot, ana, ["Go"], text="old")
    await ask(bot, ana, ["Go"], text="new")
    await ask(bot, ana, ["Stop"], text="newest")

    await ana.taps("Go")
    await ana.taps("Go", message=ana.messages[1])

    assert [u["callback_query"]["message"]["text"] for u in await bot.updates()] == ["new", "old"]


async def test_a_label_that_is_not_there_or_means_several(bot: Caller, ana: Person) -> None:
    await ask(bot, ana, ["Yes, now", "Yes, later"])

    with pytest.raises(AssertionError, match=r"sees no button 'Never'.*Yes, now.*Yes, later"):
        await ana.taps("Never")
    with pytest.raises(AssertionError, match="cannot tell which 'Yes' is meant"):
        await ana.taps("Yes")


async def test_a_forged_tap_and_one_on_a_message_that_is_gone(bot: Caller, ana: Person) -> None:
    await ask(bot, ana, ["Go"])
    screen = ana.screen

    await ana.taps_data("c.zz.9.forged")
    assert (await bot.only_update())["callback_query"]["data"] == "c.zz.9.forged"
    await bot.call("deleteMessage", chat_id=ana.id, message_id=screen.id)
    await ana.taps_data("old", message=screen)
    assert (await bot.only_update())["callback_query"]["message"] == {
        "chat": {
            "id": ana.id,
            "type": "private",
            "first_name": "Ana",
            "last_name": "Ruiz",
            "username": "ana",
        },
        "message_id": screen.id,
        "date": 0,
    }


async def test_a_reply_keyboard_is_pressed_as_words(bot: Caller, ana: Person) -> None:
    keyboard = {
        "keyboard": [["Jardin"], [{"text": "My number", "request_contact": True}]],
        "one_time_keyboard": True,
    }
    await bot.call("sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard)
    assert ana.screen.buttons == ana.keyboard == [["Jardin"], ["My number"]]

    await ana.taps("number")
    assert (await heard(bot))["contact"]["user_id"] == ana.id
    assert ana.keyboard == []
    await bot.call("sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard)
    await ana.taps("Jard")
    assert (await heard(bot))["text"] == "Jardin"
    assert ana.keyboard == []


async def test_a_reply_keyboard_stays_until_removed(bot: Caller, ana: Person) -> None:
    await bot.call("sendMessage", chat_id=ana.id, text="?", reply_markup={"keyboard": [["Jardin"]]})
    await bot.call("sendMessage", chat_id=ana.id, text="and")
    assert ana.keyboard == [["Jardin"]]

    await bot.call("sendMessage", chat_id=ana.id, text="bye", reply_markup={"remove_keyboard": True})

    assert ana.keyboard == []


async def test_one_who_blocked_the_bot_cannot_write_to_it(ana: Person) -> None:
    await ana.blocks()

    with pytest.raises(AssertionError, match="has blocked the bot"):
        await ana.says("hello?")
    with pytest.raises(AssertionError, match="done that already"):
        await ana.blocks()


async def test_a_silent_bot_has_no_screen(ana: Person) -> None:
    with pytest.raises(AssertionError, match="the bot has said nothing in Ana"):
        _ = ana.screen


async def test_nobody_edits_the_words_of_another(bot: Caller, ana: Person) -> None:
    await ask(bot, ana, ["Go"])

    with pytest.raises(AssertionError, match="Ana did not write"):
        await ana.edits(ana.screen, "x")


async def test_people_and_groups_are_found_by_their_ids(emulator: Emulator, ana: Person) -> None:
    marie = emulator.person("Marie")
    group = emulator.group("Garden", members=[ana, marie])
    old = group.id
    await group.migrates()

    assert emulator.people == [ana, marie]
    assert emulator.groups == [group]
    assert emulator.person_of(marie.id) is marie
    assert emulator.group_of(old) is emulator.group_of(group.id) is group
    with pytest.raises(KeyError):
        emulator.person_of(1)
    with pytest.raises(KeyError):
        emulator.group_of(marie.id)
