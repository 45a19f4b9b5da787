"""Owns how a conversation looks: the question where the person stands, and an answered question frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.message import Button, Message
from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice
from bot.engine.conversation import Conversation
from bot.engine.events import Move
from bot.engine.numbered import fitting
from bot.engine.options import marked
from bot.engine.path import Path, walk
from bot.engine.state import MISSING, Key, State, Status
from bot.engine.steps.base import Row
from bot.marks import _

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def draw(conversation: Conversation, facts: Any, state: State, instance_code: str) -> Message:
    """The screen of where the person stands, its buttons bound to this instance and this visit."""
    path = walk(conversation, facts, state)
    remark = () if state.remark is None else (state.remark,)
    paragraphs = remark + _said(conversation, state, path)
    rows = choices(state, path)
    return Message(paragraphs, tuple(tuple(_bound(one, state, instance_code) for one in row) for row in rows))


def draw_answered(conversation: Conversation, facts: Any, state: State, key: Key) -> Message:
    """A question that is past, with its answer and without buttons."""
    asking = walk(conversation, facts, state).find(key)
    if asking is None:
        step = conversation.step(key[0])
        return Message((marked(step.summary) if step and step.summary else say(_("Answered.")),))
    question = asking.step.frozen(asking)
    if asking.proposed is MISSING:
        return Message(question)
    answer = asking.step.in_words(asking, asking.proposed)
    return Message((*question, say(_("✓ <b>{answer}</b>"), answer=answer)) if asking.step.asks else question)


def choices(state: State, path: Path) -> list[Row]:
    """The rows of the screen before they are bound: the step's own, then the foot."""
    stand = path.stand
    if stand is None or state.status is not Status.OPEN:
        return foot(state, path)
    return [*stand.step.all_rows(stand), *foot(state, path)] if not state.confirming else foot(state, path)


def _said(conversation: Conversation, state: State, path: Path) -> tuple[Text, ...]:
    match state.status:
        case Status.LATER:
            return (_waiting(conversation, state, path),)
        case Status.CANCELLED:
            return (marked(conversation.stopped),)
        case Status.REFUSED:
            return (say(_("We stop here, and what you answered is erased. Thank you for your time.")),)
    stand = path.stand
    if state.status is Status.DONE or stand is None:
        return () if state.remark else (say(_("All done, thank you!")),)
    if state.confirming == "stop":
        return (marked(conversation.stopping),)
    if state.confirming:
        return stand.step.warning(stand)
    counted = _progress(state, path, stand) if conversation.counted else ()
    return (*counted, *stand.step.paragraphs(stand))


def _waiting(conversation: Conversation, state: State, path: Path) -> Text:
    """That answers are kept is said where some were given: of a list one only looked at it would puzzle."""
    title = marked(conversation.title)
    if state.draft is not None or any(stop.step.asks for stop in path.stops[: path.standing]):
        return say(_("“{title}” waits for you: everything you answered is kept."), title=title)
    return say(_("“{title}” waits for you."), title=title)


def _progress(state: State, path: Path, stand: Asking) -> tuple[Text, ...]:
    """Which of how many questions this is, and where what is asked hangs on what they answer, of about how many.

    Pages to read are not counted, nor what was answered before; an answer changed from the review is none of a row.
    """
    if not stand.step.asks or state.editing is not None:
        return ()
    asked = [stop for stop in path.stops if stop is stand or _is_asked(state, stop)]
    if len(asked) < 2:
        return ()
    words = _("{number}/{total}") if path.sure else _("{number} of about {total}")
    return (say(words, number=asked.index(stand) + 1, total=len(asked)),)


def _is_asked(state: State, stop: Asking) -> bool:
    is_answered = stop.proposed is not MISSING
    if not stop.step.asks or (not is_answered and stop.step.is_idle(stop)):
        return False
    return not is_answered or stop.key not in state.given or stop.key in state.reopened


def _confirm_rows(state: State) -> list[Row]:
    sure = _("Yes, stop") if state.confirming == "stop" else _("Yes, I refuse")
    return [(Choice(f"sure.{state.confirming}", say(sure), "yes"), Choice("go", say(_("No, go on")), "no"))]


def foot(state: State, path: Path) -> list[Row]:
    """Never far: the way back, a pause, somebody to talk to, the way out."""
    human = (_human(),) if path.stand is None or path.stand.step.human else ()
    if state.status is Status.LATER:
        return _filled((Choice(Move.RESUME, say(_("Go on")), "yes"),), human)
    if state.status is not Status.OPEN or path.stand is None:
        return []
    if state.confirming:
        return [*_confirm_rows(state), (_later(), *human)]
    if _can_go_back(state, path):
        return [(Choice(Move.BACK, say(_("← Back")), "back"), _later()), (*human, _stop())]
    return _filled(human, (_later(), _stop()))


def _filled(*some: Row) -> list[Row]:
    """Those that have a button."""
    return [row for row in some if row]


def _can_go_back(state: State, path: Path) -> bool:
    previous = path.previous
    is_edit = state.editing is not None and state.editing == state.at
    return is_edit or (previous is not None and not previous.step.barrier)


def _later() -> Choice:
    return Choice(Move.LATER, say(_("Later")), "later")


def _human() -> Choice:
    return Choice(Move.HUMAN, say(_("Talk to a human")), "human")


def _stop() -> Choice:
    return Choice(Move.CANCEL, say(_("Stop")), "stop")


def _bound(choice: Choice, state: State, instance_code: str) -> Button:
    if choice.share is not None:
        return Button(choice.label, ask=choice.share)
    label = fitting(choice.label) if choice.short is None else choice.short
    return Button(label, data=f"c.{instance_code}.{base36(state.visit)}.{choice.action}")


def base36(number: int) -> str:
    """A number as buttons write it; `int(text, 36)` reads it back."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"


def flat(rows: Sequence[Row]) -> list[Choice]:
    return [choice for row in rows for choice in row]
