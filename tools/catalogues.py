"""Owns extraction: brings locale/ up to the strings in code; with `--check` only says whether it is."""

from __future__ import annotations

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
POT = ROOT / "locale" / "messages.pot"
SOURCES = ("bot", "conversations", "handlers")
KEYWORDS = {"_": None, "ngettext": (1, 2)}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Babel insists on dates in the header; the same one always, so that a run without news changes nothing."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what is stale, write nothing")
    check = parser.parse_args().check
    template = extract()
    stale = [path for path, text in renderings(template) if not path.exists() or path.read_bytes() != text]
    if not check:
        for path, text in renderings(template):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    for path in stale:
        state = "stale; run `make catalogues`" if check else "brought up to date"
        sys.stdout.write(f"{path.relative_to(ROOT)}: {state}\n")
    return 1 if check and stale else 0


def extract() -> Catalog:
    """Every marked string in code, with its files and translator notes."""
    template = Catalog(
        project="Coup de Main",
        version="",
        copyright_holder="The Coup de Main contributors",
        last_translator="The Coup de Main contributors",
        language_team="none",
        creation_date=EPOCH,
        revision_date=EPOCH,
        header_comment="# Coup de Main",
        fuzzy=False,
    )
    for folder in SOURCES:
        found = extract_from_dir(ROOT / folder, keywords=KEYWORDS, comment_tags=("i18n:",))
        for name, _line, message, notes, context in found:
            place = f"{folder}/{Path(name).as_posix()}"
            template.add(message, None, [(place, 0)], auto_comments=notes, context=context)
    return template


def renderings(template: Catalog) -> list[tuple[Path, bytes]]:
    """Each file of locale/ as it ought to be."""
    made = [(POT, _written(template))]
    for path in sorted(POT.parent.glob("*/LC_MESSAGES/messages.po")):
        catalog = read_po(path.open("rb"), locale=path.parts[-3])
        catalog.update(template, update_header_comment=True)
        catalog.creation_date = catalog.revision_date = EPOCH
        catalog.project, catalog.version = template.project, template.version
        catalog.last_translator, catalog.language_team = "The Coup de Main contributors", path.parts[-3]
        made.append((path, _written(catalog)))
    return made


def _written(catalog: Catalog) -> bytes:
    """Sorted, without line numbers (they move at every edit) and without the versions of whoever ran this."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b'"Generated-By:'))


if __name__ == "__main__":
    sys.exit(main())
