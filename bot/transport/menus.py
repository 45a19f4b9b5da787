"""Owns the bot's command menus: per language, and per scope, so that a group shows only what works there."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.domain.text import say
from bot.i18n import Catalogues, Speaker
from bot.marks import _
from bot.usecases.helping import FOR_COORDINATORS, FOR_PEOPLE, FOR_TEAM, IN_PRIVATE

log = logging.getLogger(__name__)

IN_GROUPS = (
    *FOR_TEAM,
    *(one for one in FOR_COORDINATORS if one[0] not in IN_PRIVATE),
    ("help", _("What can I do?")),
)


async def set_menus(bot: Bot, catalogues: Catalogues) -> None:
    """Set both menus in every language; the first language also serves whoever has none of them.

    A failure is logged, not raised: menus are a help, and the bot works without.
    """
    for place, language in enumerate(catalogues.languages):
        speaker = catalogues.speaker(language)
        for code in ("", language) if place == 0 else (language,):
            try:
                await _set(bot, speaker, code)
            except TelegramError as error:
                log.warning("the command menu in %r could not be set: %s", code or "all languages", error)


async def _set(bot: Bot, speaker: Speaker, language_code: str) -> None:
    private, group = _commands(FOR_PEOPLE, speaker), _commands(IN_GROUPS, speaker)
    await bot.set_my_commands(private, BotCommandScopeAllPrivateChats(), language_code or None)
    await bot.set_my_commands(group, BotCommandScopeAllGroupChats(), language_code or None)


def _commands(listed: tuple[tuple[str, str], ...], speaker: Speaker) -> list[BotCommand]:
    return [BotCommand(name, speaker.plain(say(what))) for name, what in listed]
