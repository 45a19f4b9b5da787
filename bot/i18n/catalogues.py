"""Owns the catalogues: every translation, read from its .po file at start; English is the source, in code."""

from __future__ import annotations

import gettext
import logging
from collections.abc import Callable
from datetime import UTC, tzinfo
from functools import cache
from pathlib import Path
from typing import cast

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

import bot
from bot.domain.text import Language
from bot.errors import Failure
from bot.i18n.problems import catalogue_problems, missing_strings, translation_is_safe
from bot.i18n.speaker import Speaker
from bot.i18n.template import Template, has_words

log = logging.getLogger(__name__)

SOURCE: Language = "en"
_FORMATS = {"en": "en_GB"}  # dates and lists as European readers of English write them


class Catalogue:
    """One language's phrases, cut into templates the first time each is said."""

    def __init__(
        self, language: Language, catalog: Catalog | None = None, source: Catalogue | None = None
    ) -> None:
        self.language = language
        self.locale = _locale_of(language)
        self.is_french = self.locale.language == "fr"
        self._source = source
        self._forms, self._plural_form = _read_forms(catalog) if catalog else ({}, _english_form)
        self._templates: dict[tuple[str, int], Template] = {}
        self._missed: set[str] = set()

    def template(self, message: str, plural: str | None = None, count: int = 1) -> Template:
        """The template of `message` in the plural form that `count` asks for; English where untranslated."""
        form = 0 if plural is None else self._plural_form(abs(count))
        try:
            return self._templates[message, form]
        except KeyError:
            pass
        if self._source is not None and form >= len(self._forms.get(message, ())):
            self._miss(message)
            return self._source.template(message, plural, count)
        forms = self._forms.get(message) or (message, plural or message)
        return self._templates.setdefault((message, form), Template.cut(forms[form]))

    def _miss(self, message: str) -> None:
        if message not in self._missed:
            self._missed.add(message)
            if has_words(message):  # "{one}\n{other}" only places its fields: the same in every language
                log.warning("no translation into %s of %r; run `make catalogues`", self.language, message)


class Catalogues:
    """Every language the bot speaks. Read once; nothing here changes afterwards.

    `template` is the .pot file with every string there is: read only where somebody asks what is wrong.
    """

    def __init__(self, catalogs: dict[Language, Catalog], template: Path | None = None) -> None:
        self._catalogs, self._template = catalogs, template
        source = Catalogue(SOURCE)
        self._by_language = {tag: Catalogue(tag, catalog, source) for tag, catalog in catalogs.items()}
        self._by_language[SOURCE] = source
        self.languages: tuple[Language, ...] = tuple(sorted(self._by_language, key=_french_first))

    @classmethod
    def load(cls, folder: Path | None = None) -> Catalogues:
        """Read `<folder>/<language>/LC_MESSAGES/messages.po`; by default, and then once, this program's own folder.

        Raises: Failure, where a catalogue cannot be read.
        """
        if folder is None:
            return _own()
        found = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
        catalogs = {path.parts[-3].replace("_", "-").lower(): _read(path) for path in found}
        pot = folder / "messages.pot"
        return cls(catalogs, pot if pot.exists() else None)

    def speaker(self, language: Language, zone: tzinfo = UTC) -> Speaker:
        """Who says texts in `language`, else in its base language, else in the first of `languages`.

        That first one is French: the gardens' own texts fall back to their first language too, and one
        screen in two languages helps nobody. A single string that French lacks is said in English.
        """
        tag = language.replace("_", "-").lower()
        catalogue = self._by_language.get(tag) or self._by_language.get(tag.split("-")[0])
        return Speaker(catalogue or self._by_language[self.languages[0]], zone)

    def problems(self) -> list[str]:
        """What is wrong in the catalogues, one line each; empty where all is well."""
        lines: list[str] = []
        template = _read(self._template) if self._template is not None else None
        for tag, catalog in sorted(self._catalogs.items()):
            lines += catalogue_problems(tag, catalog)
            if template is not None:
                lines += missing_strings(tag, catalog, template)
        return lines


def _french_first(tag: Language) -> tuple[bool, bool, Language]:
    return tag != "fr", tag != SOURCE, tag


@cache
def _own() -> Catalogues:
    return Catalogues.load(_own_folder())


def _own_folder() -> Path:
    package = Path(bot.__file__).parent
    for folder in (package.parent / "locale", package / "_locale"):
        if (folder / "messages.pot").is_file():
            return folder
    raise Failure(f"no catalogues stand in {package / '_locale'}; install coupdemain again")


def _read(path: Path) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, locale=None if path.suffix == ".pot" else path.parts[-3], abort_invalid=True)
    except (OSError, PoFileError, UnknownLocaleError, ValueError) as error:
        raise Failure(
            f"the catalogue {path} cannot be read ({error}); mend it or install coupdemain again"
        ) from error


def _read_forms(catalog: Catalog) -> tuple[dict[str, tuple[str, ...]], Callable[[int], int]]:
    """The usable translations by English string, and the language's choice of plural form."""
    forms = {}
    for message in catalog:
        if message.id and not message.fuzzy and translation_is_safe(message):
            one = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
            written = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            forms[one] = cast("tuple[str, ...]", tuple(written))
    return forms, gettext.c2py(catalog.plural_expr)


def _english_form(count: int) -> int:
    return int(count != 1)


def _locale_of(language: Language) -> Locale:
    return Locale.parse(_FORMATS.get(language, language), sep="-" if "-" in language else "_")
