"""Owns how texts come out in a reader's language; refuses to know who reads them or what for."""

from bot.i18n.catalogues import Catalogues
from bot.i18n.speaker import Speaker

__all__ = ["Catalogues", "Speaker"]
