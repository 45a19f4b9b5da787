"""A plain python-telegram-bot bot lives in the emulator as it would at Telegram's."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.rehearsal import Emulator
from tests.emulator_support import polling

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
CHOICE = InlineKeyboardMarkup(
    [[InlineKeyboardButton("✅ Oui", callback_data="yes"), InlineKeyboardButton("Non", callback_data="no")]]
)


async def _start(update: Update, context: Any) -> None:
    await update.effective_chat.send_message(
        "Do you like <b>leeks</b>?", parse_mode="HTML", reply_markup=CHOICE
    )


async def _choose(update: Update, context: Any) -> None:
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text(f"You said {update.callback_query.data}.")


async def _take_file(update: Update, context: Any) -> None:
    file = await update.effective_message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.effective_message.reply_document(content[::-1], filename="back.bin", caption="Turned around")


async def _echo(update: Update, context: Any) -> None:
    await update.effective_message.reply_text(f"You wrote: {update.effective_message.text}")


def _register(application: Any) -> None:
    application.add_handler(CommandHandler("start", _start))
    application.add_handler(CallbackQueryHandler(_choose))
    application.add_handler(MessageHandler(filters.Document.ALL, _take_file))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.UpdateType.EDITED, _echo))


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW) as emulator:
        yield emulator
        assert emulator.complaints == []


async def test_a_button_is_tapped_by_a_part_of_its_label_and_the_message_is_edited(
    emulator: Emulator,
) -> None:
    ana = emulator.person("Ana", language="fr")

    async with polling(emulator, _register):
        await ana.says("/start")
        asked = ana.screen
        assert (asked.text, asked.html) == ("Do you like leeks?", "Do you like <b>leeks</b>?")
        assert asked.buttons == [["✅ Oui", "Non"]]
        await ana.taps("Oui")

    assert (ana.screen.text, ana.screen.edited, ana.screen.buttons) == ("You said yes.", True, [])
    assert ana.toasts == ["Noted"]
    assert len(ana.messages) == 2


async def test_a_file_goes_there_and_back(emulator: Emulator) -> None:
    ana = emulator.person("Ana")

    async with polling(emulator, _register):
        await ana.says("/start")
        await ana.sends_document("seeds.bin", b"\x01\x02\x03")

    assert ana.screen.file.content == b"\x03\x02\x01"
    assert ana.screen.text == "Turned around"


async def test_a_group_hears_the_bot_and_the_bot_its_commands(emulator: Emulator) -> None:
    marie, paul = emulator.person("Marie"), emulator.person("Paul")
    group = emulator.group("Référents", members=[marie, paul])

    async with polling(emulator, _register):
        await group.adds_bot(by=marie)
        await paul.says("not for the bot", chat=group)
        assert [m for m in group.messages if m.by_bot] == []
        await paul.says("/start", chat=group)
        await marie.taps("Non", chat=group)

    assert group.screen.text == "You said no."
    assert marie.toasts == ["Noted"]
    assert paul.toasts == []
