"""Files of every kind, albums, other media in a message, several messages passed on at once."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.rehearsal import Emulator, Person
from tests.emulator_support import NOW, Caller

PHOTO = {"type": "photo", "media": "attach://one"}


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


async def upload(bot: Caller, method: str, files: dict[str, bytes], **params: Any) -> dict[str, Any]:
    form = aiohttp.FormData()
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, content in files.items():
        form.add_field(
            name, io.BytesIO(content), filename=f"{name}.bin", content_type="application/octet-stream"
        )
    async with bot.session.post(f"{bot.root}/{method}", data=form) as response:
        body: dict[str, Any] = await response.json()
        return body


async def sent(bot: Caller, method: str, files: dict[str, bytes], **params: Any) -> Any:
    body = await upload(bot, method, files, **params)
    assert body["ok"], body
    return body["result"]


async def test_each_kind_of_file_shows_what_telegram_shows_of_it(bot: Caller, ana: Person) -> None:
    video = await sent(bot, "sendVideo", {"video": b"v"}, chat_id=ana.id, width=4, height=3, duration=9)
    audio = await sent(bot, "sendAudio", {"audio": b"a"}, chat_id=ana.id, performer="Choir", duration=3)
    moving = await sent(bot, "sendAnimation", {"animation": b"g"}, chat_id=ana.id, caption="look")
    hidden = await sent(
        bot, "sendPhoto", {"photo": b"p"}, chat_id=ana.id, has_spoiler=True, show_caption_above_media=True
    )

    assert (video["video"]["width"], video["video"]["duration"]) == (4, 9)
    assert (audio["audio"]["performer"], audio["audio"]["file_name"]) == ("Choir", "audio.bin")
    assert moving["animation"]["file_id"] == moving["document"]["file_id"]
    assert moving["caption"] == "look"
    assert hidden["has_media_spoiler"]
    assert hidden["show_caption_above_media"]


async def test_a_file_is_sent_again_only_as_what_it_is(bot: Caller, ana: Person) -> None:
    document = await sent(bot, "sendDocument", {"document": b"x"}, chat_id=ana.id)
    file_id = document["document"]["file_id"]

    await bot.call("sendDocument", chat_id=ana.id, document=file_id)
    why = await bot.refused("sendPhoto", chat_id=ana.id, photo=file_id)

    assert why == "Bad Request: can't use file of type Document as Photo"


async def test_what_is_sent_again_is_as_long_and_as_large_as_it_was(bot: Caller, ana: Person) -> None:
    voice = await ana.sends_voice(seconds=42)
    photo = await ana.sends_photo(width=1200, height=900)
    assert voice.file is not None
    assert photo.file is not None

    heard = await bot.call("sendVoice", chat_id=ana.id, voice=voice.file.id, caption="From Ana")
    seen = await bot.call("sendPhoto", chat_id=ana.id, photo=photo.file.id)

    assert heard["voice"] == voice.content["voice"]
    assert heard["caption"] == "From Ana"
    assert seen["photo"] == photo.content["photo"]


async def test_what_is_too_big(bot: Caller, ana: Person) -> None:
    photo = await upload(bot, "sendPhoto", {"photo": b"x" * (10 * 1024 * 1024 + 1)}, chat_id=ana.id)
    file = await upload(bot, "sendDocument", {"document": b"x" * (50 * 1024 * 1024 + 1)}, chat_id=ana.id)
    empty = await upload(bot, "sendDocument", {"document": b""}, chat_id=ana.id)

    assert photo["description"] == "Bad Request: file is too big"
    assert (file["error_code"], file["description"]) == (413, "Request Entity Too Large")
    assert empty["description"] == "Bad Request: file must be non-empty"


async def test_an_album_is_several_messages_of_one_group(bot: Caller, ana: Person) -> None:
    media = [
        {**PHOTO, "caption": "<b>first</b>", "parse_mode": "HTML"},
        {"type": "video", "media": "attach://two"},
    ]
    album = await sent(bot, "sendMediaGroup", {"one": b"1", "two": b"2"}, chat_id=ana.id, media=media)

    assert [list(m)[-1] for m in album] != []
    assert len({m["media_group_id"] for m in album}) == 1
    assert album[0]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert [m.file and m.file.content for m in ana.messages[1:]] == [b"1", b"2"]


async def test_one_item_is_no_album(bot: Caller, ana: Person) -> None:
    (alone,) = await sent(bot, "sendMediaGroup", {"one": b"1"}, chat_id=ana.id, media=[PHOTO])

    assert "media_group_id" not in alone


@pytest.mark.parametrize(
    ("media", "why"),
    [
        ([], "there are no messages to send"),
        ([PHOTO] * 11, "too many messages to send as an album"),
        ([PHOTO, {**PHOTO, "type": "document"}], "document can't be mixed with other media types"),
        ([{**PHOTO, "type": "audio"}, PHOTO], "audio can't be mixed with other media types"),
        (
            [PHOTO, {**PHOTO, "type": "animation"}],
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        ([{"type": "photo", "media": "attach://nothing"}], "can't parse InputMedia: media not found"),
        (
            [PHOTO, {**PHOTO, "show_caption_above_media": True}],
            "parameter show_caption_above_media must be the same for all messages",
        ),
        ([PHOTO, {**PHOTO, "caption": "x" * 1025}], "message caption is too long"),
    ],
)
async def test_an_album_telegram_would_not_send(bot: Caller, ana: Person, media: Any, why: str) -> None:
    body = await upload(bot, "sendMediaGroup", {"one": b"1"} if media else {}, chat_id=ana.id, media=media)

    assert body["description"] == f"Bad Request: {why}"
    assert len(ana.messages) == 1


async def test_other_media_take_the_place_of_what_is_there(bot: Caller, ana: Person) -> None:
    first = await sent(bot, "sendPhoto", {"photo": b"1"}, chat_id=ana.id, caption="one")
    place = {"chat_id": ana.id, "message_id": first["message_id"]}
    document = {"type": "document", "media": "attach://new", "caption": "two"}

    changed = await sent(bot, "editMessageMedia", {"new": b"2"}, media=document, **place)

    assert (changed["caption"], "photo" in changed, ana.screen.edited) == ("two", False, True)
    assert ana.screen.file is not None
    assert ana.screen.file.content == b"2"
    same = {**document, "media": changed["document"]["file_id"]}
    assert "message is not modified" in await bot.refused("editMessageMedia", media=same, **place)


async def test_media_can_be_added_to_a_text_and_not_to_a_voice(bot: Caller, ana: Person) -> None:
    text = await bot.call("sendMessage", chat_id=ana.id, text="soon")
    voice = await sent(bot, "sendVoice", {"voice": b"OggS"}, chat_id=ana.id)

    place = {"chat_id": ana.id, "message_id": text["message_id"]}
    assert "photo" in await sent(bot, "editMessageMedia", {"one": b"1"}, media=PHOTO, **place)
    place["message_id"] = voice["message_id"]
    body = await upload(bot, "editMessageMedia", {"one": b"1"}, media=PHOTO, **place)
    assert body["description"] == "Bad Request: there is no media in the message to edit"


async def test_in_an_album_a_photo_becomes_a_video_and_nothing_else(bot: Caller, ana: Person) -> None:
    album = await sent(bot, "sendMediaGroup", {"one": b"1"}, chat_id=ana.id, media=[PHOTO, PHOTO])
    place = {"chat_id": ana.id, "message_id": album[0]["message_id"]}

    video = await sent(bot, "editMessageMedia", {"one": b"2"}, media={**PHOTO, "type": "video"}, **place)
    assert video["media_group_id"] == album[0]["media_group_id"]
    body = await upload(bot, "editMessageMedia", {"one": b"2"}, media={**PHOTO, "type": "document"}, **place)
    assert body["description"] == "Bad Request: can't change media type in the album"


async def test_several_messages_are_passed_on(bot: Caller, ana: Person) -> None:
    album = await sent(bot, "sendMediaGroup", {"one": b"1"}, chat_id=ana.id, media=[PHOTO, PHOTO])
    ids = [m["message_id"] for m in album]
    place = {"chat_id": ana.id, "from_chat_id": ana.id}

    copied = await bot.call("copyMessages", message_ids=[*ids, 999], **place)
    forwarded = await bot.call("forwardMessages", message_ids=[1, *ids], **place)
    alone = await bot.call("copyMessage", message_id=ids[0], **place)

    assert [len(copied), len(forwarded)] == [2, 3]
    groups = [m.content.get("media_group_id") for m in ana.messages]
    assert groups[3] == groups[4] != groups[1]
    assert groups[6] == groups[7] not in groups[:6]
    assert ana.screen.id == alone["message_id"]
    assert groups[8] is None
    assert ana.messages[5].forward_origin is not None
    why = await bot.refused("copyMessages", message_ids=[ids[1], ids[0]], **place)
    assert why == "Bad Request: message identifiers must be in a strictly increasing order"
    why = await bot.refused("forwardMessages", message_ids=[999], **place)
    assert why == "Bad Request: there are no messages to forward"


async def test_a_copy_may_lose_or_change_its_caption(bot: Caller, ana: Person) -> None:
    photo = await sent(bot, "sendPhoto", {"photo": b"1"}, chat_id=ana.id, caption="one")
    place = {"chat_id": ana.id, "from_chat_id": ana.id}

    await bot.call(
        "copyMessage", message_id=photo["message_id"], caption="*two*", parse_mode="Markdown", **place
    )
    assert ana.screen.html == "<b>two</b>"
    await bot.call("copyMessages", message_ids=[photo["message_id"]], remove_caption=True, **place)
    assert ana.screen.text == ""
