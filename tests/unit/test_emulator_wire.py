"""python-telegram-bot, which follows Telegram's documentation, reads every object the emulator answers with."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatMemberAdministrator,
    ChatMemberOwner,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    MenuButtonCommands,
    Message,
    MessageEntity,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from bot.rehearsal import Emulator, Group, Person
from tests.emulator_support import NOW, build_application


@pytest.fixture(autouse=True)
def durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    async with build_application(emulator).bot as bot:
        yield bot


@pytest.fixture
async def ana(emulator: Emulator) -> Person:
    ana = emulator.person("Ana", language="fr")
    await ana.says("/start")
    return ana


@pytest.fixture
async def forum(emulator: Emulator, ana: Person) -> Group:
    forum = emulator.group("Forum", members=[ana], forum=True)
    await forum.adds_bot(by=ana, admin=True)
    return forum


async def test_every_kind_of_message(bot: Bot, ana: Person) -> None:
    text = await bot.send_message(
        ana.id,
        "Hello Ana",
        entities=[MessageEntity("bold", 0, 5)],
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(ana.messages[0].id),
        protect_content=True,
        reply_markup=ReplyKeyboardMarkup([["Yes"]], resize_keyboard=True),
    )
    document = await bot.send_document(
        ana.id, b"%PDF", filename="charter.pdf", caption="<b>Charter</b>", parse_mode="HTML"
    )
    photo = await bot.send_photo(ana.id, b"\xff\xd8")
    voice = await bot.send_voice(ana.id, b"OggS", duration=2)
    venue = await bot.send_venue(ana.id, 43.6, 1.44, "Gate", "Lane")
    contact = await bot.send_contact(ana.id, "+331", "Marie")

    assert text.date == NOW
    assert text.reply_to_message.text == "/start"
    assert text.text_html == "<b>Hello</b> Ana"
    assert text.has_protected_content
    assert document.caption_html == "<b>Charter</b>"
    assert document.document.mime_type == "application/pdf"
    assert bytes(await (await document.document.get_file()).download_as_bytearray()) == b"%PDF"
    assert (photo.photo[-1].width, voice.voice.duration) == (800, timedelta(seconds=2))
    assert (venue.venue.title, contact.contact.first_name) == ("Gate", "Marie")
    again = await bot.send_sticker(ana.id, (await bot.send_sticker(ana.id, b"RIFF")).sticker.file_id)
    origin = (await bot.forward_message(ana.id, ana.id, again.message_id)).forward_origin
    assert isinstance(origin, MessageOriginUser)
    assert ana.keyboard == [["Yes"]]


async def test_a_protected_message_cannot_be_forwarded(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "x", protect_content=True)

    with pytest.raises(BadRequest, match="Message can't be forwarded"):
        await bot.forward_message(ana.id, ana.id, sent.message_id)


async def test_files_of_other_kinds_albums_and_markdown(bot: Bot, ana: Person) -> None:
    video = await bot.send_video(ana.id, b"v", duration=4, width=3, height=2)
    audio = await bot.send_audio(ana.id, b"a", performer="Choir")
    moving = await bot.send_animation(ana.id, b"g")
    album = await bot.send_media_group(
        ana.id, [InputMediaPhoto(b"1", caption="*one*", parse_mode="MarkdownV2"), InputMediaPhoto(b"2")]
    )
    swapped = await bot.edit_message_media(InputMediaDocument(b"x"), ana.id, video.message_id)
    copies = await bot.copy_messages(ana.id, ana.id, [message.message_id for message in album])

    assert (video.video.width, audio.audio.performer, moving.animation.file_size) == (3, "Choir", 1)
    assert album[0].caption_html == "<b>one</b>"
    assert album[0].media_group_id == album[1].media_group_id
    assert isinstance(swapped, Message)
    assert swapped.document.file_size == 1
    assert len(copies) == 2
    with pytest.raises(BadRequest, match=r"character '\.' is reserved and must be escaped"):
        await bot.send_message(ana.id, "No. 7", parse_mode="MarkdownV2")


async def test_what_else_ordinary_bots_ask(bot: Bot, ana: Person, forum: Group) -> None:
    await bot.set_chat_menu_button(ana.id, MenuButtonCommands())

    assert await bot.get_chat_menu_button(ana.id) == MenuButtonCommands()
    assert (await bot.get_user_profile_photos(ana.id)).total_count == 0
    await bot.send_message(ana.id, "Thank you")
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await ana.reacts(ana.screen, "👍")
    change = (await bot.get_updates())[-1].message_reaction
    assert [reaction.emoji for reaction in change.new_reaction] == ["👍"]
    assert change.user.id == ana.id


async def test_chats_and_members(bot: Bot, ana: Person, forum: Group) -> None:
    chat = await bot.get_chat(forum.id)
    administrators = await bot.get_chat_administrators(forum.id)
    member = await bot.get_chat_member(forum.id, bot.id)
    private = await bot.get_chat(ana.id)

    assert (chat.type, chat.is_forum, chat.title) == ("supergroup", True, "Forum")
    assert [type(a) for a in administrators] == [ChatMemberOwner]
    assert isinstance(member, ChatMemberAdministrator)
    assert (private.type, private.first_name) == ("private", "Ana")
    assert await bot.get_chat_member_count(forum.id) == 2
    topic = await bot.create_forum_topic(forum.id, "Newcomers")
    sent = await bot.send_message(forum.id, "x", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message


async def test_every_update(emulator: Emulator, bot: Bot, ana: Person, forum: Group) -> None:
    await bot.send_message(
        ana.id, "?", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    )
    await ana.taps("Go")
    await ana.edits(ana.messages[0], "changed")
    await ana.sends_photo("leeks")
    await ana.shares_contact()
    await ana.says("/help", chat=forum, anonymously=True)
    await ana.blocks()
    screen = ana.screen
    forum.deletes(screen)
    await ana.taps_data("gone", message=screen)

    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)

    assert [update.to_dict().keys() - {"update_id"} for update in updates] == [
        {"message"},
        {"my_chat_member"},
        {"message"},
        {"callback_query"},
        {"edited_message"},
        {"message"},
        {"message"},
        {"message"},
        {"my_chat_member"},
        {"callback_query"},
    ]
    assert updates[3].callback_query.message.is_accessible
    assert not updates[9].callback_query.message.is_accessible
    assert updates[7].effective_user.username == "GroupAnonymousBot"


async def test_the_errors_have_their_classes(emulator: Emulator, bot: Bot, ana: Person) -> None:
    group = emulator.group("Garden", members=[ana])
    await group.adds_bot(by=ana)
    old = group.id
    await group.migrates()

    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(old, "x")
    assert migrated.value.new_chat_id == group.id
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12, "x")
    emulator.faults.retry_after(3)
    with pytest.raises(RetryAfter):
        await bot.send_message(ana.id, "x")
    await ana.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "x")


async def test_the_bot_presents_itself(bot: Bot, ana: Person) -> None:
    commands = [BotCommand("start", "Begin"), BotCommand("help", "Help")]
    await bot.set_my_commands(commands, scope=BotCommandScopeChat(ana.id), language_code="fr")
    await bot.set_my_description("A garden")

    assert list(await bot.get_my_commands(BotCommandScopeChat(ana.id), "fr")) == commands
    assert (await bot.get_my_description()).description == "A garden"
    assert (await bot.get_webhook_info()).url == ""
