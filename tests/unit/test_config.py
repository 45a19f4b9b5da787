"""Settings: defaults, and every problem at once with its fix and without its secret."""

import os
from pathlib import Path

import pytest

from bot.config import LogFormat, LogLevel, Settings, read_settings
from bot.errors import Misuse

NAMES = [str(field.validation_alias) for field in Settings.model_fields.values()]
TOKEN = "123456:AAF-abcdefghijklmnopqrstuvwxyz01234"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COUPDEMAIN_DATA", str(tmp_path))
    return monkeypatch


def problems() -> list[str]:
    with pytest.raises(Misuse) as caught:
        read_settings()
    return str(caught.value).splitlines()


def test_the_variables_are_the_documented_ones():
    assert sorted(NAMES) == [
        "COUPDEMAIN_ADMINS",
        "COUPDEMAIN_CLOCK",
        "COUPDEMAIN_DATA",
        "COUPDEMAIN_GARDEN",
        "DATABASE_URL",
        "LISTEN_ADDRESS",
        "LOG_FORMAT",
        "LOG_LEVEL",
        "PORT",
        "PUBLIC_URL",
        "TELEGRAM_API_URL",
        "TELEGRAM_BOT_TOKEN",
        "WEBHOOK_SECRET",
        "WEBHOOK_URL",
    ]


def test_nothing_set_gives_the_defaults(tmp_path: Path):
    settings = read_settings()

    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path / 'coupdemain.sqlite3'}"
    assert (settings.admins, settings.garden_file, settings.webhook_url) == (frozenset(), None, "")
    assert (settings.log_level, settings.log_format, settings.clock_url) == (
        LogLevel.INFO,
        LogFormat.TEXT,
        "",
    )


def test_the_data_folder_defaults_to_the_platform_s(environment: pytest.MonkeyPatch):
    environment.delenv("COUPDEMAIN_DATA")

    assert read_settings().data.name == "coupdemain"
    assert read_settings().data.is_absolute()


def test_everything_set_is_read(environment: pytest.MonkeyPatch, tmp_path: Path):
    garden = tmp_path / "garden.toml"
    garden.touch()
    environment.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    environment.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    environment.setenv("COUPDEMAIN_GARDEN", str(garden))
    environment.setenv("COUPDEMAIN_ADMINS", " 12, 34,")
    environment.setenv("WEBHOOK_URL", "https://example.org/hook")
    environment.setenv("WEBHOOK_SECRET", "s" * 16)
    environment.setenv("PORT", "8443")
    environment.setenv("PUBLIC_URL", "https://bot.example.org/")
    environment.setenv("LISTEN_ADDRESS", "0.0.0.0")
    environment.setenv("LOG_LEVEL", "debug")
    environment.setenv("LOG_FORMAT", "JSON")

    settings = read_settings()

    assert settings.require_token() == TOKEN
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.garden_file == garden
    assert settings.admins == {12, 34}
    assert settings.webhook_url == "https://example.org/hook"
    assert (settings.port, settings.listen_address) == (8443, "0.0.0.0")
    assert settings.public_url == "https://bot.example.org"
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


def test_an_empty_variable_is_an_unset_one(environment: pytest.MonkeyPatch):
    environment.setenv("TELEGRAM_BOT_TOKEN", "")
    environment.setenv("PORT", "")

    assert read_settings().token is None


def test_without_a_token_one_is_told_how_to_get_one():
    with pytest.raises(Misuse, match="@BotFather"):
        read_settings().require_token()


def test_every_problem_is_told_at_once_with_the_value_and_the_fix(
    environment: pytest.MonkeyPatch, tmp_path: Path
):
    environment.setenv("TELEGRAM_API_URL", "ftp://example.org")
    environment.setenv("COUPDEMAIN_GARDEN", str(tmp_path / "none.toml"))
    environment.setenv("COUPDEMAIN_ADMINS", "ana")
    environment.setenv("PORT", "eighty")
    environment.setenv("LOG_LEVEL", "loud")
    environment.setenv("WEBHOOK_URL", "http://example.org")

    assert problems() == [
        "TELEGRAM_API_URL: found 'ftp://example.org'; expected an address such as https://example.org; "
        "mend it",
        f"COUPDEMAIN_GARDEN: found '{tmp_path / 'none.toml'}'; expected a garden file that exists; correct "
        "the path (examples/garden.toml is one to copy)",
        "COUPDEMAIN_ADMINS: found 'ana'; expected Telegram user ids parted by commas, as 123,456; mend it",
        "WEBHOOK_URL: found 'http://example.org'; expected an address such as https://example.org; mend it",
        "PORT: found 'eighty'; expected a whole number; mend it",
        "LOG_LEVEL: found 'loud'; expected one of DEBUG, INFO, WARNING, ERROR; choose one",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "my very secret token"),
        ("WEBHOOK_SECRET", "too-short-secret!"),
        ("DATABASE_URL", "mysql://ana:hunter22@host/db"),
    ],
)
def test_a_wrong_secret_is_never_shown(environment: pytest.MonkeyPatch, name: str, value: str):
    environment.setenv(name, value)

    [line] = problems()

    assert line.startswith(f"{name}: found {len(value)} characters (not shown); expected ")
    assert value not in line


def test_a_webhook_needs_its_secret(environment: pytest.MonkeyPatch):
    environment.setenv("WEBHOOK_URL", "https://example.org")

    assert problems() == [
        "WEBHOOK_SECRET: found nothing; expected a secret of your own beside WEBHOOK_URL; set it, for "
        "example, to 32 random letters"
    ]


@pytest.mark.parametrize(
    "url", ["http://bot.example.org", "bot.example.org", "https://", "https://bot.example.org/?a=b"]
)
def test_links_with_a_secret_in_them_go_over_an_encrypted_line(environment: pytest.MonkeyPatch, url: str):
    environment.setenv("PORT", "8080")
    environment.setenv("PUBLIC_URL", url)

    assert problems() == [
        f"PUBLIC_URL: found '{url}'; expected an address such as https://bot.example.org, with https; mend it"
    ]


def test_on_this_machine_the_line_need_not_be_encrypted(environment: pytest.MonkeyPatch):
    environment.setenv("PORT", "8080")
    environment.setenv("PUBLIC_URL", "http://127.0.0.1:8080")

    assert read_settings().public_url == "http://127.0.0.1:8080"


def test_an_address_from_outside_needs_a_port_behind_it(environment: pytest.MonkeyPatch):
    environment.setenv("PUBLIC_URL", "https://bot.example.org")

    assert problems() == [
        "PUBLIC_URL: found 'https://bot.example.org'; expected PORT beside it, where the bot listens behind "
        "that address; set it"
    ]


def test_a_data_folder_that_is_a_file_is_refused(environment: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "file").touch()
    environment.setenv("COUPDEMAIN_DATA", str(tmp_path / "file"))

    assert problems() == [
        f"COUPDEMAIN_DATA: found '{tmp_path / 'file'}'; expected a folder; name another one"
    ]


def test_printed_settings_show_no_secret(environment: pytest.MonkeyPatch):
    environment.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    environment.setenv("DATABASE_URL", "postgresql://ana:hunter22@host/db")

    settings = read_settings()

    assert "AAF-" not in repr(settings)
    assert "hunter22" not in repr(settings)
    assert settings.secrets == (TOKEN, "hunter22")
    assert os.environ["TELEGRAM_BOT_TOKEN"] == TOKEN
