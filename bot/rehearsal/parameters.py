"""Owns the reading of a call's parameters: raw values to the table's types, refusing what is not modelled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.rehearsal.methods import ALBUM, MEDIA, METHODS, Params, Upload
from bot.rehearsal.objects import FIELDS, REQUIRED_FIELDS
from bot.rehearsal.refusals import Refused, Unmodelled, bad_request

_EMPTY = {"text": "message text is empty", "chat_id": "chat_id is empty"}


def read_parameters(method: str, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> Params:
    """Turn what came over the line into typed parameters.

    Raises:
        Unmodelled: for a parameter or a field of one that is not in the table, or is of another type.
        Refused: for a missing required parameter.
    """
    known = METHODS[method]
    attached: set[str] = set()
    params: Params = {}
    for name, value in raw.items():
        kind = known.type_of(name)
        if kind is None:
            raise Unmodelled(f"the parameter {name!r} of {method}")
        if value is not None and (value != "null" or kind == "String"):
            params[name] = _read(method, name, kind, value, files, attached)
        elif kind not in _PLAIN:
            raise _null(method, name)
    for name, upload in files.items():
        _take_upload(method, name, upload, params, attached)
    for name in known.required:
        if name not in params:
            raise bad_request(_EMPTY.get(name, f"parameter {name!r} is required"))
    return params


_PLAIN = ("Integer", "Boolean", "Float")
_NULLS = {"parse_mode": "unsupported parse_mode", "reply_markup": "object expected as reply markup"}


def _null(method: str, name: str) -> Refused:
    """Telegram reads a null as the word, and numbers from it as 0; what is absent must be left out."""
    return bad_request(_NULLS[name]) if name in _NULLS else Unmodelled(f"null as {name!r} of {method}")


def _take_upload(method: str, name: str, upload: Upload, params: Params, attached: set[str]) -> None:
    if name in attached:
        return
    if METHODS[method].type_of(name) != "InputFile|String":
        raise Unmodelled(f"a file as {name!r} of {method}")
    params[name] = upload


def _read(
    method: str, name: str, kind: str, value: Any, files: Mapping[str, Upload], attached: set[str]
) -> Any:
    try:
        if kind == "InputFile|String" and str(value).startswith("attach://"):
            part = str(value).removeprefix("attach://")
            attached.add(part)
            return files[part]
        if kind == ALBUM:
            return [_read_media(item, files, attached) for item in _listed(value)]
        if kind == MEDIA:
            return _read_media(_decoded(value), files, attached)
        return _READERS[kind](value) if kind in _READERS else _read_object(kind, value)
    except (ValueError, TypeError, KeyError) as error:
        raise Unmodelled(f"{value!r:.200} as {name!r} of {method}, which is {kind}") from error


_DESCRIPTIONS = {
    "photo": "InputMediaPhoto",
    "video": "InputMediaVideo",
    "animation": "InputMediaAnimation",
    "audio": "InputMediaAudio",
    "document": "InputMediaDocument",
}


def _read_media(item: Any, files: Mapping[str, Upload], attached: set[str]) -> Params:
    """A description of media, its file put in the place of the name it was attached by."""
    if not isinstance(item, dict):
        raise TypeError
    if item.get("type") not in _DESCRIPTIONS:
        raise Unmodelled(f"media of the type {item.get('type')!r}")
    described: Params = check_fields(_DESCRIPTIONS[item["type"]], item)
    for entity in described.get("caption_entities", []):
        check_fields("MessageEntity", entity)
    if not described["media"].startswith("attach://"):
        return described
    part = described["media"].removeprefix("attach://")
    if part not in files:
        raise bad_request("can't parse InputMedia: media not found")
    attached.add(part)
    return {**described, "media": files[part]}


def _listed(value: Any) -> list[Any]:
    found = _decoded(value)
    if not isinstance(found, list):
        raise TypeError
    return found


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return value


def _chat(value: Any) -> int | str:
    try:
        return _integer(value)
    except ValueError:
        return _string(value)


def _float(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError
    return float(value)


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _strings(value: Any) -> list[str]:
    return [_string(item) for item in _decoded(value)]


def _integers(value: Any) -> list[int]:
    return [_integer(item) for item in _decoded(value)]


_READERS: dict[str, Any] = {
    "Integer": _integer,
    "String": _string,
    "Boolean": _boolean,
    "Float": _float,
    "Integer|String": _chat,
    "InputFile|String": _string,
    "Array of String": _strings,
    "Array of Integer": _integers,
}


def _read_object(kind: str, value: Any) -> Any:
    found = _decoded(value)
    if kind.startswith("Array of "):
        element = kind.removeprefix("Array of ")
        if not isinstance(found, list):
            raise TypeError
        return [check_fields(element, item) for item in found]
    if not isinstance(found, dict):
        raise TypeError
    return check_fields(_choose(kind.split("|"), found), found)


def _choose(kinds: list[str], found: Mapping[str, Any]) -> str:
    """Which of several object types this is, by its telling field."""
    telling = {
        "InlineKeyboardMarkup": "inline_keyboard",
        "ReplyKeyboardMarkup": "keyboard",
        "ReplyKeyboardRemove": "remove_keyboard",
        "ForceReply": "force_reply",
    }
    return next((kind for kind in kinds if telling.get(kind, "") in found), kinds[0])


def check_fields(kind: str, found: Any) -> Any:
    """Refuse fields that are not modelled. Raises: Unmodelled."""
    if not isinstance(found, dict):
        raise TypeError
    for name, value in found.items():
        if name not in FIELDS[kind]:
            raise Unmodelled(f"the field {name!r} of {kind}")
        if type(value) is not FIELDS[kind][name]:
            raise Unmodelled(f"{value!r:.100} as the field {name!r} of {kind}")
    for name in REQUIRED_FIELDS[kind]:
        if name not in found:
            raise bad_request(f"can't parse {kind}: Can't find field \"{name}\"")
    if kind == "InlineKeyboardMarkup":
        _check_rows("InlineKeyboardButton", found["inline_keyboard"])
    if kind == "ReplyKeyboardMarkup":
        found["keyboard"] = [[_button(button) for button in row] for row in found["keyboard"]]
        _check_rows("KeyboardButton", found["keyboard"])
    return found


def _check_rows(kind: str, rows: Iterable[Iterable[Any]]) -> None:
    for row in rows:
        for button in row:
            check_fields(kind, button)


def _button(button: Any) -> Any:
    """A reply keyboard's button may be written as its text alone."""
    return {"text": button} if isinstance(button, str) else button
