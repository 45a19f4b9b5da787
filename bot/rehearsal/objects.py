"""Owns the objects that come as parameters: their modelled fields, which are required, as Telegram documents them."""

from __future__ import annotations

_DESCRIBED: dict[str, type] = {
    "type": str,
    "media": str,
    "caption": str,
    "parse_mode": str,
    "caption_entities": list,
}
_DESCRIBED_FRAME: dict[str, type] = {
    **_DESCRIBED,
    "has_spoiler": bool,
    "show_caption_above_media": bool,
    "width": int,
    "height": int,
    "duration": int,
}
FIELDS: dict[str, dict[str, type]] = {
    "ReplyParameters": {"message_id": int, "chat_id": int, "allow_sending_without_reply": bool},
    "LinkPreviewOptions": {
        "is_disabled": bool,
        "url": str,
        "prefer_small_media": bool,
        "prefer_large_media": bool,
        "show_above_text": bool,
    },
    "InputMediaPhoto": {**_DESCRIBED, "has_spoiler": bool, "show_caption_above_media": bool},
    "InputMediaVideo": {**_DESCRIBED_FRAME, "supports_streaming": bool},
    "InputMediaAnimation": _DESCRIBED_FRAME,
    "InputMediaAudio": {**_DESCRIBED, "duration": int, "performer": str, "title": str},
    "InputMediaDocument": {**_DESCRIBED, "disable_content_type_detection": bool},
    "MenuButton": {"type": str},
    "InlineKeyboardMarkup": {"inline_keyboard": list},
    "InlineKeyboardButton": {
        "text": str,
        "url": str,
        "callback_data": str,
        "copy_text": dict,
        "style": str,
    },
    "ReplyKeyboardMarkup": {
        "keyboard": list,
        "is_persistent": bool,
        "resize_keyboard": bool,
        "one_time_keyboard": bool,
        "input_field_placeholder": str,
        "selective": bool,
    },
    "KeyboardButton": {"text": str, "request_contact": bool, "request_location": bool, "style": str},
    "ReplyKeyboardRemove": {"remove_keyboard": bool, "selective": bool},
    "ForceReply": {"force_reply": bool, "input_field_placeholder": str, "selective": bool},
    "BotCommand": {"command": str, "description": str},
    "BotCommandScope": {"type": str, "chat_id": int, "user_id": int},
    "ReactionType": {"type": str, "emoji": str},
    "MessageEntity": {
        "type": str,
        "offset": int,
        "length": int,
        "url": str,
        "user": dict,
        "language": str,
        "custom_emoji_id": str,
    },
}
"""The modelled fields of the objects in parameters, with their types in JSON; any other is refused by name."""

REQUIRED_FIELDS: dict[str, tuple[str, ...]] = {
    "ReplyParameters": ("message_id",),
    "LinkPreviewOptions": (),
    "InputMediaPhoto": ("type", "media"),
    "InputMediaVideo": ("type", "media"),
    "InputMediaAnimation": ("type", "media"),
    "InputMediaAudio": ("type", "media"),
    "InputMediaDocument": ("type", "media"),
    "MenuButton": ("type",),
    "InlineKeyboardMarkup": ("inline_keyboard",),
    "InlineKeyboardButton": ("text",),
    "ReplyKeyboardMarkup": ("keyboard",),
    "KeyboardButton": ("text",),
    "ReplyKeyboardRemove": ("remove_keyboard",),
    "ForceReply": ("force_reply",),
    "BotCommand": ("command", "description"),
    "BotCommandScope": ("type",),
    "ReactionType": ("type",),
    "MessageEntity": ("type", "offset", "length"),
}
