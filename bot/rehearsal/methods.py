"""Owns the table of modelled methods: parameters, types, which are required, as Telegram documents them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

INTEGER = "Integer"
STRING = "String"
BOOLEAN = "Boolean"
FLOAT = "Float"
CHAT = "Integer|String"
FILE = "InputFile|String"
STRINGS = "Array of String"
INTEGERS = "Array of Integer"
ENTITIES = "Array of MessageEntity"
COMMANDS = "Array of BotCommand"
REACTIONS = "Array of ReactionType"
SCOPE = "BotCommandScope"
ALBUM = (
    "Array of InputMediaAudio|Array of InputMediaDocument|Array of InputMediaLivePhoto"
    "|Array of InputMediaPhoto|Array of InputMediaVideo"
)
MEDIA = "InputMedia"
MENU = "MenuButton"
REPLY = "ReplyParameters"
PREVIEW = "LinkPreviewOptions"
INLINE = "InlineKeyboardMarkup"
MARKUP = "InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"


@dataclass(frozen=True, slots=True)
class Method:
    """One method: parameter names to types. `counts`: it counts as a message for the flood limits."""

    required: dict[str, str]
    optional: dict[str, str]
    counts: bool = False

    def type_of(self, name: str) -> str | None:
        return self.required.get(name) or self.optional.get(name)


def _method(required: dict[str, str] | None = None, /, **optional: str) -> Method:
    return Method(required or {}, optional)


def _writes(required: dict[str, str] | None = None, /, **optional: str) -> Method:
    return Method(required or {}, optional, counts=True)


_SENT: dict[str, str] = {
    "message_thread_id": INTEGER,
    "disable_notification": BOOLEAN,
    "protect_content": BOOLEAN,
    "reply_parameters": REPLY,
    "reply_markup": MARKUP,
}
_CAPTION = {"caption": STRING, "parse_mode": STRING, "caption_entities": ENTITIES}
_SHOWN = {**_CAPTION, "has_spoiler": BOOLEAN, "show_caption_above_media": BOOLEAN}
_FRAMED = {**_SHOWN, "duration": INTEGER, "width": INTEGER, "height": INTEGER}
_WRITTEN = {"parse_mode": STRING, "entities": ENTITIES, "link_preview_options": PREVIEW}
_EDITED = {"chat_id": CHAT, "message_id": INTEGER, "reply_markup": INLINE}
_BY_LANGUAGE = {"language_code": STRING}


def _sends(required: dict[str, str], **optional: str) -> Method:
    return Method({"chat_id": CHAT, **required}, {**_SENT, **optional}, counts=True)


METHODS: dict[str, Method] = {
    "getMe": _method(),
    "getUpdates": _method(offset=INTEGER, limit=INTEGER, timeout=INTEGER, allowed_updates=STRINGS),
    "setWebhook": _method(
        {"url": STRING},
        max_connections=INTEGER,
        allowed_updates=STRINGS,
        drop_pending_updates=BOOLEAN,
        secret_token=STRING,
    ),
    "deleteWebhook": _method(drop_pending_updates=BOOLEAN),
    "getWebhookInfo": _method(),
    "sendMessage": _sends({"text": STRING}, **_WRITTEN),
    "sendDocument": _sends({"document": FILE}, disable_content_type_detection=BOOLEAN, **_CAPTION),
    "sendPhoto": _sends({"photo": FILE}, **_SHOWN),
    "sendAudio": _sends({"audio": FILE}, duration=INTEGER, performer=STRING, title=STRING, **_CAPTION),
    "sendVideo": _sends({"video": FILE}, supports_streaming=BOOLEAN, **_FRAMED),
    "sendAnimation": _sends({"animation": FILE}, **_FRAMED),
    "sendMediaGroup": _writes(
        {"chat_id": CHAT, "media": ALBUM},
        **{name: kind for name, kind in _SENT.items() if name != "reply_markup"},
    ),
    "sendVoice": _sends({"voice": FILE}, duration=INTEGER, **_CAPTION),
    "sendSticker": _sends({"sticker": FILE}, emoji=STRING),
    "sendLocation": _sends({"latitude": FLOAT, "longitude": FLOAT}, horizontal_accuracy=FLOAT),
    "sendVenue": _sends({"latitude": FLOAT, "longitude": FLOAT, "title": STRING, "address": STRING}),
    "sendContact": _sends({"phone_number": STRING, "first_name": STRING}, last_name=STRING, vcard=STRING),
    "forwardMessage": _writes(
        {"chat_id": CHAT, "from_chat_id": CHAT, "message_id": INTEGER},
        message_thread_id=INTEGER,
        disable_notification=BOOLEAN,
        protect_content=BOOLEAN,
    ),
    "forwardMessages": _writes(
        {"chat_id": CHAT, "from_chat_id": CHAT, "message_ids": INTEGERS},
        message_thread_id=INTEGER,
        disable_notification=BOOLEAN,
        protect_content=BOOLEAN,
    ),
    "copyMessages": _writes(
        {"chat_id": CHAT, "from_chat_id": CHAT, "message_ids": INTEGERS},
        message_thread_id=INTEGER,
        disable_notification=BOOLEAN,
        protect_content=BOOLEAN,
        remove_caption=BOOLEAN,
    ),
    "copyMessage": _sends({"from_chat_id": CHAT, "message_id": INTEGER}, **_CAPTION),
    "sendChatAction": _method({"chat_id": CHAT, "action": STRING}, message_thread_id=INTEGER),
    "editMessageText": _writes({"text": STRING}, **_EDITED, **_WRITTEN),
    "editMessageCaption": _writes(show_caption_above_media=BOOLEAN, **_EDITED, **_CAPTION),
    "editMessageMedia": _writes({"media": MEDIA}, **_EDITED),
    "editMessageReplyMarkup": _writes(**_EDITED),
    "deleteMessage": _method({"chat_id": CHAT, "message_id": INTEGER}),
    "deleteMessages": _method({"chat_id": CHAT, "message_ids": INTEGERS}),
    "setMessageReaction": _method(
        {"chat_id": CHAT, "message_id": INTEGER}, reaction=REACTIONS, is_big=BOOLEAN
    ),
    "answerCallbackQuery": _method(
        {"callback_query_id": STRING}, text=STRING, show_alert=BOOLEAN, url=STRING, cache_time=INTEGER
    ),
    "getFile": _method({"file_id": STRING}),
    "getUserProfilePhotos": _method({"user_id": INTEGER}, offset=INTEGER, limit=INTEGER),
    "setChatMenuButton": _method(chat_id=INTEGER, menu_button=MENU),
    "getChatMenuButton": _method(chat_id=INTEGER),
    "logOut": _method(),
    "close": _method(),
    "banChatMember": _method({"chat_id": CHAT, "user_id": INTEGER}),
    "unbanChatMember": _method({"chat_id": CHAT, "user_id": INTEGER}, only_if_banned=BOOLEAN),
    "getChat": _method({"chat_id": CHAT}),
    "getChatMember": _method({"chat_id": CHAT, "user_id": INTEGER}),
    "getChatAdministrators": _method({"chat_id": CHAT}, return_bots=BOOLEAN),
    "getChatMemberCount": _method({"chat_id": CHAT}),
    "leaveChat": _method({"chat_id": CHAT}),
    "pinChatMessage": _method({"chat_id": CHAT, "message_id": INTEGER}, disable_notification=BOOLEAN),
    "unpinChatMessage": _method({"chat_id": CHAT}, message_id=INTEGER),
    "unpinAllChatMessages": _method({"chat_id": CHAT}),
    "createForumTopic": _writes({"chat_id": CHAT, "name": STRING}, icon_color=INTEGER),
    "editForumTopic": _method({"chat_id": CHAT, "message_thread_id": INTEGER}, name=STRING),
    "closeForumTopic": _method({"chat_id": CHAT, "message_thread_id": INTEGER}),
    "reopenForumTopic": _method({"chat_id": CHAT, "message_thread_id": INTEGER}),
    "deleteForumTopic": _method({"chat_id": CHAT, "message_thread_id": INTEGER}),
    "setMyCommands": _method({"commands": COMMANDS}, scope=SCOPE, **_BY_LANGUAGE),
    "getMyCommands": _method(scope=SCOPE, **_BY_LANGUAGE),
    "deleteMyCommands": _method(scope=SCOPE, **_BY_LANGUAGE),
    "setMyName": _method(name=STRING, **_BY_LANGUAGE),
    "getMyName": _method(**_BY_LANGUAGE),
    "setMyDescription": _method(description=STRING, **_BY_LANGUAGE),
    "getMyDescription": _method(**_BY_LANGUAGE),
    "setMyShortDescription": _method(short_description=STRING, **_BY_LANGUAGE),
    "getMyShortDescription": _method(**_BY_LANGUAGE),
}
SPELLINGS = {name.lower(): name for name in METHODS}
"""Telegram reads method names in any case."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime_type: str
    content: bytes


Params = dict[str, Any]
"""A call's parameters by name, already of the types in the table."""
