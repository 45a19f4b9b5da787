"""Owns what an event does to a conversation: a pure step from one state to the next, whatever comes in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any, TypeAlias

from bot.domain.text import Text, say
from bot.engine.asking import Aside, Asking, Given, Leaves, Reopens, Reply, Stays
from bot.engine.conversation import Conversation
from bot.engine.events import (
    Enclosed,
    Event,
    Meant,
    Move,
    Moved,
    SharedContact,
    SharedPlace,
    Tapped,
    Typed,
    Unsure,
)
from bot.engine.options import marked
from bot.engine.outputs import (
    Answered,
    Beside,
    Cancelled,
    Completed,
    HumanWanted,
    Output,
    Postponed,
    Refused,
)
from bot.engine.path import Path, walk
from bot.engine.state import Answers, Key, State, Status, Value
from bot.engine.steps.base import Step, sentences, staying
from bot.marks import _

__all__ = [
    "Answered",
    "Beside",
    "Cancelled",
    "Completed",
    "HumanWanted",
    "Output",
    "Postponed",
    "Refused",
    "advance",
]

Result: TypeAlias = tuple[State, tuple[Output, ...]]

MOVES = frozenset(str(move) for move in Move)
"""The moves that buttons carry under their own name."""


def advance(conversation: Conversation, facts: Any, state: State, event: Event, now: datetime) -> Result:
    """The state after the event, and what the outside is to do about it. Never raises, whatever the event.

    `now` is read as a day in its own time zone: hand in the garden's.
    """
    if _is(event, Move.HUMAN, state):
        return state, (HumanWanted(),)
    if state.status is Status.LATER:
        return _wake(conversation, facts, state, event, now)
    if state.status is not Status.OPEN:
        return state, ()
    return _Turn(conversation, facts, now.date()).take(state, event)


def _is(event: Event, move: Move, state: State) -> bool:
    match event:
        case Moved(asked):
            return asked is move
        case Tapped(visit, action):
            return visit == state.visit and action == move.value
        case _:
            return False


def _wake(conversation: Conversation, facts: Any, state: State, event: Event, now: datetime) -> Result:
    """What was put off comes back: a button still on a screen works, words only bring the question back."""
    if _is(event, Move.SHOW, state) or _is(event, Move.LATER, state):
        return state, ()
    if isinstance(event, Tapped) and event.visit != state.visit:
        return state, ()
    turn = _Turn(conversation, facts, now.date())
    if not isinstance(event, Tapped) and not _is(event, Move.CANCEL, state):
        event = Moved(Move.RESUME)
    return turn.take(replace(state, status=Status.OPEN, remark=None), event)


@dataclass(frozen=True)
class _Turn:
    """One event on an open conversation."""

    conversation: Conversation
    facts: Any
    today: date

    def take(self, state: State, event: Event) -> Result:
        if isinstance(event, Tapped | Meant) and event.visit != state.visit:
            return state, ()
        path = self.walk(state)
        stand = path.stand
        if stand is None:
            return self.complete(state, path)
        if state.at is None:
            stand.state = state = replace(state, at=stand.key)
        elif state.at != stand.key:
            return self.moved_on(state, path, stand, event)
        return self.react(state, path, stand, event)

    def moved_on(self, state: State, path: Path, stand: Asking, event: Event) -> Result:
        """The facts or the conversation changed since the question was shown: its answer answers no other."""
        still_meant = isinstance(event, Moved) and event.move is not Move.BACK
        changed = say(_("Something changed meanwhile: here is where we are."))
        state = self.arrive(replace(state, visit=state.visit + 1), stand, None if still_meant else changed)
        return self.react(state, path, stand, event) if still_meant else (state, ())

    def walk(self, state: State) -> Path:
        return walk(self.conversation, self.facts, state, self.today)

    def react(self, state: State, path: Path, stand: Asking, event: Event) -> Result:
        match event:
            case Moved(move):
                return self.move(state, path, move)
            case Tapped(_, action):
                return self.tap(state, path, stand, action)
            case Meant(_, actions):
                return self.tap_all(state, actions)
            case Typed(text):
                return self.settle(state, stand, self.hear(stand, text))
            case Unsure(between):
                return self.settle(state, stand, staying(stand, _asked_back(between)))
            case SharedPlace(place):
                return self.settle(state, stand, stand.step.take_place(stand, place) or _not_here(stand))
            case SharedContact():
                return self.settle(state, stand, stand.step.take_contact(stand, event) or _not_here(stand))
            case Enclosed():
                return self.settle(state, stand, stand.step.take_enclosed(stand, event) or _not_here(stand))
            case _:
                return self.settle(state, stand, _not_here(stand))

    def hear(self, stand: Asking, text: str) -> Reply:
        if stand.state.confirming:
            return Stays(replace(stand.state, remark=say(_("Please tap one of the buttons."))))
        return stand.step.hear(stand, text)

    def tap(self, state: State, path: Path, stand: Asking, action: str) -> Result:
        if action in MOVES:
            return self.move(state, path, Move(action))
        if action == "go":
            return replace(state, confirming="", remark=None), ()
        if action == "sure.stop":
            return self.stop(state) if state.confirming == "stop" else (state, ())
        if action == "sure.refuse":
            return self.leave(state, stand) if state.confirming == "refuse" else (state, ())
        reply = stand.step.tap(stand, action)
        return (state, ()) if reply is None else self.settle(state, stand, reply)

    def tap_all(self, state: State, actions: tuple[str, ...]) -> Result:
        """Several buttons of one screen: what follows an answer belongs to another question."""
        visit = state.visit
        outputs: tuple[Output, ...] = ()
        for action in actions:
            path = self.walk(state)
            if state.visit != visit or state.status is not Status.OPEN or path.stand is None or outputs:
                break
            state, outputs = self.tap(state, path, path.stand, action)
        return state, outputs

    def settle(self, state: State, stand: Asking, reply: Reply) -> Result:
        match reply:
            case Given():
                return self.give(state, stand, reply)
            case Aside(value):
                return replace(state, remark=None, confirming=""), (Beside(stand.step, value),)
            case Stays(after):
                return after, ()
            case Reopens(key):
                return self.reopen(replace(state, editing=key), key)
            case Leaves():
                return self.leave(state, stand)

    def give(self, state: State, stand: Asking, given: Given) -> Result:
        if given.at is None:
            return self.answer(state, stand.step, stand.key, given.value, given.remark)
        step = self.conversation.step(given.at[0]) or stand.step
        before = replace(state, answers=self.before(state.answers, given.at[0]))
        return self.answer(before, step, given.at, given.value, given.remark)

    def before(self, answers: Answers, id: str) -> Answers:
        """What was answered before a step."""
        earlier = set(takewhile(lambda one: one != id, (step.id for step in self.conversation.steps)))
        return Answers({key: value for key, value in answers.items() if key[0] in earlier})

    def answer(self, state: State, step: Step, key: Key, value: Value, remark: Text | None) -> Result:
        after = replace(
            state,
            answers=state.answers.giving(key, value),
            given=state.given - {key},
            reopened=state.reopened - {key},
            editing=None if state.editing == key else state.editing,
            remark=remark,
        )
        state, outputs = self.go_on(after)
        return state, (Answered(step, key, value), *outputs)

    def go_on(self, state: State) -> Result:
        """To wherever the person stands now, which is a new visit."""
        path = self.walk(state)
        on_path = {stop.key for stop in path.stops}
        reopened = state.reopened & on_path
        editing = state.editing if state.editing in reopened else None
        state = replace(state, answers=path.kept, reopened=reopened, editing=editing, visit=state.visit + 1)
        if path.stand is None:
            return self.complete(state, path)
        return self.arrive(state, path.stand, state.remark), ()

    def arrive(self, state: State, stand: Asking, remark: Text | None) -> State:
        fresh = replace(state, at=stand.key, draft=None, page=0, unfolded=False, confirming="", remark=remark)
        stand.state = fresh
        return replace(fresh, page=stand.step.opening_page(stand))

    def complete(self, state: State, path: Path) -> Result:
        done = replace(
            state,
            answers=path.kept,
            reopened=frozenset(),
            at=None,
            draft=None,
            editing=None,
            confirming="",
            status=Status.DONE,
        )
        return done, (Completed(path.live),)

    def move(self, state: State, path: Path, move: Move) -> Result:
        match move:
            case Move.BACK:
                return self.back(state, path)
            case Move.LATER:
                later = replace(state, status=Status.LATER, confirming="", draft=state.draft, remark=None)
                return later, (Postponed(),)
            case Move.HUMAN:
                return state, (HumanWanted(),)
            case Move.CANCEL:
                return self.cancel(state, path)
            case Move.RESUME:
                return replace(state, confirming="", remark=say(_("Here is where we were."))), ()
            case _:
                return state, ()

    def back(self, state: State, path: Path) -> Result:
        if state.confirming:
            return replace(state, confirming="", remark=None), ()
        if state.editing is not None and state.editing == state.at:
            reopened = state.reopened - {state.editing}
            return self.go_on(replace(state, reopened=reopened, editing=None, remark=None))
        previous = path.previous
        if previous is None:
            return replace(state, remark=say(_("This is the very first question."))), ()
        if previous.step.barrier:
            return replace(
                state, remark=say(_("What came before is settled: we can only go on from here."))
            ), ()
        return self.reopen(state, previous.key)

    def reopen(self, state: State, key: tuple[str, str]) -> Result:
        return self.go_on(replace(state, reopened=state.reopened | {key}, remark=None))

    def cancel(self, state: State, path: Path) -> Result:
        """Ask once more before throwing answers away; there is nothing to ask where there are none."""
        if any(stop.step.asks for stop in path.stops[: path.standing]):
            return replace(state, confirming="stop", remark=None), ()
        return self.stop(state)

    def stop(self, state: State) -> Result:
        return _ended(state, Status.CANCELLED), (Cancelled(),)

    def leave(self, state: State, stand: Asking) -> Result:
        return _ended(state, Status.REFUSED), (Refused(stand.step),)


def _ended(state: State, status: Status) -> State:
    """Nothing of what was given is kept."""
    return State(answers=Answers(), visit=state.visit + 1, status=status)


def _asked_back(between: tuple[Text, Text]) -> Text:
    one, other = between
    return say(_("Did you mean “{one}” or “{other}”? Please tap the one you want."), one=one, other=other)


def _not_here(stand: Asking) -> Stays:
    """Something came that this question cannot use: a voice, a sticker, a place."""
    texts = (say(_("I cannot use that here.")), marked(stand.step.expects))
    return Stays(replace(stand.state, remark=sentences(texts)))
