"""Owns showing where somebody stands in a conversation: each declared step, done, current, ahead or skipped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.clock import Instant
from bot.domain.text import Text
from bot.engine.conversation import AnyStep, Conversation
from bot.engine.options import marked
from bot.engine.path import Path, walk
from bot.engine.state import State, Status
from bot.storage import gardens, instances, people
from bot.storage.database import Transaction
from bot.storage.latest import latest_instance
from bot.usecases.converse import read_facts
from bot.usecases.house import House, Talk


class Place(StrEnum):
    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """A declared step and where it stands; `when` is its condition as declared, "" for none."""

    declared: AnyStep
    place: Place

    @property
    def when(self) -> str:
        return str(self.declared.when) if self.declared.when else ""


@dataclass(frozen=True, slots=True)
class Trace:
    """`person` is their name; `revision` changes whenever the conversation moves."""

    name: str
    title: Text
    person: str
    steps: tuple[Step, ...]
    revision: str


def trace(tx: Transaction, house: House, telegram_id: int, chat_id: int, now: Instant) -> Trace | None:
    """The conversation in the foreground, else the last one there was; None where there was none."""
    person = people.find_by_telegram_id(tx, telegram_id)
    if person is None:
        return None
    instance = instances.foreground(tx, chat_id, person.id) or latest_instance(tx, chat_id, person.id)
    garden = gardens.find_garden(tx, instance.garden_id) if instance else None
    conversation = house.conversations.get(instance.conversation) if instance else None
    if instance is None or garden is None or conversation is None:
        return None
    state = replace(State.from_json(instance.state), status=instance.status)
    facts = read_facts(tx, Talk.uncalled(house, garden, person, instance, now), conversation)
    path = walk(conversation, facts, state, now.astimezone(garden.zone).date())
    return Trace(
        conversation.name,
        marked(conversation.title),
        person.name,
        _steps(conversation, path, state.status),
        f"{instance.id}.{state.visit}.{state.status}.{state.page}.{state.confirming}",
    )


def _steps(conversation: Conversation, path: Path, status: Status) -> tuple[Step, ...]:
    """What is ahead of where the person stands may still turn out to be skipped."""
    if status not in (Status.OPEN, Status.LATER):
        asked = {stop.step.id for stop in path.stops}
        ended = Place.DONE if status is Status.DONE else Place.SKIPPED
        return tuple(
            Step(one, ended if one.leaf.id in asked else Place.SKIPPED) for one in conversation.steps
        )
    stand = path.stand.step.id if path.stand else None
    before = {stop.step.id for stop in path.stops[: path.standing]}
    found, passed = [], stand is not None
    for one in conversation.steps:
        if one.leaf.id == stand:
            found.append(Step(one, Place.CURRENT))
            passed = False
        elif one.leaf.id in before:
            found.append(Step(one, Place.DONE))
        else:
            found.append(Step(one, Place.SKIPPED if passed or stand is None else Place.AHEAD))
    return tuple(found)
