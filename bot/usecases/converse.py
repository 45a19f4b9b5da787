"""Owns guided conversations at work: an event meets a stored instance, effects happen, a screen is owed.

One conversation of a person in a chat stands in the foreground and takes typed words: the one touched last. What it
covers waits below it: when it is over, that goes straight on after a step aside, else waits for one tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from bot.clock import Instant
from bot.domain.text import Text
from bot.engine.conversation import Conversation
from bot.engine.events import Enclosed, Event, Move, Moved, Tapped, Typed
from bot.engine.outputs import Answered, Beside, Cancelled, Completed, HumanWanted, Output, Refused
from bot.engine.path import walk
from bot.engine.runner import advance
from bot.engine.state import Answers, Key, State, Status, Value
from bot.engine.understanding import understand
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import instances
from bot.storage.database import Transaction
from bot.storage.instances import Instance, InstanceId, InstanceKey
from bot.usecases.house import Caller, Next, OnAnswer, OnAside, OnDone, OnLeft, Talk
from bot.usecases.nudge import plan_nudge
from bot.usecases.replies import refusal_text
from bot.usecases.screens import is_on_screen, keep_answered, owe_screen

HUMAN = "human"
"""The conversation that takes a message to the referents' group; every screen leads there."""


class LongAnswered(Refusal):
    message = _("Answered already: the next question is below.")


def begin(
    tx: Transaction,
    caller: Caller,
    name: str,
    subject: str = "",
    answers: Mapping[Key, Value] | None = None,
    was: Mapping[Key, Value] | None = None,
) -> None:
    """Put the conversation in the foreground: the one under way where we were, else a new one.

    `answers` are known already and proposed; with them, what was under way is begun afresh. `was` is what an edit
    is compared with when it is saved.
    """
    key = InstanceKey(caller.garden.id, caller.chat_id, caller.person.id, name, caller.thread_id, subject)
    under_way = instances.find_under_way(tx, key)
    if under_way is not None and answers is None:
        resume(tx, caller, under_way)
        return
    if under_way is not None:
        instances.end_instance(tx, under_way.id, Status.CANCELLED, caller.now)
        owe_screen(tx, under_way, caller.cause, caller.now)
    state = State.begin(answers or {}, was=was)
    instance = instances.add_instance(tx, key, state.to_json(), caller.now)
    take_step(tx, Talk(caller, instance), Moved(Move.SHOW), anew=True)


def begin_alone(
    tx: Transaction, caller: Caller, name: str, subject: str = "", answers: Mapping[Key, Value] | None = None
) -> None:
    """Begin a conversation of which one about anything else makes no sense any more, as a choice half made."""
    for one in instances.instances_under_way(tx, caller.person.id, caller.garden.id):
        same_place = (one.chat_id, one.thread_id) == (caller.chat_id, caller.thread_id)
        if same_place and one.conversation == name and one.subject != subject:
            instances.end_instance(tx, one.id, Status.CANCELLED, caller.now)
            owe_screen(tx, one, caller.cause, caller.now)
    begin(tx, caller, name, subject, answers)


def hear_first(tx: Transaction, caller: Caller, name: str, subject: str, typed: Typed) -> None:
    """Begin a conversation whose first question stands in a notice, with the words typed below it as the answer."""
    begin(tx, caller, name, subject)
    instance = instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id)
    if instance is not None:
        take_step(tx, Talk(caller, instance), typed, anew=True)


def resume(tx: Transaction, caller: Caller, instance: Instance) -> None:
    """Come back to a conversation, with one sentence of where we were."""
    instance = instances.bring_forward(tx, instance.id, caller.now)
    take_step(tx, Talk(caller, instance), Moved(Move.RESUME), anew=True)


def tap(tx: Transaction, caller: Caller, instance_id: InstanceId, visit: int, action: str) -> Refusal | None:
    """A button of a conversation. Only the person it was drawn for may press it, in the chat where it stands."""
    instance = instances.lock_instance(tx, instance_id)
    if instance is None or (instance.person_id, instance.chat_id) != (caller.person.id, caller.chat_id):
        return NotFound()
    if not instance.is_under_way:
        show_current(tx, caller)
        return NotFound()
    if visit != instance.visit:
        owe_screen(tx, instance, caller.cause, caller.now)
        return LongAnswered()
    if instance.status is Status.OPEN:
        instance = instances.bring_forward(tx, instance.id, caller.now)
    take_step(tx, Talk(caller, instance), Tapped(visit, action))
    return None


