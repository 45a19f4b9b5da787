"""Owns the methods that change or remove a message: edits, deletions, reactions, pins."""

from __future__ import annotations

from datetime import timedelta

from bot.rehearsal.chats import Chat, Kind
from bot.rehearsal.media import MEDIA
from bot.rehearsal.messages import Json, Message
from bot.rehearsal.methods import Params
from bot.rehearsal.reactions import reaction_of_bot
from bot.rehearsal.refusals import NOT_MODIFIED, bad_request
from bot.rehearsal.world import World
from bot.rehearsal.writing import caption_content, inline_keyboard, text_content

DELETABLE_FOR = timedelta(hours=48)


def edit_text(world: World, params: Params) -> Json:
    message = own_message(world, params)
    content = text_content(world, params, too_long="MESSAGE_TOO_LONG")
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return change(world, message, content, inline_keyboard(params.get("reply_markup")))


def edit_caption(world: World, params: Params) -> Json:
    message = own_message(world, params)
    if not message.content.keys() & MEDIA:
        raise bad_request("there is no caption in the message to edit")
    kept = {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}
    content = {**kept, **caption_content(world, params)}
    return change(world, message, content, inline_keyboard(params.get("reply_markup")))


def edit_markup(world: World, params: Params) -> Json:
    message = own_message(world, params)
    return change(world, message, message.content, inline_keyboard(params.get("reply_markup")))


def own_message(world: World, params: Params) -> Message:
    """The message of the bot's to be edited. Raises: Refused."""
    if "chat_id" not in params or "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = world.writable(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or message.forward_origin is not None:
        raise bad_request("message can't be edited")
    return message


def change(world: World, message: Message, content: Json, keyboard: list[list[Json]]) -> Json:
    """Give a message other words, media or buttons. Raises: Refused where nothing would change."""
    if content == message.content and keyboard == message.inline_keyboard:
        raise bad_request(NOT_MODIFIED)
    if content != message.content:
        message.edited_at = world.clock.now()
    message.content, message.inline_keyboard = content, keyboard
    world.changes.of_message(message)
    return message.wire()


def delete_message(world: World, params: Params) -> bool:
    chat = world.writable(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, chat, message)
    world.drop(message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Those that are not there are passed over."""
    chat = world.writable(params["chat_id"])
    found = [chat.messages[i] for i in params["message_ids"] if i in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        world.drop(message)
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    leads = chat.standing_of(world.bot).leads
    if leads and chat.kind is Kind.SUPERGROUP:
        return
    if not (message.by_bot or chat.kind is Kind.PRIVATE or leads):
        raise bad_request("message can't be deleted")
    if world.clock.now() - message.date >= DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")


def set_reaction(world: World, params: Params) -> bool:
    message = world.writable(params["chat_id"]).messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    emoji = reaction_of_bot([reaction.get("emoji", "") for reaction in params.get("reaction", [])])
    world.react(message, world.bot, emoji)
    return True


def pin_message(world: World, params: Params) -> bool:
    chat = world.writable(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    if chat.kind is not Kind.PRIVATE and not chat.standing_of(world.bot).leads:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message in chat.pinned:
        chat.pinned.remove(message)
    chat.pinned.append(message)
    world.changes.of_chat(chat)
    return True


def unpin_all(world: World, params: Params) -> bool:
    chat = world.writable(params["chat_id"])
    if chat.kind is not Kind.PRIVATE and not chat.standing_of(world.bot).leads:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned.clear()
    world.changes.of_chat(chat)
    return True


def unpin_message(world: World, params: Params) -> bool:
    chat = world.writable(params["chat_id"])
    wanted = params.get("message_id", chat.pinned[-1].id if chat.pinned else 0)
    found = [message for message in chat.pinned if message.id == wanted]
    if not found:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(found[0])
    world.changes.of_chat(chat)
    return True
