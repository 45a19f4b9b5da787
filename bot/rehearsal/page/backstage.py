"""Owns the drawer: the outbox, the audit trail, the calls with their answers, the conversation and its current step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from bot.domain.text import Text, say
from bot.engine.diagram import step_label
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.calls import Call
from bot.rehearsal.messages import Json
from bot.rehearsal.methods import Upload
from bot.rehearsal.page.production import Production
from bot.rehearsal.page.seats import Seat, written
from bot.storage import people
from bot.storage.database import Transaction
from bot.storage.latest import Noted, Posted, latest_noted, latest_posted
from bot.usecases.coming import place_of
from bot.usecases.tracing import Trace, trace

SHOWN = 50
CALLS = 200
LONGEST_TEXT = 2_000
_KB = 1024

DECIDED: Mapping[str, Text] = {
    "sign_up.made": say(_("A volunteer chose a mission")),
    "sign_up.confirmed": say(_("A sign-up was confirmed")),
    "sign_up.declined": say(_("A sign-up was declined")),
    "assignment.taken": say(_("A referent takes care of a volunteer")),
    "assignment.handed_over": say(_("A volunteer was handed over")),
    "group.linked": say(_("A group became the referents’ group")),
    "guardian.agreed": say(_("A parent’s agreement was recorded")),
    "human.answered": say(_("Somebody’s message was answered")),
    "person.erased": say(_("What was kept on somebody was erased")),
    "referent.linked": say(_("A referent joined")),
}
THE_PROGRAM = say(_("The program itself"))


@dataclass(frozen=True, slots=True)
class Told:
    """What was read in one go. `names` are those of the outbox's places and of who decided."""

    posted: Sequence[Posted]
    noted: Sequence[Noted]
    places: Mapping[int, Text]
    actors: Mapping[int, str]
    trace: Trace | None


async def tell(production: Production, seat: Seat) -> None:
    """Push what the seat's drawer shows now, if it is open."""
    if seat.watched is None:
        return
    chat, person = seat.watched
    told = await production.db.read(_read, production, chat, person)
    calls = list(takewhile(is_answered, production.emulator.calls.since(seat.calls_told, CALLS)))
    seat.calls_told = calls[-1].number if calls else seat.calls_told
    shape = _shape(told, calls, production.speaker(seat.language))
    if shape != seat.backstage:
        seat.backstage = {**shape, "calls": []}
        seat.tell(written({"event": "backstage", **shape}))


def is_answered(call: Call) -> bool:
    """A call is told once, with its answer, and in order: those after one still in flight wait."""
    return call.seconds is not None


def _read(tx: Transaction, production: Production, chat: int | None, person: int | None) -> Told:
    names, posted, noted = production.names, latest_posted(tx, SHOWN), latest_noted(tx, SHOWN)
    actors = {}
    for number in {one.actor_id for one in noted if one.actor_id is not None}:
        found = people.find_person(tx, number)
        actors[int(number)] = (found.name or names.get(found.telegram_id or 0, "")) if found else ""
    stood = chat if chat is not None else person
    who = person if person is not None else chat
    now = production.emulator.now
    shown = trace(tx, production.house, who, stood, now) if who is not None and stood is not None else None
    places = {one.chat_id: place_of(tx, one.chat_id, names) for one in posted}
    return Told(posted, noted, places, actors, shown)


def _shape(told: Told, calls: Sequence[Call], speaker: Speaker) -> Json:
    return {
        "outbox": [_posted_shape(one, told, speaker) for one in told.posted],
        "audit": [_noted_shape(one, told, speaker) for one in told.noted],
        "calls": [call_shape(call, speaker) for call in calls],
        "conversation": _trace_shape(told.trace, speaker) if told.trace else None,
    }


def _posted_shape(one: Posted, told: Told, speaker: Speaker) -> Json:
    return {
        "id": one.id,
        "chat": one.chat_id,
        "who": speaker.plain(told.places[one.chat_id]),
        "kind": one.kind,
        "lane": one.lane.name.lower(),
        "state": one.state,
        "due": one.due.astimezone(speaker.zone).isoformat(timespec="seconds"),
        "attempts": one.attempts,
        "error": one.error,
    }


def _noted_shape(one: Noted, told: Told, speaker: Speaker) -> Json:
    who = THE_PROGRAM if one.actor_id is None else told.actors.get(int(one.actor_id), "")
    return {
        "at": one.at.astimezone(speaker.zone).isoformat(timespec="seconds"),
        "who": speaker.plain(who),
        "what": f"{one.action} · {one.subject}",
        "words": speaker.plain(DECIDED.get(one.action, one.action)),
    }


def call_shape(call: Call, speaker: Speaker) -> Json:
    shape: Json = {
        "n": call.number,
        "at": call.instant.astimezone(speaker.zone).isoformat(timespec="seconds"),
        "method": call.method,
        "params": {name: _wire(value) for name, value in call.params.items()},
        "ms": round((call.seconds or 0) * 1000),
        "cut": call.cut,
    }
    return shape | ({"error": call.error} if call.error is not None else {"answer": _wire(call.answer)})


def _wire(value: Any) -> Any:
    """As JSON can hold it; bytes are told, not shown."""
    match value:
        case Upload():
            return f"<{value.name}, {_size(value.content)}>"
        case bytes():
            return f"<{_size(value)}>"
        case str():
            return value if len(value) <= LONGEST_TEXT else value[:LONGEST_TEXT] + "…"
        case dict():
            return {str(name): _wire(one) for name, one in value.items()}
        case list() | tuple():
            return [_wire(one) for one in value]
        case None | bool() | int() | float():
            return value
        case _:
            return str(value)


def _size(content: bytes) -> str:
    return f"{len(content) // _KB} kB" if len(content) >= _KB else f"{len(content)} B"


def _trace_shape(found: Trace, speaker: Speaker) -> Json:
    return {
        "name": found.name,
        "title": speaker.plain(found.title),
        "person": found.person,
        "steps": [
            {
                "id": step.declared.id,
                "words": step_label(step.declared, speaker.plain),
                "kind": type(step.declared.leaf).__name__.lower(),
                "state": step.place.value,
                "when": step.when,
            }
            for step in found.steps
        ],
        "revision": found.revision,
    }
