"""Sending, editing and deleting are answered, and refused, as Telegram does."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.rehearsal import Emulator, Person
from tests.emulator_support import NOW, Caller

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)


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
async def ana(emulator: Emulator) -> Person:
    ana = emulator.person("Ana")
    await ana.says("/start")
    return ana


def keyboard(*labels: str, data: str = "x") -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}] for label in labels]}


async def test_a_sent_message_comes_back_as_telegram_shows_it(bot: Caller, ana: Person) -> None:
    sent = await bot.call(
        "sendMessage",
        chat_id=ana.id,
        text=" Hello <b>Ana</b> ",
        parse_mode="HTML",
        reply_markup=keyboard("Go"),
    )

    assert sent["message_id"] == ana.screen.id
    assert sent["date"] == int(NOW.timestamp())
    assert sent["text"] == "Hello Ana"
    assert sent["entities"] == [{"type": "bold", "offset": 6, "length": 3}]
    assert sent["from"]["is_bot"] is True
    assert sent["chat"] == {"id": ana.id, "type": "private", "first_name": "Ana"}
    assert sent["reply_markup"] == keyboard("Go")
    assert ana.screen.sender == "Coup de Main"


async def test_telegram_marks_commands_and_addresses_in_a_bots_words_too(bot: Caller, ana: Person) -> None:
    text = "👋 <b>Try /help</b>, <code>/not_this</code>, <a href='https://example.org'>@nor_that</a>, me@example.org"

    sent = await bot.call("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")

    assert [(one["type"], one["offset"]) for one in sent["entities"]] == [
        ("bold", 3),
        ("bot_command", 7),
        ("code", 14),
        ("text_link", 25),
        ("email", 36),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("\ud83d", "strings must be encoded in UTF-8"),
    ],
)
async def test_a_text_that_cannot_be_sent_is_refused(bot: Caller, ana: Person, text: str, why: str) -> None:
    assert await bot.refused("sendMessage", chat_id=ana.id, text=text) == f"Bad Request: {why}"


async def test_4096_characters_are_counted_after_parsing_and_not_in_bytes(bot: Caller, ana: Person) -> None:
    await bot.call("sendMessage", chat_id=ana.id, text=f"<b>{'👩' * 4096}</b>", parse_mode="HTML")

    assert len(ana.screen.text) == 4096


async def test_a_caption_has_1024_characters(bot: Caller, ana: Person) -> None:
    file = ana.messages[0]
    photo = await ana.sends_photo()
    file_id = photo.content["photo"][0]["file_id"]

    await bot.call("sendPhoto", chat_id=ana.id, photo=file_id, caption="é" * 1024)
    why = await bot.refused("sendPhoto", chat_id=ana.id, photo=file_id, caption="é" * 1025)

    assert why == "Bad Request: message caption is too long"
    assert file.text == "/start"


async def test_markup_faults_are_named(bot: Caller, ana: Person) -> None:
    why = await bot.refused("sendMessage", chat_id=ana.id, text="<b>x", parse_mode="HTML")

    assert why == "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "é" * 32 + "x"}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "", "callback_data": "x"},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        ({"text": "x", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (
            {"text": "x", "url": "http://localhost:80/"},
            "inline keyboard button URL 'http://localhost:80/' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_button_telegram_would_not_take_is_refused(
    bot: Caller, ana: Person, button: dict[str, str], why: str
) -> None:
    markup = {"inline_keyboard": [[button]]}

    assert (
        await bot.refused("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)
        == f"Bad Request: {why}"
    )


async def test_button_data_of_64_bytes_passes(bot: Caller, ana: Person) -> None:
    await bot.call("sendMessage", chat_id=ana.id, text="x", reply_markup=keyboard("Go", data="é" * 32))


async def test_a_stranger_is_not_found_and_one_who_never_started_cannot_be_written_to(
    emulator: Emulator, bot: Caller
) -> None:
    marie, paul = emulator.person("Marie"), emulator.person("Paul")
    group = emulator.group("Garden", members=[marie])
    await group.adds_bot(by=marie)

    assert await bot.refused("sendMessage", chat_id=paul.id, text="x") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", chat_id=-100123, text="x") == "Bad Request: chat not found"
    why = await bot.refused("sendMessage", chat_id=marie.id, text="x")
    assert why == "Forbidden: bot can't initiate conversation with a user"


async def test_blocked_then_unblocked(emulator: Emulator, bot: Caller, ana: Person) -> None:
    await bot.updates()

    await ana.blocks()
    why = await bot.refused("sendMessage", chat_id=ana.id, text="x")
    blocked = (await bot.only_update())["my_chat_member"]
    await ana.unblocks()
    await bot.call("sendMessage", chat_id=ana.id, text="back")

    assert why == "Forbidden: bot was blocked by the user"
    assert blocked["new_chat_member"]["status"] == "kicked"
    assert blocked["old_chat_member"]["status"] == "member"
    assert blocked["new_chat_member"]["user"]["id"] == emulator.bot.id
    assert (await bot.only_update())["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_an_account_that_is_gone(bot: Caller, ana: Person) -> None:
    ana.leaves_telegram()

    assert await bot.refused("sendMessage", chat_id=ana.id, text="x") == "Forbidden: user is deactivated"


async def test_an_edit_replaces_words_and_takes_the_buttons_away(bot: Caller, ana: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=ana.id, text="one", reply_markup=keyboard("Go"))

    await bot.call("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="two")

    assert (ana.screen.text, ana.screen.buttons, ana.screen.edited) == ("two", [], True)


async def test_an_edit_that_changes_nothing_is_refused(bot: Caller, ana: Person) -> None:
    place = {"chat_id": ana.id, "reply_markup": keyboard("Go")}
    place["message_id"] = (await bot.call("sendMessage", text="<b>one</b>", parse_mode="HTML", **place))[
        "message_id"
    ]

    assert (
        await bot.refused("editMessageText", text="<b>one</b> ", parse_mode="HTML", **place) == NOT_MODIFIED
    )
    assert await bot.refused("editMessageReplyMarkup", **place) == NOT_MODIFIED
    await bot.call("editMessageText", text="one", **place)


async def test_only_own_messages_that_exist_and_have_text_can_be_edited(bot: Caller, ana: Person) -> None:
    photo = await ana.sends_photo()
    file_id = photo.content["photo"][0]["file_id"]
    sent = await bot.call("sendPhoto", chat_id=ana.id, photo=file_id, caption="one")

    async def edit(message_id: int, text: str = "x") -> str:
        return await bot.refused("editMessageText", chat_id=ana.id, message_id=message_id, text=text)

    assert await edit(999) == "Bad Request: message to edit not found"
    assert await edit(photo.id) == "Bad Request: message can't be edited"
    assert await edit(sent["message_id"]) == "Bad Request: there is no text in the message to edit"
    assert await edit(sent["message_id"], "x" * 4097) == "Bad Request: MESSAGE_TOO_LONG"
    await bot.call("editMessageCaption", chat_id=ana.id, message_id=sent["message_id"], caption="two")
    assert ana.screen.text == "two"


async def test_deleting(emulator: Emulator, bot: Caller, ana: Person) -> None:
    sent = (await bot.call("sendMessage", chat_id=ana.id, text="one"))["message_id"]
    late = (await bot.call("sendMessage", chat_id=ana.id, text="two"))["message_id"]

    await bot.call("deleteMessage", chat_id=ana.id, message_id=sent)
    assert [message.text for message in ana.messages] == ["/start", "two"]
    why = await bot.refused("deleteMessage", chat_id=ana.id, message_id=sent)
    assert why == "Bad Request: message to delete not found"

    emulator.clock.put(NOW + timedelta(hours=48))
    why = await bot.refused("deleteMessage", chat_id=ana.id, message_id=late)
    assert why == "Bad Request: message can't be deleted for everyone"
    assert await bot.call("deleteMessages", chat_id=ana.id, message_ids=[sent]) is True


async def test_a_reply_shows_what_it_answers(bot: Caller, ana: Person) -> None:
    first = ana.messages[0].id
    sent = await bot.call("sendMessage", chat_id=ana.id, text="x", reply_parameters={"message_id": first})
    missing = {"chat_id": ana.id, "text": "x", "reply_parameters": {"message_id": 999}}

    assert sent["reply_to_message"]["text"] == "/start"
    assert ana.screen.reply_to is ana.messages[0]
    assert await bot.refused("sendMessage", **missing) == "Bad Request: message to be replied not found"
    missing["reply_parameters"]["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await bot.call("sendMessage", **missing)


async def test_places_people_and_gestures(bot: Caller, ana: Person) -> None:
    where = {"latitude": 43.6, "longitude": 1.44}
    await bot.call("sendLocation", chat_id=ana.id, **where)
    await bot.call("sendVenue", chat_id=ana.id, title="Gate", address="Lane", **where)
    await bot.call("sendContact", chat_id=ana.id, phone_number="+331", first_name="Marie")
    await bot.call("sendChatAction", chat_id=ana.id, action="typing")
    await bot.call(
        "setMessageReaction",
        chat_id=ana.id,
        message_id=ana.messages[0].id,
        reaction=[{"type": "emoji", "emoji": "👍"}],
    )

    assert [list(message.content) for message in ana.messages[1:]] == [
        ["location"],
        ["venue", "location"],
        ["contact"],
    ]
    assert ana.messages[0].reactions == ["👍"]
    why = await bot.refused("sendLocation", chat_id=ana.id, latitude=91, longitude=0)
    assert why == "Bad Request: wrong location specified"


async def test_forwarding_and_copying(bot: Caller, ana: Person) -> None:
    source = {"from_chat_id": ana.id, "message_id": ana.messages[0].id}

    forwarded = await bot.call("forwardMessage", chat_id=ana.id, **source)
    copied = await bot.call("copyMessage", chat_id=ana.id, **source)

    assert forwarded["forward_origin"]["sender_user"]["id"] == ana.id
    assert copied == {"message_id": ana.screen.id}
    assert ana.screen.forward_origin is None
    why = await bot.refused("forwardMessage", chat_id=ana.id, from_chat_id=ana.id, message_id=999)
    assert why == "Bad Request: message to forward not found"


async def test_files_are_uploaded_known_by_their_id_and_downloaded(bot: Caller, ana: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id), "caption": "yours"})
    form.add_field("document", b"a,b\n", filename="list.csv", content_type="text/csv")
    async with bot.session.post(f"{bot.root}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]

    path = (await bot.call("getFile", file_id=document["file_id"]))["file_path"]
    address = f"{bot.emulator.url}/file/bot{bot.emulator.token}/{path}"
    async with bot.session.get(address) as response:
        content = await response.read()

    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "list.csv",
        "text/csv",
        4,
    )
    assert content == b"a,b\n"
    assert await bot.refused("getFile", file_id="gone") == "Bad Request: invalid file_id"
    why = await bot.refused("sendDocument", chat_id=ana.id, document="gone")
    assert why == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_an_attached_file_goes_by_its_name(bot: Caller, ana: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id), "voice": "attach://recording"})
    form.add_field("recording", b"OggS", filename="v.oga", content_type="audio/ogg")
    async with bot.session.post(f"{bot.root}/sendVoice", data=form) as response:
        assert (await response.json())["ok"]

    assert ana.screen.file is not None
    assert ana.screen.file.content == b"OggS"


async def test_a_tap_is_answered_once_and_not_too_late(emulator: Emulator, bot: Caller, ana: Person) -> None:
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    await bot.updates()
    await bot.call("sendMessage", chat_id=ana.id, text="x", reply_markup=keyboard("Go"))
    await ana.taps("Go")
    query = (await bot.only_update())["callback_query"]

    assert query["data"] == "x"
    assert query["message"]["text"] == "x"
    assert ana.unanswered_taps == 1
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert=True)
    assert (ana.toasts, ana.alerts, ana.unanswered_taps) == (["Done"], ["Done"], 0)
    assert await bot.refused("answerCallbackQuery", callback_query_id=query["id"]) == too_old
    assert await bot.refused("answerCallbackQuery", callback_query_id="1") == too_old

    await ana.taps("Go")
    late = (await bot.only_update())["callback_query"]["id"]
    why = await bot.refused("answerCallbackQuery", callback_query_id=late, text="x" * 201)
    assert why == "Bad Request: MESSAGE_TOO_LONG"
    emulator.clock.put(NOW + timedelta(hours=1))
    assert await bot.refused("answerCallbackQuery", callback_query_id=late) == too_old


async def test_a_link_to_the_bot_opens_it_from_a_tap(bot: Caller, ana: Person) -> None:
    link = f"https://t.me/{bot.emulator.bot.username}?start=card_7"
    await bot.updates()
    await ana.taps_data("any", message=ana.messages[0])
    query = (await bot.only_update())["callback_query"]["id"]
    await bot.call("answerCallbackQuery", callback_query_id=query, url=link)
    await ana.opens(ana.opened_links[-1])

    assert (await bot.only_update())["message"]["text"] == "/start card_7"
    button = {"inline_keyboard": [[{"text": "Card", "url": link}]]}
    await bot.call("sendMessage", chat_id=ana.id, text="x", reply_markup=button)
    await ana.taps("Card")
    assert (await bot.only_update())["message"]["text"] == "/start card_7"


async def test_menus_and_descriptions_are_kept_by_scope_and_language(bot: Caller) -> None:
    start, link = [{"command": "start", "description": "Go"}], [{"command": "link", "description": "Link"}]
    admins = {"type": "all_chat_administrators"}
    await bot.call("setMyCommands", commands=start)
    await bot.call("setMyCommands", commands=link, scope=admins, language_code="fr")
    await bot.call("setMyDescription", description="Un jardin", language_code="fr")
    await bot.call("setMyShortDescription", short_description="A garden")

    assert await bot.call("getMyCommands") == start
    assert await bot.call("getMyCommands", scope=admins, language_code="fr") == link
    assert await bot.call("getMyCommands", scope=admins) == []
    await bot.call("deleteMyCommands")
    assert await bot.call("getMyCommands") == []
    assert await bot.call("getMyDescription", language_code="fr") == {"description": "Un jardin"}
    assert await bot.call("getMyShortDescription", language_code="fr") == {"short_description": "A garden"}
    assert (await bot.call("getMyName"))["name"] == bot.emulator.bot.first_name
    bad = [{"command": "Start here", "description": "Go"}]
    assert await bot.refused("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"
