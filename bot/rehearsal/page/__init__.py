"""The rehearsal as a page: every chat of a garden in a browser on this machine, with a clock that moves."""

from bot.rehearsal.page.production import Opener, Production, Programme, Theatre
from bot.rehearsal.page.server import PageServer

__all__ = ["Opener", "PageServer", "Production", "Programme", "Theatre"]
