"""Owns what can be wrong with a translation: missing, doubtful, other placeholders or tags, too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog, Message

from bot.domain.text import Language
from bot.i18n.template import is_well_nested, placeholders, tags

MESSAGE_LIMIT = 4096
"""Telegram's limit for a text, after parsing."""

LIMITS = {"button": 64, "toast": 200, "command": 256}
"""Lower limits, in characters, for strings whose note begins with the word (`# i18n: button`)."""


def catalogue_problems(language: Language, catalog: Catalog) -> Iterator[str]:
    """One line for each thing wrong in `catalog`."""
    for message in catalog:
        if message.id:
            for problem in _message_problems(message):
                yield f"{language}: {_sources(message)[0]!r} {problem}"


def missing_strings(language: Language, catalog: Catalog, template: Catalog) -> Iterator[str]:
    """One line for each string of the code that `catalog` never heard of."""
    known = {_sources(message)[0] for message in catalog if message.id}
    for message in template:
        if message.id and _sources(message)[0] not in known:
            yield f"{language}: {_sources(message)[0]!r} is not in the catalogue; run `make catalogues`"


def translation_is_safe(message: Message) -> bool:
    """Whether every form is there, with the placeholders and tags of the English."""
    return not any(_unsafe(message))


def _message_problems(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "is marked fuzzy: read it again and take the mark off"
    yield from _unsafe(message)
    limit = _limit(message)
    for written in (*_sources(message), *_translations(message)):
        if len(written) > limit:
            yield f"is too long: {len(written)} characters, at most {limit}: {written[:40]!r}…"


def _unsafe(message: Message) -> Iterator[str]:
    sources, translations = _sources(message), _translations(message)
    if not all(translations):
        yield "is not translated"
        return
    allowed = placeholders(" ".join(sources))
    needed = placeholders(sources[-1]) - {"count"}
    for written in translations:
        yield from _strays(placeholders(written), needed, allowed)
        if sorted(tags(written)) != sorted(tags(sources[-1])) or not is_well_nested(written):
            yield f"has the tags {tags(written)} where the English has {tags(sources[-1])}"


def _strays(found: frozenset[str], needed: frozenset[str], allowed: frozenset[str]) -> Iterator[str]:
    """A plural's form may leave out {count} ("one person"), nothing else."""
    if stray := sorted(found - allowed):
        yield f"has a placeholder that the English has not: {', '.join(stray)}"
    if lost := sorted(needed - found):
        yield f"lacks a placeholder of the English: {', '.join(lost)}"


def _sources(message: Message) -> tuple[str, ...]:
    return _forms(message.id)


def _translations(message: Message) -> tuple[str, ...]:
    return _forms(message.string)


def _forms(written: str | Iterable[str] | None) -> tuple[str, ...]:
    return (written or "",) if isinstance(written, str | None) else tuple(written)


def _limit(message: Message) -> int:
    comments = " ".join(message.auto_comments).removeprefix("i18n:").split()
    return LIMITS.get(comments[0].strip(":,;"), MESSAGE_LIMIT) if comments else MESSAGE_LIMIT
