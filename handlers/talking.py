"""What is said in private: taps on a conversation's buttons, typed words, things sent."""

from __future__ import annotations

import unicodedata
from typing import Any

from telegram import Message, Update

from bot.domain.garden import Place
from bot.domain.message import Media, Relay
from bot.engine.events import Enclosed, Event, Move, SharedContact, SharedPlace, Typed, Unreadable
from bot.storage.database import Transaction
from bot.storage.instances import InstanceId
from bot.transport.act import Outcome
from bot.usecases.converse import move, tap
from bot.usecases.helping import nothing_to_stop, unknown_command
from bot.usecases.house import Caller
from bot.usecases.listening import Heard, listen
from handlers.deps import Deps

TAP = r"^c\.([0-9a-z]{1,12})\.([0-9a-z]{1,7})\.(.+)$"
"""Callback data of a conversation: instance and visit in base 36, then the action."""
LONGEST_COMMAND = 40
"""Characters of an unknown command repeated; Telegram's own are 32 at most."""
KINDS = (
    "voice",
    "audio",
    "video",
    "video_note",
    "photo",
    "sticker",
    "animation",
    "document",
    "dice",
    "poll",
    "venue",
)


async def take_tap(update: Update, context: Any, deps: Deps) -> None:
    instance, visit, action = context.match.groups()
    await deps.act(
        update, lambda tx, caller: tap(tx, caller, InstanceId(int(instance, 36)), int(visit, 36), action)
    )


async def take_message(update: Update, _context: Any, deps: Deps) -> None:
    message = update.effective_message
    if message is not None:
        event, replied = read_event(message), message.reply_to_message
        heard = Heard(message.message_id, replied.message_id if replied else None)
        await deps.act(update, lambda tx, caller: listen(tx, caller, event, heard))


async def take_unknown_command(update: Update, _context: Any, deps: Deps) -> None:
    """What looks like a command is never an answer: somebody mistyped, or means another bot."""
    message = update.effective_message
    if message is not None and message.text:
        typed = strip_controls(message.text.split()[0])[:LONGEST_COMMAND]
        await deps.act(update, lambda tx, caller: unknown_command(tx, caller, typed))


def cancel(tx: Transaction, caller: Caller) -> Outcome:
    return None if move(tx, caller, Move.CANCEL) else nothing_to_stop(tx, caller)


def read_event(message: Message) -> Event:
    """What was sent, as a conversation understands it."""
    if message.contact is not None:
        card, sender = message.contact, message.from_user
        own = sender is not None and card.user_id == sender.id
        return SharedContact(card.phone_number, strip_controls(card.first_name), own)
    if message.location is not None:
        return SharedPlace(Place(message.location.latitude, message.location.longitude))
    if message.text:
        return Typed(strip_controls(message.text))
    relay = _relay(message)
    if relay is not None:
        name = (message.document.file_name if message.document else None) or ""
        return Enclosed(relay, strip_controls(message.caption or ""), strip_controls(name))
    return Unreadable(next((kind for kind in KINDS if getattr(message, kind, None)), "other"))


def _relay(message: Message) -> Relay | None:
    """What can be passed on as it is; of a photo the largest size."""
    if message.photo:
        return Relay(Media.PHOTO, message.photo[-1].file_id)
    if message.animation is not None:
        return None
    for kind in (Media.VOICE, Media.VIDEO, Media.AUDIO, Media.DOCUMENT):
        sent = getattr(message, kind.value)
        if sent is not None:
            return Relay(kind, sent.file_id)
    return None


def strip_controls(text: str) -> str:
    """Without control and bidi characters, line breaks kept: names and words are hostile until stripped."""
    kept = (
        char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return "".join(kept)
