"""Owns texts that are not yet in anybody's language: what is said, with its fields, until it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TypeAlias, cast

from bot.marks import Plural

Language: TypeAlias = str
"""An IETF language tag in lower case, as `fr` or `pt-br`."""

EMPTY: Mapping[str, Field] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Words:
    """A text the garden wrote, in one or several languages; shown escaped, with its line breaks.

    The first language stands in where a reader's own is missing.
    """

    by_language: Mapping[Language, str]

    def in_language(self, language: Language) -> str:
        """The text in `language`, else in its base language, else in the first one given."""
        for tag in (language, language.split("-")[0]):
            if tag in self.by_language:
                return self.by_language[tag]
        return next(iter(self.by_language.values()), "")

    def __bool__(self) -> bool:
        return any(self.by_language.values())


@dataclass(frozen=True, slots=True)
class Brief:
    """A day, or an instant with its time of day, as short as a button needs it: "Sat 28 Nov, 09:30"."""

    moment: date | datetime


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that the garden or a person wrote, at most `longest` characters of it: a phone cuts longer buttons."""

    text: Text
    longest: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Several texts joined as the language joins them: "a, b and c".

    Those that begin with a capital each, as buttons and titles do, stand `apart`: "A · B · C".
    """

    items: tuple[Text, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A string of the catalogue and the values of its named placeholders.

    The message may hold the tags <b>, <i> and <u>; fields never do: they are escaped when shown.
    With `plural`, `count` chooses the form and is also the placeholder {count}.
    """

    message: str
    fields: Mapping[str, Field] = field(default_factory=lambda: EMPTY)
    plural: str | None = None
    count: int = 1

    def __hash__(self) -> int:
        return hash((self.message, self.count, tuple(sorted(self.fields))))


Text: TypeAlias = "str | Phrase | Words | Listed | Brief | Cut"
"""A plain `str` is shown as it is (a person's name, typed words), never translated."""

Field: TypeAlias = "Text | int | float | date | datetime | time"
"""Dates are shown in the reader's language and, for instants, in the garden's time zone."""


def cut_at_a_word(written: str, longest: int) -> str:
    """At most `longest` characters, the last one an ellipsis where some are left out.

    A word is cut in two only where it takes half of the room.
    """
    if len(written) <= longest:
        return written
    kept = written[: longest - 1]
    words = kept.rsplit(maxsplit=1)
    whole = kept[-1].isspace() or written[longest - 1].isspace()
    if not whole and len(words) > 1 and 2 * len(words[0]) >= longest:
        kept = words[0]
    return kept.rstrip(" ,;:.·–-") + "…"


def say(message: str | Plural, /, count: int | None = None, **fields: Field) -> Phrase:
    """A phrase from a marked string: `say(_("Hello {name}"), name=…)`, `say(ngettext(…), count=3)`."""
    if isinstance(message, Plural):
        if count is None:
            raise TypeError(f"the plural {message.one!r} was given no count; pass count=<int>")
        return Phrase(message.one, MappingProxyType(fields), message.many, count)
    if count is not None:
        fields["count"] = count
    return Phrase(message, MappingProxyType(fields))


def counted(some: str | Plural, count: int, none: str, **fields: Field) -> Phrase:
    """So many of something; where there is none, words of their own: nobody says "0 people"."""
    return say(some, count, **fields) if count else say(none, None, **fields)


def to_json(value: Field) -> object:
    """A form of the text that a JSON column can hold; `from_json` reads it back."""
    match value:
        case Phrase():
            fields = {name: to_json(one) for name, one in value.fields.items()}
            return {"t": "phrase", "m": value.message, "f": fields, "p": value.plural, "n": value.count}
        case Words():
            return {"t": "words", "w": dict(value.by_language)}
        case Listed():
            return {"t": "list", "i": [to_json(item) for item in value.items], "a": value.apart}
        case Brief():
            return {"t": "brief", "v": to_json(value.moment)}
        case Cut():
            return {"t": "cut", "v": to_json(value.text), "n": value.longest}
        case datetime():
            return {"t": "datetime", "v": value.isoformat()}
        case date():
            return {"t": "date", "v": value.isoformat()}
        case time():
            return {"t": "time", "v": value.isoformat()}
        case _:
            return value


def from_json(raw: object) -> Field:
    """The text that `to_json` wrote."""
    if not isinstance(raw, dict):
        return cast(Field, raw)
    match raw["t"]:
        case "phrase":
            fields = {name: from_json(one) for name, one in raw["f"].items()}
            return Phrase(raw["m"], MappingProxyType(fields), raw["p"], raw["n"])
        case "words":
            return Words(raw["w"])
        case "list":
            return Listed(tuple(cast(Text, from_json(item)) for item in raw["i"]), raw.get("a", False))
        case "brief":
            return Brief(cast(date, from_json(raw["v"])))
        case "cut":
            return Cut(cast(Text, from_json(raw["v"])), raw["n"])
        case "datetime":
            return datetime.fromisoformat(raw["v"])
        case "date":
            return date.fromisoformat(raw["v"])
        case "time":
            return time.fromisoformat(raw["v"])
        case unknown:
            raise ValueError(f"a stored text has the unknown kind {unknown!r}")