def hear(tx: Transaction, caller: Caller, event: Event) -> bool:
    """What was typed, sent or shared goes to the foreground conversation; False where there is none."""
    instance = instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id)
    if instance is not None:
        asked = is_on_screen(instance) or isinstance(event, Moved)
        take_step(tx, Talk(caller, instance), event if asked else Moved(Move.SHOW), anew=True)
    return instance is not None


def is_for_the_question(
    tx: Transaction, caller: Caller, typed: Typed, *, untouched_since: Instant, searched: bool = False
) -> bool:
    """Whether typed words belong to the question that stands: it was touched later, or knows what they mean.

    `searched`: also where it looks for words, and finds all of these.
    """
    instance = instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id)
    if instance is None:
        return False
    if instance.updated_at > untouched_since:
        return True
    if not is_on_screen(instance):
        return False
    conversation = caller.house.conversations[instance.conversation]
    state, talk = State.from_json(instance.state), Talk(caller, instance)
    facts = read_facts(tx, talk, conversation)
    stand = walk(conversation, facts, state).stand
    if stand is not None and (stand.step.wants_words or (searched and stand.step.finds(stand, typed.text))):
        return True
    return not isinstance(_understood(conversation, facts, state, typed, talk), Typed)


def is_touched(tx: Transaction, caller: Caller, since: Instant) -> bool:
    """Whether they have gone on with the question that stands since then."""
    instance = instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id)
    return instance is not None and instance.updated_at > since


def is_asked_for(tx: Transaction, caller: Caller, enclosed: Enclosed) -> bool:
    """Whether the question that stands takes a photo, a voice or a document for an answer."""
    instance = instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id)
    if instance is None or not is_on_screen(instance):
        return False
    conversation = caller.house.conversations[instance.conversation]
    facts = read_facts(tx, Talk(caller, instance), conversation)
    stand = walk(conversation, facts, State.from_json(instance.state)).stand
    return stand is not None and stand.step.take_enclosed(stand, enclosed) is not None


def bring_back(tx: Transaction, caller: Caller) -> bool:
    """The newest of what was put off here comes back; False where nothing was."""
    put_off = _put_off(tx, caller)
    if put_off is not None:
        resume(tx, caller, put_off)
    return put_off is not None


def move(tx: Transaction, caller: Caller, wanted: Move) -> bool:
    """A command's move of the foreground conversation, else of what was put off; False where there is neither."""
    if hear(tx, caller, Moved(wanted)):
        return True
    put_off = _put_off(tx, caller)
    if put_off is not None:
        instance = instances.bring_forward(tx, put_off.id, caller.now)
        take_step(tx, Talk(caller, instance), Moved(wanted), anew=True)
    return put_off is not None


def show_current(tx: Transaction, caller: Caller, remark: Text | None = None) -> bool:
    """Show the foreground conversation again, below whatever was said since; False where there is none.

    `remark` opens the screen, in place of the one it had.
    """
    instance = instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id)
    if instance is None:
        return False
    if remark is not None:
        _save(tx, Talk(caller, instance), replace(State.from_json(instance.state), remark=remark))
    owe_screen(tx, instance, caller.cause, caller.now, anew=True)
    return True


def take_step(tx: Transaction, talk: Talk, event: Event, *, anew: bool = False) -> None:
    """One event: the state moves, effects happen, the screen is owed; all in the caller's transaction.

    `anew` shows the screen as a new message even where the question stays: words were said below the old one.
    """
    conversation = talk.caller.house.conversations[talk.instance.conversation]
    before = State.from_json(talk.instance.state)
    facts = read_facts(tx, talk, conversation)
    understood = _understood(conversation, facts, before, event, talk)
    local = talk.now.astimezone(talk.garden.zone)
    state, outputs = advance(conversation, facts, before, understood, local)
    _save(tx, talk, state)
    if state.status is Status.DONE:
        keep_answered(tx, talk.instance.id, conversation, facts, state)
    owe_screen(tx, talk.instance, talk.caller.cause, talk.now, anew=anew)
    for output in outputs:
        _carry_out(tx, talk, conversation, before, output)
    if conversation.nudge:
        plan_nudge(tx, talk, state.status)


def read_facts(tx: Transaction, talk: Talk, conversation: Conversation) -> Any:
    """What the conversation is asked from, read in this transaction."""
    return conversation.facts(tx, talk) if conversation.facts else None


