"""Owns two coordinators changing one thing at once: what only one of them changed is kept, of either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.message import Message
from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.path import walk
from bot.engine.state import MISSING, Answers, Key, MaybeValue, State, Status, Value
from bot.engine.steps.review import in_lines
from bot.marks import _
from bot.storage.database import Transaction
from bot.storage.instances import Instance
from bot.usecases.house import Talk
from bot.usecases.replies import reply

SEEN_AGAIN = ("review", "preview", "preview_in", "publish")
"""Steps that say nothing of what is written, and are gone through again whenever the answers come back."""

MOST_SHOWN = 8
"""Of what both changed: more would not be read."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers of both; `clashing` are those that both changed, where one's own stand."""

    answers: Answers
    clashing: tuple[Key, ...]


def merge(instance: Instance, mine: Answers, theirs: Mapping[Key, Value]) -> Merged:
    """What this conversation changed of what it was opened with, on what stands there now."""
    was = State.from_json(instance.state).was
    merged: dict[Key, Value] = {}
    clashing: list[Key] = []
    for key in dict.fromkeys((*theirs, *mine)):
        own, stands, before = mine.find(key), theirs.get(key, MISSING), was.find(key)
        again = key[0] in SEEN_AGAIN
        is_mine = again or (own is not MISSING and _plain(own) != _plain(before))
        if is_mine and not again and _plain(stands) not in (_plain(before), _plain(own)):
            clashing.append(key)
        kept = own if is_mine else stands
        if kept is not MISSING:
            merged[key] = kept
    return Merged(Answers(merged), tuple(clashing))


def tell_of_other(
    tx: Transaction,
    talk: Talk,
    merged: Merged,
    theirs: Mapping[Key, Value],
    writing: str,
    facts: object,
    opening: str,
) -> dict[Key, Value]:
    """Both changed the same: what stands now is told. One's own answers, which come back with the other's beside."""
    stands = _what_stands(merged, theirs, talk.caller.house.conversations[writing], facts)
    reply(tx, talk.caller, Message((say(opening), *stands)), about="other")
    return {key: value for key, value in merged.answers.items() if key[0] not in SEEN_AGAIN}


def _what_stands(
    merged: Merged, theirs: Mapping[Key, Value], conversation: Conversation, facts: object
) -> list[Text]:
    """What the other one wrote where both changed the same, as a review words it, and what to do about it."""
    stops = walk(conversation, facts, State(answers=Answers(theirs), status=Status.DONE)).stops
    written = {line.key: line.written() for line in in_lines(stops)}
    shown = [written[key] for key in merged.clashing if key in written]
    return [
        say(_("Where yours differs, this stands now:")),
        *(say("• {what}", what=what) for what in shown[:MOST_SHOWN]),
        say(_("Save, and yours takes its place; or tap “Change something” first.")),
    ]


def _plain(value: MaybeValue) -> object:
    """The order of ticks says nothing."""
    return sorted(value) if isinstance(value, tuple) else value
