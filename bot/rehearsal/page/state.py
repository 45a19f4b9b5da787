"""Owns the whole as the page gets it when it says hello."""

from __future__ import annotations

from bot.i18n import Speaker
from bot.rehearsal.messages import Json
from bot.rehearsal.page.feed import Feed
from bot.rehearsal.page.people import known_people, people_shape
from bot.rehearsal.page.production import Production
from bot.rehearsal.page.shapes import SHOWN, chat_shape, menus_shape, newest


async def state_shape(production: Production, feed: Feed, speaker: Speaker, rest: Json) -> Json:
    """Everything there is; `rest` is what others own. Nothing is awaited once chats are being read."""
    known = await known_people(production)
    world, garden = production.emulator.world, production.programme.file.garden
    chats = [
        chat_shape(world, chat)
        | {"messages": [feed.message(one, speaker) for one in newest(chat.messages.values(), SHOWN)]}
        for chat in world.chats.values()
    ]
    return {
        "garden": {
            "name": garden.name,
            "languages": list(garden.languages),
            "zone": str(garden.timezone),
            "example": production.programme.example,
        },
        "now": production.emulator.now.astimezone(production.zone).isoformat(timespec="seconds"),
        "bot": {
            "id": world.bot.id,
            "name": world.bot.first_name,
            "username": world.bot.username,
        },
        "people": people_shape(production, known, speaker),
        "chats": chats,
        "menus": menus_shape(world),
        **rest,
    }
