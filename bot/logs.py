"""Owns how logs are written, as text or JSON, and what they never show: tokens, secrets, telephone numbers.

An incident is logged with `extra={"incident": code}`; both formats show the code, so that a person who reads
it out leads to the traceback. What people write never stands in a log: the libraries that would print whole
messages at DEBUG are held at INFO, those that print every statement at INFO are held at WARNING.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

HIDDEN = "•••"
TALKATIVE = (
    "telegram",
    "httpx",
    "httpcore",
    "aiohttp",
    "aiosqlite",
    "asyncpg",
    "hpack",
)
"""Libraries whose DEBUG lines carry message texts, parameters or rows."""
TICKING = ("sqlalchemy", "alembic", "apscheduler")
"""Libraries whose INFO lines are every statement, every step, every tick."""

_PATTERNS = (
    re.compile(r"\b\d{3,}:[A-Za-z0-9_-]{10,}"),  # a bot's token, in a URL or alone
    re.compile(r"(?<=/bot)\d+:[A-Za-z0-9_-]+"),  # also the short ones of a rehearsal
    re.compile(r"(?<=/calendar/)[A-Za-z0-9_-]{10,}"),  # the secret of a link to somebody's dates
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),  # a user and password in an address
    re.compile(r"(?<![\w.+-])\+\d(?:[ .()/-]?\d){7,14}(?!\w)"),  # a telephone number, international
    re.compile(r"(?<![\w.:+-])0[1-9](?:[ .-]?\d\d){4}(?![\w.:-])"),  # a telephone number, French
    re.compile(r"(?<=phone_number)(\W{1,4})\d+"),  # the same, as Telegram's field has it
)


class Redactor:
    """Takes out of a text what must not be logged."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted((re.escape(secret) for secret in secrets if secret), key=len, reverse=True)
        self._patterns = (*(re.compile(secret) for secret in known), *_PATTERNS)

    def redact(self, text: str) -> str:
        for pattern in self._patterns:
            text = pattern.sub(HIDDEN, text)
        return text


class TextFormatter(logging.Formatter):
    """One line a record, the traceback below."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        code = f" [{incident}]" if (incident := getattr(record, "incident", "")) else ""
        message = _on_one_line(record.getMessage())
        line = f"{at}Z {record.levelname:<7} {record.name}{code}: {message}"
        return self._redactor.redact("\n".join((line, *_traceback(self, record))))


class JsonFormatter(logging.Formatter):
    """One JSON object a record, on one line."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        written = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._redactor.redact(record.getMessage()),
            "incident": getattr(record, "incident", None),
            "traceback": self._redactor.redact("\n".join(_traceback(self, record))) or None,
        }
        return json.dumps(
            {key: value for key, value in written.items() if value is not None}, ensure_ascii=False
        )


def set_up_logging(level: str, style: str, secrets: Iterable[str] = ()) -> None:
    """Write every log to the standard error stream, at `level`, as `text` or `json`."""
    redactor = Redactor(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(redactor) if style == "json" else TextFormatter(redactor))
    root = logging.getLogger()
    for former in root.handlers[:]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    for names, least in ((TALKATIVE, logging.INFO), (TICKING, logging.WARNING)):
        for name in names:
            logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(True)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> Iterable[str]:
    if record.exc_info:
        yield formatter.formatException(record.exc_info)
    if record.stack_info:
        yield formatter.formatStack(record.stack_info)


def _on_one_line(message: str) -> str:
    """A line break in a message must not look like another record."""
    return message.replace("\r", "\\r").replace("\n", "\\n")
