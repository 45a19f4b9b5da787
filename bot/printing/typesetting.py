"""Owns Typst: a template of ours and values as JSON become pages. Nothing a person wrote is ever read as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from bot.errors import CannotPrint

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent
FIX = "papers cannot be printed; run: pip install 'coupdemain[print]'"
UNDATED = date(2000, 1, 1)
"""What papers without a date say of themselves: the same values always make the same file."""

PANIC = "PanicException"
"""What a fault inside Typst is called by its binding: no Exception, so it would end the whole program."""

Format: TypeAlias = Literal["pdf", "png"]
Values: TypeAlias = Mapping[str, Any]

_OWN_SCRIPTS = re.compile(r"[\u0000-\u06ff\u10a0-\u10ff\u1c90-\u1cbf\u1e00-\u2bff\ufb1d-\ufefc\ufffd]*")
"""Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian and signs: the fonts that Typst brings have these."""


def typeset(
    template: str, values: Values, day: date | None = None, *, format: Format = "pdf", ppi: float = 100
) -> bytes:
    """The pages of `template`.typ with these values; as PNG the first page alone. The same values, the same bytes.

    Raises: CannotPrint.
    """
    typst, written = load_typst(), json.dumps(values, ensure_ascii=False)
    try:
        made: bytes | list[bytes] = typst.compile(
            FOLDER / f"{template}.typ",
            root=FOLDER,
            font_paths=cast(Any, _fonts(_OWN_SCRIPTS.fullmatch(written) is None)),
            ignore_system_fonts=True,
            sys_inputs={"values": written},
            format=format,
            ppi=ppi,
            timestamp=datetime.combine(day or UNDATED, time(), UTC),
        )
    except Exception as error:
        raise _refused(template, error) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise _refused(template, error) from error
    return made if isinstance(made, bytes) else made[0]


def _refused(template: str, error: BaseException) -> CannotPrint:
    why = str(error).strip().partition("\n")[0]
    return CannotPrint(f"typst refuses {template}.typ ({why}); report it with this line")


def load_typst() -> ModuleType:
    """Typst, loaded only when something is printed: it weighs as much as all the rest.

    Raises: CannotPrint, with the fix.
    """
    try:
        import typst
    except ImportError as error:
        raise CannotPrint(FIX) from error
    return typst


@cache
def _fonts(others_too: bool) -> typst.Fonts:
    """Those that Typst brings; for scripts it has no font of, those of the system as well."""
    fonts: typst.Fonts = load_typst().Fonts(include_system_fonts=others_too)
    return fonts
