"""Owns the methods that put a new message in a chat."""

from __future__ import annotations

from bot.rehearsal.chats import Chat
from bot.rehearsal.messages import Json, Message, StoredFile
from bot.rehearsal.methods import Params, Upload
from bot.rehearsal.refusals import Unmodelled, bad_request
from bot.rehearsal.world import World
from bot.rehearsal.writing import caption_content, inline_keyboard, reply_keyboard, text_content

PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024


def send_message(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    return _post(world, chat, params, text_content(world, params, too_long="message is too long")).wire()


def send_document(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    file = _file(world, params["document"], UPLOAD_BYTES)
    document = {**file.wire(), "file_name": file.name, "mime_type": file.mime_type}
    return _post(world, chat, params, {"document": document, **caption_content(world, params)}, file).wire()


def send_photo(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    file = _file(world, params["photo"], PHOTO_BYTES)
    sizes = [{**file.wire(), "width": 800, "height": 600}]
    return _post(world, chat, params, {"photo": sizes, **caption_content(world, params)}, file).wire()


def send_voice(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    file = _file(world, params["voice"], UPLOAD_BYTES)
    voice = {**file.wire(), "duration": params.get("duration", 0), "mime_type": file.mime_type}
    return _post(world, chat, params, {"voice": voice, **caption_content(world, params)}, file).wire()


def send_sticker(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    file = _file(world, params["sticker"], UPLOAD_BYTES)
    return _post(world, chat, params, {"sticker": sticker(file, params.get("emoji"))}, file).wire()


def sticker(file: StoredFile, emoji: str | None) -> Json:
    found = {**file.wire(), "type": "regular", "width": 512, "height": 512}
    return {**found, "is_animated": False, "is_video": False, **({"emoji": emoji} if emoji else {})}


def send_location(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    location = _place(params)
    if "horizontal_accuracy" in params:
        location["horizontal_accuracy"] = params["horizontal_accuracy"]
    return _post(world, chat, params, {"location": location}).wire()


def send_venue(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    location = _place(params)
    venue = {"location": location, "title": params["title"], "address": params["address"]}
    return _post(world, chat, params, {"venue": venue, "location": location}).wire()


def _place(params: Params) -> Json:
    if not (-90 <= params["latitude"] <= 90 and -180 <= params["longitude"] <= 180):
        raise bad_request("wrong location specified")
    return {"latitude": params["latitude"], "longitude": params["longitude"]}


def send_contact(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    names = ("phone_number", "first_name", "last_name", "vcard")
    return _post(world, chat, params, {"contact": {n: params[n] for n in names if n in params}}).wire()


def forward_message(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    source = _source(world, params, "forward")
    if source.protected:
        raise bad_request("message can't be forwarded")
    origin = {"type": "user", "date": int(source.date.timestamp())}
    if source.sender_chat is not None:
        origin |= {"type": "chat", "sender_chat": source.sender_chat.wire()}
    elif source.author is not None:
        origin["sender_user"] = source.author.wire()
    message = _post(world, chat, params, dict(source.content), source.file)
    message.forward_origin = origin
    return message.wire()


def copy_message(world: World, params: Params) -> Json:
    chat = world.writable(params["chat_id"])
    source = _source(world, params, "copy")
    content = dict(source.content)
    if "caption" in params and "text" not in content:
        content = {k: v for k, v in content.items() if k not in ("caption", "caption_entities")}
        content.update(caption_content(world, params))
    return {"message_id": _post(world, chat, params, content, source.file).id}


def _source(world: World, params: Params, verb: str) -> Message:
    message = world.find_chat(params["from_chat_id"]).messages.get(params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _post(world: World, chat: Chat, params: Params, content: Json, file: StoredFile | None = None) -> Message:
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
    found = chat.messages.get(int(asked["message_id"]))
    if found is None and not asked.get("allow_sending_without_reply", False):
        raise bad_request("message to be replied not found")
    return found


def _file(world: World, given: Upload | str, limit: int) -> StoredFile:
    if isinstance(given, str):
        if given in world.files:
            return world.files[given]
        if given.startswith(("http://", "https://")):
            raise Unmodelled("sending a file by its URL")
        raise bad_request("wrong file identifier/HTTP URL specified")
    if not given.content:
        raise bad_request("file must be non-empty")
    if len(given.content) > limit:
        raise bad_request("file is too big")
    return world.store(given.content, name=given.name, mime_type=given.mime_type)
