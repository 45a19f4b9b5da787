"""Owns the methods by which a bot presents itself: its commands, its texts, the button beside the text field."""

from __future__ import annotations

import json
from typing import Any

from bot.rehearsal.chats import Kind
from bot.rehearsal.messages import Json
from bot.rehearsal.methods import Params
from bot.rehearsal.refusals import bad_request
from bot.rehearsal.world import World


def _menu_key(params: Params) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.get("language_code", "")


def set_commands(world: World, params: Params) -> bool:
    commands = params["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command["command"].removeprefix("/")
        if not (1 <= len(name) <= 32 and name.isascii() and name == name.lower()):
            raise bad_request("BOT_COMMAND_INVALID")
        if not name.replace("_", "").isalnum():
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        command["command"] = name
    world.menus[_menu_key(params)] = commands
    world.changes.of_menus()
    return True


def get_commands(world: World, params: Params) -> list[Json]:
    return world.menus.get(_menu_key(params), [])


def delete_commands(world: World, params: Params) -> bool:
    world.menus.pop(_menu_key(params), None)
    world.changes.of_menus()
    return True


_PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def set_profile(world: World, params: Params, field: str) -> bool:
    """Name, description or short description, for one language or for all others."""
    text = params.get(field, "")
    if len(text) > _PROFILE_LIMITS[field]:
        raise bad_request(f"{field} is too long")
    world.profile[field, params.get("language_code", "")] = text
    return True


def get_profile(world: World, params: Params, field: str) -> dict[str, Any]:
    found = world.profile.get((field, params.get("language_code", ""))) or world.profile.get((field, ""))
    return {field: found or (world.bot.first_name if field == "name" else "")}


def set_menu_button(world: World, params: Params) -> bool:
    """For one private chat, or for all that have none of their own (0)."""
    button = params.get("menu_button", {"type": "default"})
    if button["type"] not in ("commands", "default"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    world.menu_buttons[_chat_of_button(world, params)] = button
    return True


def get_menu_button(world: World, params: Params) -> Json:
    shown = world.menu_buttons.get(_chat_of_button(world, params)) or world.menu_buttons.get(0)
    return shown or {"type": "commands" if world.menus else "default"}


def _chat_of_button(world: World, params: Params) -> int:
    if "chat_id" not in params:
        return 0
    chat = world.find_chat(params["chat_id"])
    if chat.kind is not Kind.PRIVATE:
        raise bad_request("chat not found")
    return chat.id