def _understood(conversation: Conversation, facts: Any, state: State, event: Event, talk: Talk) -> Event:
    """Typed words that mean a button become its tap."""
    if not isinstance(event, Typed):
        return event
    speaker = talk.caller.speaker
    today = talk.now.astimezone(talk.garden.zone).date()
    return understand(conversation, facts, state, event, speaker.plain, speaker.language, today)


def _carry_out(
    tx: Transaction, talk: Talk, conversation: Conversation, before: State, output: Output
) -> None:
    match output:
        case Answered(step, _, value):
            if step.on_answer is not None:
                cast(OnAnswer, step.on_answer)(tx, talk, value)
        case Beside(step, wanted):
            if step.on_aside is not None:
                cast(OnAside, step.on_aside)(tx, talk, wanted)
        case Completed(answers):
            _complete(tx, talk, conversation, before, answers)
        case Refused():
            _leave(tx, talk, conversation, conversation.on_refused)
        case Cancelled():
            _leave(tx, talk, conversation, conversation.on_cancelled)
        case HumanWanted():
            begin(tx, talk.caller, HUMAN)
        case _:
            pass


def _complete(
    tx: Transaction, talk: Talk, conversation: Conversation, before: State, answers: Answers
) -> None:
    """The ending decides: a refusal stands the person where the answers no longer hold, with its reason."""
    waits = _open(tx, talk.caller)
    ending = cast(OnDone, conversation.on_done)(tx, talk, answers) if conversation.on_done else None
    if isinstance(ending, Refusal):
        _stand_again(tx, talk, conversation, before, refusal_text(ending))
    elif isinstance(ending, Next):
        begin(tx, talk.caller, ending.conversation, ending.subject, ending.answers)
    elif _open(tx, talk.caller) <= waits:
        _uncover(tx, talk.caller, conversation)


def _open(tx: Transaction, caller: Caller) -> frozenset[tuple[InstanceId, Instant | None]]:
    """What is open here, and since when in front: with more than before, an ending has opened something itself."""
    here = instances.open_here(tx, caller.chat_id, caller.person.id, caller.thread_id)
    return frozenset((one.id, one.foreground_at) for one in here)


def _stand_again(
    tx: Transaction, talk: Talk, conversation: Conversation, before: State, remark: Text
) -> None:
    facts = read_facts(tx, talk, conversation)
    state, _ = advance(conversation, facts, before, Moved(Move.SHOW), talk.now.astimezone(talk.garden.zone))
    _save(tx, talk, replace(state, remark=remark))


def _leave(tx: Transaction, talk: Talk, conversation: Conversation, on_left: OnLeft | None) -> None:
    if on_left is not None:
        on_left(tx, talk)
    _uncover(tx, talk.caller, conversation)


def _uncover(tx: Transaction, caller: Caller, over: Conversation) -> None:
    """What waited below a conversation that is over shows again where that was a step aside.

    Else it is put off, with one line and the way back: what was asked for stays in sight, and words typed below it
    answer no old question. What waits further down is put off where it stands. What nobody would come back to ends.
    """
    here = instances.open_here(tx, caller.chat_id, caller.person.id, caller.thread_id)
    waits = [one for one in here if not _ends_if_fleeting(tx, caller, one)]
    if waits and over.aside:
        resume(tx, caller, waits[0])
        return
    for number, below in enumerate(waits):
        take_step(tx, Talk(caller, below), Moved(Move.LATER), anew=number == 0)


def _ends_if_fleeting(tx: Transaction, caller: Caller, below: Instance) -> bool:
    fleeting = caller.house.conversations[below.conversation].fleeting
    if fleeting:
        instances.end_instance(tx, below.id, Status.DONE, caller.now)
        owe_screen(tx, below, caller.cause, caller.now)
    return fleeting


def _save(tx: Transaction, talk: Talk, state: State) -> None:
    instances.save_instance(
        tx,
        talk.instance.id,
        talk.now,
        state=state.to_json(),
        visit=state.visit,
        status=state.status,
    )


def _put_off(tx: Transaction, caller: Caller) -> Instance | None:
    """The newest; of those put off together, the one that stood in front."""
    under_way = instances.instances_under_way(tx, caller.person.id, caller.garden.id)
    here = [one for one in under_way if (one.chat_id, one.thread_id) == (caller.chat_id, caller.thread_id)]
    return max(here, key=lambda one: (one.updated_at, one.foreground_at or one.updated_at), default=None)
