"""Owns what commands have in common: settings with the logs they ask for, a language we speak, running to the end."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import Misuse

if TYPE_CHECKING:
    from bot.config import Settings

T = TypeVar("T")


def settings_with_logs() -> Settings:
    """The settings, and logging as they ask for."""
    from bot.config import read_settings
    from bot.logs import set_up_logging

    settings = read_settings()
    set_up_logging(settings.log_level, settings.log_format, settings.secrets)
    return settings


def spoken(language: str) -> str:
    """One of the languages the bot speaks."""
    from bot.i18n import Catalogues

    known = Catalogues.load().languages
    if language not in known:
        raise Misuse(f"no catalogue for the language {language!r}; choose one of: {', '.join(known)}")
    return language


def wait_for(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on the fastest loop there is."""
    import asyncio

    try:
        import uvloop
    except ImportError:  # Windows has none
        factory = None
    else:
        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(work)
