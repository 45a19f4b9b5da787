"""The dialogue's bot, written as aiogram's own examples are. Runs in an environment of its own."""

import asyncio
import os
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

dispatcher = Dispatcher()
friends: dict[str, int] = {}
watering: list[str] = []


def button(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data)]])


@dispatcher.message(CommandStart())
async def start(message: Message, command: CommandObject) -> None:
    friends[message.from_user.first_name] = message.from_user.id
    if command.args:
        await message.answer(f"You came for {command.args.replace('-', ' ')}.")
        return
    row = [InlineKeyboardButton(text=label, callback_data=label.lower()) for label in ("Yes", "Later")]
    await message.answer(
        f"Hello <b>{message.from_user.first_name}</b>, shall we begin?",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]),
    )


@dispatcher.callback_query(F.data == "yes")
async def begin(query: CallbackQuery) -> None:
    await query.answer("Noted")
    await query.message.edit_text(
        f"Welcome, {query.from_user.first_name}.", reply_markup=button("Charter", "charter")
    )


@dispatcher.callback_query(F.data == "charter")
async def charter(query: CallbackQuery, bot: Bot) -> None:
    await query.answer()
    await bot.send_chat_action(query.message.chat.id, "upload_document")
    await query.message.answer_document(
        BufferedInputFile(b"Be kind.\n", "charter.txt"),
        caption="*Charter*, 1 page\\.",
        parse_mode="MarkdownV2",
    )


@dispatcher.message(F.document)
async def document(message: Message, bot: Bot) -> None:
    content = await bot.download(message.document)
    lines = content.read().count(b"\n")
    await message.reply(f"{message.document.file_name} has {lines} lines.")


@dispatcher.message(F.photo)
async def photo(message: Message) -> None:
    await message.react([ReactionTypeEmoji(emoji="👍")])
    await message.answer_photo(message.photo[-1].file_id, caption=f"Pretty: {message.caption}")


@dispatcher.message(F.voice)
async def voice(message: Message, bot: Bot) -> None:
    content = await bot.download(message.voice)
    size = len(content.read())
    await message.answer(f"A voice of {message.voice.duration} seconds, {size} bytes.")


@dispatcher.edited_message(F.text)
async def edited(message: Message) -> None:
    await message.answer(f"You changed it to: {message.text}")


@dispatcher.message(Command("number"))
async def number(message: Message) -> None:
    keyboard = [[KeyboardButton(text="My number", request_contact=True)]]
    await message.answer(
        "May I call you?",
        reply_markup=ReplyKeyboardMarkup(keyboard=keyboard, resize_keyboard=True, one_time_keyboard=True),
    )


@dispatcher.message(F.contact)
async def contact(message: Message) -> None:
    await message.answer(f"Thank you, {message.contact.phone_number}.", reply_markup=ReplyKeyboardRemove())


@dispatcher.message(F.location)
async def location(message: Message) -> None:
    place = message.location
    await message.answer(f"You are at {place.latitude:.2f}, {place.longitude:.2f}.")


@dispatcher.message(Command("album"))
async def album(message: Message) -> None:
    await message.answer_media_group(
        [
            InputMediaPhoto(media=BufferedInputFile(b"one", "1.jpg"), caption="First"),
            InputMediaPhoto(media=BufferedInputFile(b"two", "2.jpg")),
        ]
    )


@dispatcher.my_chat_member()
async def added(change: ChatMemberUpdated, bot: Bot) -> None:
    if change.chat.type != "private" and change.new_chat_member.status == "member":
        await bot.send_message(change.chat.id, f"Hello, {change.chat.title}!")


@dispatcher.message(Command("ask"))
async def ask(message: Message) -> None:
    await message.answer("Who waters tomorrow?", reply_markup=button("I do", "do"))


@dispatcher.callback_query(F.data == "do")
async def do(query: CallbackQuery) -> None:
    if watering:
        await query.answer(f"{watering[0]} was faster", show_alert=True)
        return
    watering.append(query.from_user.first_name)
    await query.answer(f"Thank you, {watering[0]}")
    await query.message.edit_text(f"{watering[0]} waters tomorrow.", reply_markup=button("I do", "do"))


@dispatcher.message(Command("tell"))
async def tell(message: Message, command: CommandObject, bot: Bot) -> None:
    try:
        await bot.send_message(friends[command.args], "You are missed.")
    except TelegramForbiddenError as refused:
        await message.answer(f"{command.args}: {refused.message.removeprefix('Forbidden: ')}")


async def run(**options: Any) -> None:
    server = TelegramAPIServer.from_base(os.environ["BOT_API"])
    async with Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server)).context() as bot:
        await dispatcher.start_polling(bot, polling_timeout=5, **options)


if __name__ == "__main__":
    asyncio.run(run())
