"""Owns reading a request of the page: each field is what it must be, or the answer says what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import Refusal
from bot.marks import _

LONGEST_FRAME = 200_000
LONGEST_WORDS = 20_000
LARGEST_NUMBER = 2**53


class NotUnderstood(Refusal):
    message = _("The page asked something this program does not understand ({what}). Reload the page.")


class RealToken(Refusal):
    message = _(
        "This looks like the token of a real bot. The rehearsal needs none: it was refused, and not kept. "
        "If others may have seen it, take it back in @BotFather (/revoke)."
    )


_HALF_LETTER = re.compile("[\ud800-\udfff]")
_REAL_TOKEN = re.compile(r"(?<![0-9])[0-9]{5,}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])")


def refuse_real_token(text: str) -> None:
    """Raises: RealToken, wherever one stands in it."""
    if _REAL_TOKEN.search(text):
        raise RealToken


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its number, its verb, its fields."""

    number: int | None
    verb: str
    fields: Mapping[str, Any]

    def whole(self, name: str) -> int:
        """Raises: NotUnderstood."""
        value = self.maybe_whole(name)
        if value is None:
            raise NotUnderstood(what=name)
        return value

    def maybe_whole(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_NUMBER:
            raise NotUnderstood(what=name)
        return value

    def words(self, name: str, *, longest: int = LONGEST_WORDS, default: str | None = None) -> str:
        value = self.fields.get(name, default)
        if not isinstance(value, str) or len(value) > longest:
            raise NotUnderstood(what=name)
        return value

    def flag(self, name: str) -> bool:
        value = self.fields.get(name, False)
        if not isinstance(value, bool):
            raise NotUnderstood(what=name)
        return value

    def maybe_figure(self, name: str) -> float | None:
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LARGEST_NUMBER:
            raise NotUnderstood(what=name)
        return float(value)

    def figure(self, name: str) -> float:
        value = self.maybe_figure(name)
        if value is None:
            raise NotUnderstood(what=name)
        return value

    def wholes(self, name: str) -> list[int]:
        value = self.fields.get(name, [])
        if not isinstance(value, list) or any(
            isinstance(one, bool) or not isinstance(one, int) for one in value
        ):
            raise NotUnderstood(what=name)
        return value


def _whole_letters(value: Any) -> Any:
    """Without half letters: a page can send one of the two units of an emoji, and nothing can write it down."""
    match value:
        case str():
            return _HALF_LETTER.sub("\ufffd", value)
        case list():
            return [_whole_letters(one) for one in value]
        case dict():
            return {_HALF_LETTER.sub("\ufffd", name): _whole_letters(one) for name, one in value.items()}
        case _:
            return value


def read_frame(text: str) -> Asked:
    """Raises: NotUnderstood."""
    if len(text) > LONGEST_FRAME:
        raise NotUnderstood(what=f"{len(text)} > {LONGEST_FRAME}")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise NotUnderstood(what="JSON") from None
    if not isinstance(raw, dict):
        raise NotUnderstood(what="JSON")
    raw = _whole_letters(raw)
    number, verb = raw.get("id"), raw.get("do")
    if isinstance(number, bool) or not isinstance(number, int):
        number = None
    return Asked(number, verb if isinstance(verb, str) else "", raw)
