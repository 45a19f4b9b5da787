"""Owns lists of members at the command line: read whole, shown, then written chunk by chunk; and written out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Instant, SystemClock
from bot.domain.garden import Garden
from bot.domain.prints import TableFormat
from bot.domain.text import Text
from bot.errors import Misuse
from bot.i18n import Catalogues, Speaker
from bot.operating import EMPTY, existing
from bot.storage import audit, gardens, members, points
from bot.storage.database import Database, Transaction
from bot.usecases.managing.households import households_table
from bot.usecases.member_list.columns import MEANINGS, Column
from bot.usecases.member_list.comparing import Changes, compare
from bot.usecases.member_list.importing import CHUNK, let_leave, write_households
from bot.usecases.member_list.reading import MemberList, Progress, read_list
from bot.usecases.member_list.unreadable import Unreadable
from bot.usecases.pickups.weeks import plan_soon
from bot.usecases.replies import refusal_text

if TYPE_CHECKING:
    from bot.config import Settings


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that can be imported, and what importing it would do."""

    garden: Garden
    read: MemberList
    changes: Changes

    def changes_nothing(self, part: bool) -> bool:
        return not (self.changes.new or self.changes.changed or (self.changes.left and not part))

    def lines(self, part: bool) -> list[str]:
        """Which column means what, and how many rows do what."""
        told = [f"{self.garden.name}: households in the list: {len(self.read.households)}"]
        for column, places in self.read.head.places.items():
            titles = " or ".join(f"“{self.read.head.titles[place]}”" for place in places)
            told.append(f"  {titles} → {_plain(MEANINGS[Column(column)])}")
        if self.read.head.ignored:
            told.append(f"  left alone: {', '.join(self.read.head.ignored)}")
        left = "not in the list, kept" if part else "not in the list, leaving"
        return [
            *told,
            f"new: {len(self.changes.new)}, changed: {len(self.changes.changed)}, unchanged: {self.changes.unchanged}",
            *([f"{left}: {len(self.changes.left)}"] if self.changes.left else []),
        ]


async def import_list(
    settings: Settings,
    file: Path,
    slug: str,
    part: bool,
    ask: Callable[[str], bool],
    tell: Callable[[str], None],
) -> None:
    """Say what the list would change, ask, and change it. `part`: whoever it does not name stays.

    Raises:
        Misuse: with everything that is wrong, each with its line and a fix.
    """
    with told_progress("reading") as progress:
        preview = await understand_members(settings, file, slug, progress)
    tell("\n".join(preview.lines(part)))
    if preview.changes_nothing(part):
        tell("nothing to do: the database says the same already")
    elif not ask("Import?"):
        tell("nothing was imported")
    else:
        with told_progress("importing") as progress:
            await write_members(settings, preview, part, progress)
        tell("imported")


async def understand_members(settings: Settings, file: Path, slug: str, progress: Progress) -> Preview:
    """Read the list and hold it against the database; nothing is written.

    Raises:
        Misuse: with everything that is wrong, each with its line and a fix.
    """
    content = _content(file)
    async with existing(settings) as db:
        garden = await _garden(db, slug)
        known = await db.read(members.members_of_garden, garden.id)
        try:
            read = read_list(content, garden, tuple(await db.read(points.list_points, garden.id)), progress)
        except Unreadable as unreadable:
            raise Misuse(f"{file}: {_plain(refusal_text(unreadable))}") from None
    if read.problems:
        count = len(read.problems)
        told = [
            f"{file}: nothing was imported; to correct: {count}",
            *(_plain(one.told()) for one in read.problems),
        ]
        raise Misuse("\n".join(told))
    return Preview(garden, read, compare(garden, read.households, known))


async def write_members(settings: Settings, preview: Preview, part: bool, progress: Progress) -> None:
    """Write it, a chunk a transaction: a bot that runs meanwhile goes on answering."""
    households, now = preview.read.households, SystemClock().now()
    async with existing(settings) as db:
        for start in range(0, len(households), CHUNK):
            progress(start, len(households))
            some = households[start : start + CHUNK]
            await db.run(write_households, preview.garden, some, now)
        await db.run(_finish, preview, part, now)
    progress(len(households), len(households))


async def export_list(settings: Settings, target: Path, slug: str, language: str) -> int:
    """Write the list to a new file; how many households.

    Raises:
        Misuse: neither .xlsx nor .csv, or it is there already.
    """
    from bot.printing.tables import write_table

    ending = target.suffix.lower().removeprefix(".")
    if ending not in tuple(TableFormat):
        raise Misuse(f"{target}: a list is .xlsx or .csv; name it so")
    async with existing(settings) as db:
        garden = await _garden(db, slug)
        table = await db.read(households_table, garden.id, TableFormat(ending))
    speaker = Catalogues.load().speaker(language, garden.zone)
    try:
        with target.open("xb") as file:
            file.write(write_table(table, speaker))
    except FileExistsError:
        raise Misuse(f"{target}: is there already; choose another name") from None
    except OSError as error:
        raise Misuse(f"{target}: cannot be written ({error.strerror}); choose another place") from None
    return len(table.sheets[0].rows)


@contextmanager
def told_progress(doing: str) -> Iterator[Progress]:
    """A bar on stderr, where somebody sits in front of it."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(doing, total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield tell


def _finish(tx: Transaction, preview: Preview, part: bool, now: Instant) -> None:
    left = 0 if part else let_leave(tx, preview.garden, preview.changes.left, now)
    plan_soon(tx, preview.garden.id, now)
    audit.note(
        tx,
        garden_id=preview.garden.id,
        actor_id=None,
        action="members.imported",
        subject="list",
        details={
            "written": len(preview.changes.new),
            "rewritten": len(preview.changes.changed),
            "gone": left,
        },
        now=now,
    )


async def _garden(db: Database, slug: str) -> Garden:
    known = await db.read(gardens.list_gardens)
    if not known:
        raise Misuse(EMPTY)
    named = [one for one in known if one.slug == slug] if slug else known
    if len(named) == 1:
        return named[0]
    listed = ", ".join(one.slug for one in known)
    raise Misuse(
        f"no garden is called {slug!r}; choose one of: {listed}"
        if slug
        else f"say which garden: --garden {listed}"
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Misuse(f"{file}: there is no such file; check the path") from None
    except OSError as error:
        raise Misuse(
            f"{file}: cannot be read ({error.strerror}); check the path and who may read it"
        ) from None


def _plain(text: Text) -> str:
    return _english().plain(text)


@cache
def _english() -> Speaker:
    return Catalogues.load().speaker("en")
