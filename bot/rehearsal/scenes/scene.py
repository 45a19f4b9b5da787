"""Owns what a scene is, and whom it finds when it begins: a coordinator, the referents, their group."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.domain.text import Language, Phrase, Text
from bot.i18n import Catalogues
from bot.rehearsal.client import Person
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.groups import Group
from bot.rehearsal.stage import Stage, Watcher
from bot.rehearsal.team import Team
from bot.usecases.garden_file import GardenFile


@dataclass(frozen=True, slots=True)
class Cast:
    """The team of a running rehearsal, and the garden file it runs on. The referents are in the file's order."""

    coordinator: Person
    referents: tuple[Person, ...]
    group: Group
    file: GardenFile


@dataclass(frozen=True, slots=True)
class Scene:
    """`fresh`: it begins on a rehearsal that nobody has touched yet."""

    name: str
    title: Text
    about: Text
    play: Callable[[Stage, Cast], Awaitable[None]]
    fresh: bool = True


class CannotPlay(Exception):
    """This garden, or what has been done here, leaves no room for the scene; `why` tells it, with what would help."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.message if isinstance(why, Phrase) else str(why))
        self.why = why


def cast_of(team: Team, file: GardenFile) -> Cast:
    return Cast(team.coordinator, team.referents, team.group, file)


def stage_on(
    emulator: Emulator,
    catalogues: Catalogues,
    cast: Cast,
    language: Language,
    watchers: Sequence[Watcher] = (),
) -> Stage:
    """A stage whose people speak `language`; their group speaks the garden's first one."""
    garden = cast.file.garden
    stage = Stage(
        emulator,
        catalogues.speaker(language, garden.timezone),
        watchers,
        group_speaker=catalogues.speaker(garden.languages[0], garden.timezone),
    )
    stage.group = cast.group
    for person in (cast.coordinator, *cast.referents):
        stage.follow(person)
    stage.overlook()
    return stage
