"""Owns short names for links, made from a title: small letters, digits and single hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 32
"""Characters of a slug: a garden's and a mission's stand together in a link."""


def slugged(title: str, otherwise: str) -> str:
    """The title as a slug; `otherwise` where nothing of it is left, as of a title in Arabic letters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-") or otherwise


def free_slug(title: str, otherwise: str, taken: Container[str], longest: int = LONGEST) -> str:
    """A slug for the title that nothing else has: `planting`, else `planting-2`."""
    wanted = slugged(title, otherwise)[:longest].strip("-")
    if wanted not in taken:
        return wanted
    numbered = (f"{wanted[: longest - 4].strip('-')}-{number}" for number in range(2, 1000))
    return next(slug for slug in numbered if slug not in taken)


def spelled(slug: str) -> str:
    """A slug as people read it: "vie associative"."""
    return slug.replace("-", " ")
