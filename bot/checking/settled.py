"""Owns the check of what the operator set up: the database, its gardens, who coordinates, who has joined."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checking.finding import Finding, note, well, wrong
from bot.domain.garden import Garden
from bot.errors import CoupDeMainError
from bot.storage import charters, gardens, groups, missions, referents, roles
from bot.storage.database import Database, Transaction
from bot.storage.standing import read_standing

FILL = "run: coupdemain import <garden.toml>, or set COUPDEMAIN_GARDEN to your file"


async def check_database(url: str, admins: frozenset[int]) -> list[Finding]:
    """Reachable, at our schema, with a garden in it, and that garden ready to welcome somebody."""
    try:
        standing = await read_standing(url)
        if standing.found is None:
            return [wrong("database", f"is empty; {FILL}")]
        if not standing.is_current:
            fix = f"is at schema {standing.found}, not {standing.newest}; run: coupdemain migrate"
            return [wrong("database", fix)]
        db = await Database.open(url)
        try:
            return await db.read(
                lambda tx: [well("database", f"schema {standing.found}"), *_look(tx, admins)]
            )
        finally:
            await db.close()
    except CoupDeMainError as error:
        return [wrong("database", str(error))]


def _look(tx: Transaction, admins: frozenset[int]) -> Iterator[Finding]:
    known = gardens.list_gardens(tx)
    if not known:
        yield wrong("garden", f"the database holds none; {FILL}")
    for garden in known:
        yield from _look_at(tx, garden, admins)


def _look_at(tx: Transaction, garden: Garden, admins: frozenset[int]) -> Iterator[Finding]:
    charter = charters.current_charter(tx, garden.id)
    offered = missions.open_missions(tx, garden.id)
    version = f"charter version {charter.version}" if charter else "no charter"
    yield well(f"garden {garden.slug}", f"{len(offered)} missions open, {version}")
    if not offered:
        yield note(f"garden {garden.slug}", "no mission is open; newcomers can only leave a wish")
    if not admins and not roles.coordinators(tx, garden.id):
        yield wrong(
            f"garden {garden.slug}", "nobody coordinates it; set COUPDEMAIN_ADMINS to your Telegram user id"
        )
    if groups.live_group(tx, garden.id) is None:
        yield note(
            f"garden {garden.slug}", "no referents' group; add the bot to the group and type /link in it"
        )
    yield from _look_at_team(tx, garden)


def _look_at_team(tx: Transaction, garden: Garden) -> Iterator[Finding]:
    team = referents.list_referents(tx, garden.id)
    missing = [one.name for one in team if one.person_id is None]
    if missing:
        fix = "they get nobody until they join; /people in the chat makes their invitations"
        yield note(f"garden {garden.slug}", f"not linked yet: {', '.join(missing)}; {fix}")
    else:
        yield well(f"garden {garden.slug}", f"all {len(team)} referents are linked")
