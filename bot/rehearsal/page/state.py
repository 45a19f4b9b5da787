"""Owns the whole as the page gets it when it says hello."""

from __future__ import annotations

from bot.i18n import Speaker
from bot.rehearsal.messages import Json
from bot.rehearsal.page.shapes import SHOWN, chat_shape, menus_shape, newest
from bot.rehearsal.page.watching import Watching


def state_shape(watching: Watching, speaker: Speaker, rest: Json) -> Json:
    """Everything there is; `rest` is what others own. Nothing may be awaited between this and telling changes."""
    production, feed = watching.production, watching.feed
    world, garden = production.emulator.world, production.programme.file.garden
    chats = [
        chat_shape(world, chat)
        | {"messages": [feed.message(one, speaker) for one in newest(chat.messages, SHOWN)]}
        for chat in world.chats.values()
    ]
    return {
        "garden": {
            "name": garden.name,
            "languages": list(garden.languages),
            "zone": str(garden.timezone),
            "example": production.programme.example,
        },
        "now": watching.clock.now_shape(),
        "bot": {
            "id": world.bot.id,
            "name": world.bot.first_name,
            "username": world.bot.username,
        },
        "people": watching.people(speaker),
        "chats": chats,
        "menus": menus_shape(world),
        "due": watching.clock.due_shape(speaker),
        "faults": watching.faults.shape(speaker),
        **rest,
    }
