"""The dialogue's bot, written as python-telegram-bot's own examples are: its Application, its Updater."""

import os

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import Forbidden
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
friends: dict[str, int] = {}
watering: list[str] = []


def button(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


async def start(update: Update, context: Context) -> None:
    friends[update.effective_user.first_name] = update.effective_user.id
    if context.args:
        await update.message.reply_text(f"You came for {context.args[0].replace('-', ' ')}.")
        return
    keyboard = [[InlineKeyboardButton(label, callback_data=label.lower()) for label in ("Yes", "Later")]]
    await update.message.reply_html(
        f"Hello <b>{update.effective_user.first_name}</b>, shall we begin?",
        reply_markup=InlineKeyboardMarkup(keyboard),
    )


async def begin(update: Update, context: Context) -> None:
    query = update.callback_query
    await query.answer("Noted")
    await query.edit_message_text(
        f"Welcome, {query.from_user.first_name}.", reply_markup=button("Charter", "charter")
    )


async def charter(update: Update, context: Context) -> None:
    await update.callback_query.answer()
    await update.effective_chat.send_action("upload_document")
    await update.effective_chat.send_document(
        b"Be kind.\n",
        filename="charter.txt",
        caption="*Charter*, 1 page\\.",
        parse_mode=ParseMode.MARKDOWN_V2,
    )


async def document(update: Update, context: Context) -> None:
    file = await update.message.document.get_file()
    lines = bytes(await file.download_as_bytearray()).count(b"\n")
    await update.message.reply_text(
        f"{update.message.document.file_name} has {lines} lines.",
        reply_parameters=ReplyParameters(update.message.message_id),
    )


async def photo(update: Update, context: Context) -> None:
    await update.message.set_reaction("👍")
    await update.message.reply_photo(
        update.message.photo[-1].file_id, caption=f"Pretty: {update.message.caption}"
    )


async def voice(update: Update, context: Context) -> None:
    file = await update.message.voice.get_file()
    content = await file.download_as_bytearray()
    seconds = update.message.voice._duration.seconds
    await update.message.reply_text(f"A voice of {seconds} seconds, {len(content)} bytes.")


async def edited(update: Update, context: Context) -> None:
    await update.effective_chat.send_message(f"You changed it to: {update.edited_message.text}")


async def number(update: Update, context: Context) -> None:
    keyboard = [[KeyboardButton("My number", request_contact=True)]]
    await update.message.reply_text(
        "May I call you?",
        reply_markup=ReplyKeyboardMarkup(keyboard, resize_keyboard=True, one_time_keyboard=True),
    )


async def contact(update: Update, context: Context) -> None:
    phone = update.message.contact.phone_number
    await update.message.reply_text(f"Thank you, {phone}.", reply_markup=ReplyKeyboardRemove())


async def location(update: Update, context: Context) -> None:
    place = update.message.location
    await update.message.reply_text(f"You are at {place.latitude:.2f}, {place.longitude:.2f}.")


async def album(update: Update, context: Context) -> None:
    pictures = [InputMediaPhoto(b"one", caption="First"), InputMediaPhoto(b"two")]
    await update.effective_chat.send_media_group(pictures)


async def added(update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change.chat.type != "private" and change.new_chat_member.status == "member":
        await context.bot.send_message(change.chat.id, f"Hello, {change.chat.title}!")


async def ask(update: Update, context: Context) -> None:
    await update.message.reply_text("Who waters tomorrow?", reply_markup=button("I do", "do"))


async def do(update: Update, context: Context) -> None:
    query = update.callback_query
    if watering:
        await query.answer(f"{watering[0]} was faster", show_alert=True)
        return
    watering.append(query.from_user.first_name)
    await query.answer(f"Thank you, {watering[0]}")
    await query.edit_message_text(f"{watering[0]} waters tomorrow.", reply_markup=button("I do", "do"))


async def tell(update: Update, context: Context) -> None:
    name = context.args[0]
    try:
        await context.bot.send_message(friends[name], "You are missed.")
    except Forbidden as refused:
        await update.message.reply_text(f"{name}: {refused.message.removeprefix('Forbidden: ')}")


def build() -> Application:
    url = os.environ["BOT_API"]
    application = (
        ApplicationBuilder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .job_queue(None)
        .build()
    )
    for name, handler in (
        ("start", start),
        ("number", number),
        ("album", album),
        ("ask", ask),
        ("tell", tell),
    ):
        application.add_handler(CommandHandler(name, handler, filters.UpdateType.MESSAGE))
    for pattern, handler in (("yes", begin), ("charter", charter), ("do", do)):
        application.add_handler(CallbackQueryHandler(handler, f"^{pattern}$"))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, edited))
    for kind, handler in (
        (filters.Document.ALL, document),
        (filters.PHOTO, photo),
        (filters.VOICE, voice),
        (filters.CONTACT, contact),
        (filters.LOCATION, location),
    ):
        application.add_handler(MessageHandler(kind, handler))
    application.add_handler(ChatMemberHandler(added, ChatMemberHandler.MY_CHAT_MEMBER))
    return application


if __name__ == "__main__":
    build().run_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
