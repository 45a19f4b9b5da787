"""Owns which function answers which method; the table of methods and this one have the same names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.rehearsal import asking, editing, sending
from bot.rehearsal.methods import Params
from bot.rehearsal.world import World

Answer = Callable[[World, Params], Any]


def _profile(field: str) -> tuple[Answer, Answer]:
    return partial(asking.set_profile, field=field), partial(asking.get_profile, field=field)


_set_name, _get_name = _profile("name")
_set_description, _get_description = _profile("description")
_set_short_description, _get_short_description = _profile("short_description")

ANSWERS: dict[str, Answer] = {
    "getMe": asking.get_me,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendVoice": sending.send_voice,
    "sendSticker": sending.send_sticker,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendContact": sending.send_contact,
    "forwardMessage": sending.forward_message,
    "copyMessage": sending.copy_message,
    "sendChatAction": asking.send_chat_action,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "setMessageReaction": editing.set_reaction,
    "pinChatMessage": editing.pin_message,
    "unpinChatMessage": editing.unpin_message,
    "answerCallbackQuery": asking.answer_callback_query,
    "getFile": asking.get_file,
    "getChat": asking.get_chat,
    "getChatMember": asking.get_chat_member,
    "getChatAdministrators": asking.get_chat_administrators,
    "getChatMemberCount": asking.get_chat_member_count,
    "leaveChat": asking.leave_chat,
    "createForumTopic": asking.create_topic,
    "closeForumTopic": asking.close_topic,
    "reopenForumTopic": asking.reopen_topic,
    "deleteForumTopic": asking.delete_topic,
    "setMyCommands": asking.set_commands,
    "getMyCommands": asking.get_commands,
    "deleteMyCommands": asking.delete_commands,
    "setMyName": _set_name,
    "getMyName": _get_name,
    "setMyDescription": _set_description,
    "getMyDescription": _get_description,
    "setMyShortDescription": _set_short_description,
    "getMyShortDescription": _get_short_description,
}
"""Everything but getting updates, which server.py and webhook.py answer."""
