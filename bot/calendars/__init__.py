"""Calendar files: frozen entries in, the bytes of RFC 5545 out. Knows no chat, no database and no server."""

from bot.calendars.files import write_calendar

__all__ = ["write_calendar"]
