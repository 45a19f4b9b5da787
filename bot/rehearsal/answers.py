"""Owns which function answers which method; the table of methods and this one have the same names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.rehearsal import albums, asking, editing, members, passing_on, presenting, sending, topics
from bot.rehearsal.media import MEDIA
from bot.rehearsal.methods import Params
from bot.rehearsal.world import World

Answer = Callable[[World, Params], Any]


def _profile(field: str) -> tuple[Answer, Answer]:
    return partial(presenting.set_profile, field=field), partial(presenting.get_profile, field=field)


def _sending(kind: str) -> str:
    return f"send{kind.capitalize()}"


_set_name, _get_name = _profile("name")
_set_description, _get_description = _profile("description")
_set_short_description, _get_short_description = _profile("short_description")

ANSWERS: dict[str, Answer] = {
    "getMe": asking.get_me,
    "sendMessage": sending.send_message,
    **{_sending(kind): partial(sending.send_media, kind=kind) for kind in (*sorted(MEDIA), "sticker")},
    "sendMediaGroup": albums.send_media_group,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendContact": sending.send_contact,
    "forwardMessage": passing_on.forward_message,
    "forwardMessages": passing_on.forward_messages,
    "copyMessage": passing_on.copy_message,
    "copyMessages": passing_on.copy_messages,
    "sendChatAction": asking.send_chat_action,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": albums.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "setMessageReaction": editing.set_reaction,
    "pinChatMessage": editing.pin_message,
    "unpinChatMessage": editing.unpin_message,
    "unpinAllChatMessages": editing.unpin_all,
    "answerCallbackQuery": asking.answer_callback_query,
    "getFile": asking.get_file,
    "getUserProfilePhotos": asking.get_profile_photos,
    "getChat": asking.get_chat,
    "getChatMember": members.get_chat_member,
    "getChatAdministrators": members.get_chat_administrators,
    "getChatMemberCount": members.get_chat_member_count,
    "banChatMember": members.ban,
    "unbanChatMember": members.unban,
    "leaveChat": members.leave_chat,
    "createForumTopic": topics.create_topic,
    "editForumTopic": topics.edit_topic,
    "closeForumTopic": topics.close_topic,
    "reopenForumTopic": topics.reopen_topic,
    "deleteForumTopic": topics.delete_topic,
    "setMyCommands": presenting.set_commands,
    "getMyCommands": presenting.get_commands,
    "deleteMyCommands": presenting.delete_commands,
    "setChatMenuButton": presenting.set_menu_button,
    "getChatMenuButton": presenting.get_menu_button,
    "logOut": asking.leave_server,
    "close": asking.leave_server,
    "setMyName": _set_name,
    "getMyName": _get_name,
    "setMyDescription": _set_description,
    "getMyDescription": _get_description,
    "setMyShortDescription": _set_short_description,
    "getMyShortDescription": _get_short_description,
}
"""Everything but getting updates, which server.py and webhook.py answer."""
