"""What the bot answers over HTTP: calendars behind secret links, and whether it is well. Knows no chat."""

from bot.web.server import WebServer, listen

__all__ = ["WebServer", "listen"]
