"""The checks behind `coupdemain check` and `doctor`: what was looked at, whether it is well, and the fix."""

from __future__ import annotations

from collections.abc import Mapping

from bot.checking.finding import Finding, Verdict, note, well, wrong
from bot.checking.printing import check_printing
from bot.checking.reaching import check_reach
from bot.checking.settled import check_database
from bot.checking.surroundings import check_disk, check_telegram
from bot.checking.words import check_words
from bot.engine.conversation import Conversation
from bot.i18n import Catalogues
from bot.usecases.garden_file import GardenFile

__all__ = [
    "Finding",
    "Verdict",
    "check_database",
    "check_disk",
    "check_printing",
    "check_reach",
    "check_source",
    "check_telegram",
    "note",
    "well",
    "wrong",
]


async def check_source(file: GardenFile, conversations: Mapping[str, Conversation]) -> list[Finding]:
    """The program's own words on one garden; needs neither a token nor a database."""
    catalogues = Catalogues.load()
    walked = await check_words(file, conversations, catalogues)
    broken = [wrong("catalogues", line) for line in catalogues.problems()]
    too_long = [wrong("conversations", line) for line in walked.problems]
    return [
        *(broken or [well("catalogues", f"complete in {', '.join(catalogues.languages)}")]),
        *(
            too_long
            or [well("conversations", f"{len(conversations)} walked through, {walked.screens} screens")]
        ),
    ]
