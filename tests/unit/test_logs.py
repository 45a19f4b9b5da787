"""What a log shows and what it never shows."""

import json
import logging

import pytest

from bot.logs import HIDDEN, JsonFormatter, Redactor, TextFormatter, set_up_logging

TOKEN = "123456:AAF-abcdefghijklmnopqrstuvwxyz01234"


def record(message: str, *args: object, level: int = logging.INFO, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("bot.test", level, "somewhere.py", 1, message, args, None)
    made.created = 1773500000.25
    made.__dict__.update(extra)
    return made


def failed(message: str) -> logging.LogRecord:
    try:
        raise RuntimeError(message)
    except RuntimeError as error:
        made = record("failed", incident="K7M2QX", level=logging.ERROR)
        made.exc_info = (type(error), error, error.__traceback__)
        return made


def test_a_line_of_text():
    assert TextFormatter(Redactor()).format(record("hello %s", "there")) == (
        "2026-03-14 14:53:20.250Z INFO    bot.test: hello there"
    )


def test_a_line_of_json():
    assert json.loads(JsonFormatter(Redactor()).format(record("hello %s", "there"))) == {
        "at": "2026-03-14T14:53:20.250+00:00",
        "level": "INFO",
        "logger": "bot.test",
        "message": "hello there",
    }


def test_an_incident_leads_to_its_traceback():
    text = TextFormatter(Redactor()).format(failed("broken"))
    written = json.loads(JsonFormatter(Redactor()).format(failed("broken")))

    assert "bot.test [K7M2QX]: failed\nTraceback" in text
    assert text.endswith("RuntimeError: broken")
    assert written["incident"] == "K7M2QX"
    assert written["traceback"].endswith("RuntimeError: broken")


def test_a_line_break_does_not_forge_a_record():
    assert "\n" not in TextFormatter(Redactor()).format(record("a\nb\r\nc"))


@pytest.mark.parametrize(
    "line",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        "POST http://127.0.0.1:8081/bot42:rehearsal/getMe",
        f"token={TOKEN}",
        "connecting to postgresql://ana:hunter22@host:5432/db",
        "calling +33 6 12 34 56 78 now",
        "calling 06.12.34.56.78",
        "calling 0612345678",
        "{'phone_number': '33612345678'}",
        '{"phone_number": "33612345678"}',
        "my own s3cret(.*)!",
    ],
)
@pytest.mark.parametrize("formatter", [TextFormatter, JsonFormatter])
def test_tokens_secrets_and_telephone_numbers_are_hidden(line: str, formatter: type):
    shown = formatter(Redactor(["s3cret(.*)!"])).format(record(line))
    traced = formatter(Redactor(["s3cret(.*)!"])).format(failed(line))

    for written in (shown, traced):
        assert HIDDEN in written
        for secret in ("AAF-", "rehearsal", "hunter22", "12345678", "12 34 56", "12.34.56", "s3cret"):
            assert secret not in written


@pytest.mark.parametrize(
    "line",
    [
        "update 812345678 of chat -1001234567890",
        "at 2026-03-14 09:30:00.123456",
        "listening on 127.0.0.1:8081",
        "1:00",
    ],
)
def test_ids_addresses_and_times_stay_readable(line: str):
    assert Redactor().redact(line) == line


def test_libraries_that_would_print_messages_are_held_at_info(
    capsys: pytest.CaptureFixture[str], untouched_logging: None
):
    set_up_logging("DEBUG", "text", [TOKEN])
    logging.getLogger("telegram.ext").debug("sendMessage text='I am ill'")
    logging.getLogger("bot.storage").debug("committed")
    logging.getLogger("httpx").info("POST /bot%s/getMe", TOKEN)

    written = capsys.readouterr().err
    assert "I am ill" not in written
    assert "committed" in written
    assert f"POST /bot{HIDDEN}/getMe" in written


@pytest.fixture
def untouched_logging():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def test_statements_of_the_database_stay_out_of_the_log(
    capsys: pytest.CaptureFixture[str], untouched_logging: None
):
    set_up_logging("INFO", "text")

    logging.getLogger("sqlalchemy.engine.Engine").info("BEGIN IMMEDIATE")
    logging.getLogger("bot.app").info("ready")

    assert "BEGIN" not in (said := capsys.readouterr().err)
    assert "ready" in said
