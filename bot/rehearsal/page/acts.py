"""Owns what people do on the page: writing, tapping, pressing. Nothing here waits for the bot."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.errors import Refusal
from bot.marks import _
from bot.rehearsal.chats import Chat, Topic
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Json, Message
from bot.rehearsal.page.asked import Asked, NotUnderstood
from bot.rehearsal.page.production import Production


class Nobody(Refusal):
    message = _("This person is not there any more. Reload the page.")


class NoChat(Refusal):
    message = _("This chat is not there any more. Reload the page.")


class NotInside(Refusal):
    message = _("{name} is not in {group}.")


class Blocked(Refusal):
    message = _("{name} has blocked the bot. Unblock it first.")


class AccountGone(Refusal):
    message = _("{name} has deleted their account.")


class NoMessage(Refusal):
    message = _("This message is not there any more.")


class NoButton(Refusal):
    message = _("This button is not there any more.")


class Empty(Refusal):
    message = _("There is nothing to send: write something first.")


class NotTheirs(Refusal):
    message = _("{name} did not write this message.")


class NoTopic(Refusal):
    message = _("This topic is not there any more.")


def who_acts(production: Production, asked: Asked) -> Person:
    person = production.person(asked.whole("who"))
    if person is None:
        raise Nobody
    return person


def place_of(production: Production, person: Person, asked: Asked) -> Group | None:
    """The group meant, None for their own chat with the bot."""
    number = asked.maybe_whole("chat")
    if number is None or number == person.id:
        if person.chat.deactivated:
            raise AccountGone(name=person.name)
        return None
    group = group_of(production, number)
    if not group.chat.standing_of(person.user).inside:
        raise NotInside(name=person.name, group=group.title)
    return group


def group_of(production: Production, number: int) -> Group:
    group = production.group(number)
    if group is None:
        raise NoChat
    return group


def chat_of(person: Person, group: Group | None) -> Chat:
    return group.chat if group is not None else person.chat


def message_of(chat: Chat, number: int) -> Message:
    message = chat.messages.get(number)
    if message is None:
        raise NoMessage
    return message


def topic_of(group: Group | None, number: int | None) -> Topic | None:
    if not number:
        return None
    topic = group.chat.topics.get(number) if group is not None else None
    if topic is None:
        raise NoTopic
    return topic


async def says(production: Production, asked: Asked) -> Json:
    person = who_acts(production, asked)
    group = place_of(production, person, asked)
    text = asked.words("text")
    if not text.strip():
        raise Empty
    if group is None and person.chat.blocked:
        raise Blocked(name=person.name)
    replied = asked.maybe_whole("reply_to")
    message = await person.says(
        text,
        chat=group,
        topic=topic_of(group, asked.maybe_whole("topic")),
        anonymously=asked.flag("anonymous"),
        reply_to=message_of(chat_of(person, group), replied) if replied else None,
        settle=False,
    )
    return {"message": message.id}


async def taps(production: Production, asked: Asked) -> Json:
    """An inline button, by its place: a link is opened, words to copy are handed back."""
    person = who_acts(production, asked)
    group = place_of(production, person, asked)
    chat = _where_it_stands(production, chat_of(person, group), asked)
    message = message_of(chat, asked.whole("message"))
    wire = _at(message.inline_keyboard, asked)
    if "copy_text" in wire:
        return {"copy": wire["copy_text"]["text"]}
    if "url" in wire:
        return await _follows(production, person, wire["url"])
    await person.taps_data(wire["callback_data"], message, settle=False)
    return {}


def _where_it_stands(production: Production, chat: Chat, asked: Asked) -> Chat:
    """A message from before a migration still stands in the old chat."""
    number = asked.maybe_whole("chat")
    return production.emulator.world.chats.get(number, chat) if number is not None else chat


async def follows(production: Production, asked: Asked) -> Json:
    """A link in a text, or one that a tap was answered with."""
    return await _follows(production, who_acts(production, asked), asked.words("url"))


async def _follows(production: Production, person: Person, url: str) -> Json:
    parts = urlsplit(url)
    if parts.netloc == "t.me" and parts.path.strip("/") == production.emulator.bot.username:
        if person.chat.blocked:
            raise Blocked(name=person.name)
        await person.opens(url, settle=False)
        return {"chat": person.id}
    return {"url": url}


async def presses(production: Production, asked: Asked) -> Json:
    """A button of the reply keyboard, by its place."""
    person = who_acts(production, asked)
    group = place_of(production, person, asked)
    chat = chat_of(person, group)
    if chat.blocked:
        raise Blocked(name=person.name)
    keyboard = production.emulator.world.underneath.keyboard(chat, person.user) or {}
    wire = _at(keyboard.get("keyboard", []), asked)
    at = (asked.figure("latitude"), asked.figure("longitude")) if wire.get("request_location") else None
    await person.presses(asked.whole("row"), asked.whole("column"), chat=group, at=at, settle=False)
    return {}


def _at(rows: list[list[Json]], asked: Asked) -> Json:
    row, column = asked.whole("row"), asked.whole("column")
    if row < 0 or column < 0:
        raise NotUnderstood(what="row")
    if row >= len(rows) or column >= len(rows[row]):
        raise NoButton
    return rows[row][column]


async def edits(production: Production, asked: Asked) -> Json:
    person = who_acts(production, asked)
    group = place_of(production, person, asked)
    message = message_of(chat_of(person, group), asked.whole("message"))
    text = asked.words("text").strip()
    if not text:
        raise Empty
    if message.author is not person.user:
        raise NotTheirs(name=person.name)
    if text != message.text:
        await person.edits(message, text, settle=False)
    return {}


async def contact(production: Production, asked: Asked) -> Json:
    person = _able_to_write(production, asked)
    name = asked.words("name", longest=64, default="").strip() or "Someone"
    phone = asked.words("phone", longest=32, default="").strip() or "+33600000000"
    await person.shares_contact(asked.flag("own"), phone, first_name=name, settle=False)
    return {}


async def location(production: Production, asked: Asked) -> Json:
    person = _able_to_write(production, asked)
    await person.shares_location(asked.figure("latitude"), asked.figure("longitude"), settle=False)
    return {}


def _able_to_write(production: Production, asked: Asked) -> Person:
    person = who_acts(production, asked)
    if person.chat.deactivated:
        raise AccountGone(name=person.name)
    if person.chat.blocked:
        raise Blocked(name=person.name)
    return person


async def blocks(production: Production, asked: Asked) -> Json:
    person = who_acts(production, asked)
    if not person.chat.blocked:
        await person.blocks(settle=False)
    return {}


async def unblocks(production: Production, asked: Asked) -> Json:
    person = who_acts(production, asked)
    if person.chat.blocked:
        await person.unblocks(settle=False)
    return {}


async def leaves(production: Production, asked: Asked) -> Json:
    who_acts(production, asked).leaves_telegram()
    return {}
