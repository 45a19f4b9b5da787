"""Owns the settings: read once from the environment, checked as a whole, secrets masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import Misuse

TELEGRAM = "https://api.telegram.org"
HOW_TO_GET_A_TOKEN = (
    "TELEGRAM_BOT_TOKEN is not set; in Telegram, write /newbot to @BotFather and set it to the token you are "
    "given (or try everything without one: coupdemain rehearse)"
)
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_OURSELVES = ("localhost", "127.0.0.1", "::1")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def _variable(name: str, default: Any = None, **options: Any) -> Any:
    return Field(default, validation_alias=name, validate_default=True, **options)


class Settings(BaseSettings):
    """What the operator set. `clock_url` is the rehearsal's: where the bot follows the emulator's clock."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, extra="ignore")

    token: SecretStr | None = _variable("TELEGRAM_BOT_TOKEN")
    api_url: str = _variable("TELEGRAM_API_URL", TELEGRAM)
    data: Path = _variable("COUPDEMAIN_DATA", user_data_path("coupdemain", appauthor=False))
    database_url: SecretStr = _variable("DATABASE_URL", SecretStr(""))
    garden_file: Path | None = _variable("COUPDEMAIN_GARDEN")
    admins: Annotated[frozenset[int], NoDecode] = _variable("COUPDEMAIN_ADMINS", frozenset())
    webhook_url: str = _variable("WEBHOOK_URL", "")
    webhook_secret: SecretStr | None = _variable("WEBHOOK_SECRET")
    port: int | None = _variable("PORT")
    listen_address: str = _variable("LISTEN_ADDRESS", "127.0.0.1")
    public_url: str = _variable("PUBLIC_URL", "")
    log_level: LogLevel = _variable("LOG_LEVEL", LogLevel.INFO)
    log_format: LogFormat = _variable("LOG_FORMAT", LogFormat.TEXT)
    clock_url: str = _variable("COUPDEMAIN_CLOCK", "")

    @field_validator("token", mode="after")
    @classmethod
    def _token_as_botfather_gives_it(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError(
                "digits, a colon and letters; copy it again from @BotFather, without quotes or spaces"
            )
        return token

    @field_validator("api_url", "webhook_url", "clock_url", mode="after")
    @classmethod
    def _web_address(cls, url: str, info: ValidationInfo) -> str:
        schemes = ("https",) if info.field_name == "webhook_url" else ("https", "http")
        if url and (urlsplit(url).scheme not in schemes or not urlsplit(url).hostname):
            raise ValueError(f"an address such as {schemes[0]}://example.org; mend it")
        return url.rstrip("/")

    @field_validator("data", mode="after")
    @classmethod
    def _absolute_folder(cls, data: Path) -> Path:
        if data.exists() and not data.is_dir():
            raise ValueError("a folder; name another one")
        return data.expanduser().absolute()

    @field_validator("database_url", mode="after")
    @classmethod
    def _known_database(cls, url: SecretStr, info: ValidationInfo) -> SecretStr:
        written = url.get_secret_value()
        if not written:
            return SecretStr(
                f"sqlite:///{info.data['data'] / 'coupdemain.sqlite3'}" if "data" in info.data else ""
            )
        if not written.startswith(("sqlite:///", "postgresql://")):
            raise ValueError(
                "sqlite:///<path> or postgresql://<user>:<password>@<host>/<name>; mend the beginning"
            )
        if written.startswith("postgresql:") and find_spec("asyncpg") is None:
            raise ValueError("an installed driver; run: pip install 'coupdemain[postgres]'")
        return url

    @field_validator("garden_file", mode="after")
    @classmethod
    def _readable_file(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError(
                "a garden file that exists; correct the path (examples/garden.toml is one to copy)"
            )
        return path

    @field_validator("admins", mode="before")
    @classmethod
    def _split_at_commas(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        numbers = [part.strip() for part in written.split(",") if part.strip()]
        if not all(number.isdecimal() and number.isascii() for number in numbers):
            raise ValueError("Telegram user ids parted by commas, as 123,456; mend it")
        return [int(number) for number in numbers]

    @field_validator("webhook_secret", mode="after")
    @classmethod
    def _secret_with_the_webhook(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None:
            if info.data.get("webhook_url"):
                raise ValueError(
                    "a secret of your own beside WEBHOOK_URL; set it, for example, to 32 random letters"
                )
        elif not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("1 to 256 of A-Z a-z 0-9 _ -; choose another one")
        return secret

    @field_validator("port", mode="after")
    @classmethod
    def _port_number(cls, port: int | None) -> int | None:
        if port is not None and not 1 <= port <= 65535:
            raise ValueError("a port from 1 to 65535; choose another one")
        return port

    @field_validator("public_url", mode="after")
    @classmethod
    def _where_the_port_is_reached(cls, url: str, info: ValidationInfo) -> str:
        """Links with a secret in them go over it: without encryption only on this machine itself."""
        if not url:
            return url
        parts = urlsplit(url)
        encrypted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OURSELVES)
        if not encrypted or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("an address such as https://bot.example.org, with https; mend it")
        if "port" in info.data and info.data["port"] is None:
            raise ValueError("PORT beside it, where the bot listens behind that address; set it")
        return url.rstrip("/")

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _any_case(cls, written: object, info: ValidationInfo) -> object:
        choices = LogLevel if info.field_name == "log_level" else LogFormat
        for choice in choices:
            if str(written).casefold() == choice.casefold():
                return choice
        raise ValueError(f"one of {', '.join(choices)}; choose one")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may ever show."""
        known = (self.token, self.webhook_secret)
        password = urlsplit(self.database_url.get_secret_value()).password
        return tuple(one.get_secret_value() for one in known if one is not None) + (
            (password,) if password else ()
        )

    def require_token(self) -> str:
        """The token. Raises: Misuse, saying how to get one."""
        if self.token is None:
            raise Misuse(HOW_TO_GET_A_TOKEN)
        return self.token.get_secret_value()


_VARIABLES = {name: str(field.validation_alias) for name, field in Settings.model_fields.items()}
_MASKED = frozenset({"TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL"})


def read_settings() -> Settings:
    """The settings of this process. Raises: Misuse, one line for each thing wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise Misuse("\n".join(_problems(error))) from None


def _problems(error: ValidationError) -> Iterator[str]:
    for one in error.errors():
        variable = _VARIABLES.get(str(one["loc"][0]), str(one["loc"][0]))
        expected = one["msg"].removeprefix("Value error, ")
        if one["type"] == "int_parsing":
            expected = "a whole number; mend it"
        yield f"{variable}: found {_found(variable, one['input'])}; expected {expected}"


def _found(variable: str, value: object) -> str:
    if value is None:
        return "nothing"
    if variable in _MASKED:
        return f"{len(str(value))} characters (not shown)"
    return repr(str(value))
