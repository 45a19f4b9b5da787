"""Owns printing beside the event loop, one document at a time."""

from __future__ import annotations

import asyncio

from bot.calendars import write_calendar
from bot.domain.entry import CalendarFile
from bot.domain.prints import BasketList, Certificate, Code, Letters, Poster, Printable, Table
from bot.errors import CannotPrint
from bot.i18n import Speaker
from bot.printing.basket_lists import print_basket_list
from bot.printing.certificates import print_certificate
from bot.printing.letters import print_letters
from bot.printing.posters import print_poster
from bot.printing.qr import picture_code
from bot.printing.tables import write_table


class Press:
    """`await press(content, speaker)`: the file's bytes. Replies go on meanwhile."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def __call__(self, content: Printable, speaker: Speaker) -> bytes:
        """Print it.

        Raises: CannotPrint, where the press is not installed, or broke on this.
        """
        async with self._turn:
            try:
                return await asyncio.to_thread(print_content, content, speaker)
            except CannotPrint:
                raise
            except Exception as error:
                raise CannotPrint(f"{type(error).__name__}: {error}; report it with this line") from error


def print_content(content: Printable, speaker: Speaker) -> bytes:
    """One document in the speaker's language; takes its time."""
    match content:
        case Table():
            return write_table(content, speaker)
        case Certificate():
            return print_certificate(content, speaker)
        case Poster():
            return print_poster(content, speaker)
        case BasketList():
            return print_basket_list(content, speaker)
        case Letters():
            return print_letters(content, speaker)
        case Code():
            return picture_code(content)
        case CalendarFile():
            return write_calendar(content, speaker)
