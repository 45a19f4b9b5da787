"""Owns the doctor's test page: whether papers can be made here."""

from __future__ import annotations

from bot.checking.finding import Finding, note, well
from bot.domain.prints import Poster
from bot.errors import CannotPrint
from bot.i18n import Catalogues
from bot.printing.posters import print_poster

TEST_PAGE = Poster(garden="Coup de Main", title="✓", url="https://t.me/BotFather")


def check_printing() -> Finding:
    """Print one page. A garden can do without: it is something to know, not something wrong."""
    try:
        print_poster(TEST_PAGE, Catalogues.load().speaker("fr"))
    except CannotPrint as error:
        return note("printing", str(error))
    return well("printing", "papers can be printed")
