"""Owns how a bot's words and buttons are checked before they are posted: formatting, lengths, keyboards."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.rehearsal.html_reader import parse_html
from bot.rehearsal.legacy_reader import parse_legacy_markdown
from bot.rehearsal.markdown_reader import parse_markdown
from bot.rehearsal.markup import Entity, mention, trim, with_found
from bot.rehearsal.messages import Json
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import bad_request
from bot.rehearsal.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_DATA_BYTES = 64


def format_text(world: World, source: str, params: Params, entities: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of what the bot wrote. Raises: Refused."""
    text, found = _parse(source, params.get("parse_mode", ""), params.get(entities, []))
    for entity in found:
        if entity["type"] == "text_mention":
            user = world.users.get(entity["user"]["id"])
            entity["user"] = user.wire() if user else entity["user"]
    text, kept = trim(text.replace("\r", ""), found)
    return text, with_found(text, kept)


_READERS = {"html": parse_html, "markdownv2": parse_markdown, "markdown": parse_legacy_markdown}


def _parse(source: str, mode: str, given: list[Entity]) -> tuple[str, list[Entity]]:
    if not mode or mode.lower() == "none":
        return source, _given(source, given)
    if mode.lower() not in _READERS:
        raise bad_request("unsupported parse_mode")
    return _READERS[mode.lower()](source)


def _given(text: str, entities: list[Entity]) -> list[Entity]:
    """Entities the bot counted itself. Raises: Refused where one begins or ends in the middle of a letter."""
    units = text.encode("utf-16-le")
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if not 0 <= start < end <= len(units) // 2 or _cuts(units, start) or _cuts(units, end):
            raise bad_request("ENTITY_BOUNDS_INVALID")
        if entity["type"] == "text_link" and not entity.get("url"):
            raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
        if entity["type"] == "text_mention" and not isinstance(entity.get("user", {}).get("id"), int):
            raise bad_request("can't parse MessageEntity: Can't find field \"user\"")
    return [mention(entity) for entity in entities]


def _cuts(units: bytes, at: int) -> bool:
    """Whether `at` lies between the two halves of a letter beyond the 16 bits."""
    return 0xDC <= units[2 * at + 1] < 0xE0 if 2 * at < len(units) else False


def text_content(world: World, params: Params, *, too_long: str) -> Json:
    """The text and entities of a message. Raises: Refused: empty, over 4,096 characters, badly marked up."""
    if not params["text"]:
        raise bad_request("message text is empty")
    text, entities = format_text(world, params["text"], params, "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request(too_long)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return content


def caption_content(world: World, params: Params) -> Json:
    """The caption and its entities. Raises: Refused where over 1,024 characters or badly marked up."""
    text, entities = format_text(world, params.get("caption", ""), params, "caption_entities")
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: Json = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return content


def inline_keyboard(markup: Json | None) -> list[list[Json]]:
    """The rows of an inline keyboard. Raises: Refused."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    for row in rows:
        for button in row:
            _check_button(button)
    return rows


def _check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    actions = [name for name in ("url", "callback_data", "copy_text") if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"])


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    public = parts.scheme in ("http", "https") and "." in host
    if not public and not (parts.scheme == "tg" and host):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def reply_keyboard(markup: Json | None) -> list[list[Json]]:
    """The rows of a reply keyboard. Raises: Refused."""
    rows: list[list[Json]] = (markup or {}).get("keyboard", [])
    for row in rows:
        for button in row:
            if not str(button.get("text", "")).strip():
                raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    return rows
