"""Owns the methods that put a new message in a chat."""

from __future__ import annotations

from bot.rehearsal.chats import Chat
from bot.rehearsal.media import MEDIA, content_of
from bot.rehearsal.messages import Json, Message, StoredFile
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import Unmodelled, bad_request
from bot.rehearsal.world import World
from bot.rehearsal.writing import caption_content, inline_keyboard, reply_keyboard, text_content


def send_message(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    return post(world, chat, params, text_content(world, params, too_long="message is too long")).wire()


def send_media(world: World, params: Params, kind: str) -> Json:
    """A file of this kind, with its caption."""
    chat = world.writable(params["chat_id"])
    caption = caption_content(world, params) if kind in MEDIA else {}
    content, file = content_of(world, kind, params[kind], params)
    return post(world, chat, params, {**content, **caption}, file).wire()


def send_location(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    location = _place(params)
    if "horizontal_accuracy" in params:
        location["horizontal_accuracy"] = params["horizontal_accuracy"]
    return post(world, chat, params, {"location": location}).wire()


def send_venue(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    location = _place(params)
    venue = {"location": location, "title": params["title"], "address": params["address"]}
    return post(world, chat, params, {"venue": venue, "location": location}).wire()


def _place(params: Params) -> Json:
    if not (-90 <= params["latitude"] <= 90 and -180 <= params["longitude"] <= 180):
        raise bad_request("wrong location specified")
    return {"latitude": params["latitude"], "longitude": params["longitude"]}


def send_contact(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    names = ("phone_number", "first_name", "last_name", "vcard")
    return post(world, chat, params, {"contact": {n: params[n] for n in names if n in params}}).wire()


def album_name(world: World) -> str:
    return str(13_000_000_000_000_000 + world.serial())


def post(world: World, chat: Chat, params: Params, content: Json, file: StoredFile | None = None) -> Message:
    """Check what every sending method has in common, then post."""
    markup: Json | None = params.get("reply_markup")
    keyboard, replies = inline_keyboard(markup), reply_keyboard(markup)
    thread_id = world.open_thread(chat, params.get("message_thread_id", 0))
    message = world.post(
        chat,
        world.bot,
        content,
        by_bot=True,
        thread_id=thread_id,
        reply_to=_replied(chat, params),
        inline_keyboard=keyboard,
        reply_keyboard=replies,
        file=file,
        silent=params.get("disable_notification", False),
        protected=params.get("protect_content", False),
    )
    if markup is not None:
        world.underneath.follow(message, markup)
        world.changes.of_chat(chat)
    return message


def _replied(chat: Chat, params: Params) -> Message | None:
    asked: Json | None = params.get("reply_parameters")
    if asked is None:
        return None
    if asked.get("chat_id", chat.id) != chat.id:
        raise Unmodelled("a reply to a message of another chat")
    found = chat.messages.get(int(asked["message_id"]))
    if found is None and not asked.get("allow_sending_without_reply", False):
        raise bad_request("message to be replied not found")
    return found
