"""Owns the screen a conversation owes: what to freeze, what to show, and where, read when it is about to be sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any, cast

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.text import Text, from_json, to_json
from bot.engine.conversation import Conversation
from bot.engine.screen import base36, draw, draw_answered
from bot.engine.state import Answers, Key, State, Status
from bot.storage import gardens, instances, outbox, people
from bot.storage.database import Transaction
from bot.storage.instances import Instance, InstanceId
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import House, Talk

SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the sender showed last: where it stands, the visit it was drawn for, the question, and a digest of it.

    `answered` is what is to stand there once the conversation is done, drawn before its ending changed anything.
    """

    message_id: int
    visit: int
    key: Key | None
    digest: str
    answered: tuple[Text, ...] = ()

    def to_json(self) -> dict[str, Any]:
        key = list(self.key) if self.key else None
        answered = [to_json(one) for one in self.answered]
        return {"message": self.message_id, "visit": self.visit, "key": key, "digest": self.digest,
                "answered": answered}  # fmt: skip

    @classmethod
    def from_json(cls, raw: Any) -> Shown | None:
        if not raw:
            return None
        key = tuple(raw["key"]) if raw["key"] else None
        answered = tuple(cast(Text, from_json(one)) for one in raw.get("answered", ()))
        return cls(raw["message"], raw["visit"], key, raw["digest"], answered)


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """What the sender is to do, in this order: freeze the old question, then show the newest screen.

    `freeze` is the message to freeze, with what is to stand there (None: only its buttons go). `edit` is the message
    to show it in; None where it is to be sent anew. `show` None: the conversation is over, nothing more is shown.
    """

    instance_id: InstanceId
    garden: Garden
    language: str
    freeze: int | None
    frozen: Message | None
    edit: int | None
    show: Message | None
    visit: int
    key: Key | None
    digest: str

    def shown(self, message_id: int) -> Shown:
        return Shown(message_id, self.visit, self.key, self.digest)


def owe_screen(tx: Transaction, instance: Instance, cause: str, now: Instant, *, anew: bool = False) -> None:
    """Owe the newest screen of a conversation, once for each cause."""
    outbox.queue(
        tx,
        dedupe=f"{SCREEN}:{instance.id}:{cause}",
        chat_id=instance.chat_id,
        thread_id=instance.thread_id,
        kind=SCREEN,
        subject=f"instance:{instance.id}",
        payload={"instance": instance.id, "anew": anew},
        lane=Lane.REPLY,
        now=now,
        garden_id=instance.garden_id,
        person_id=instance.person_id,
    )


def keep_answered(
    tx: Transaction, instance_id: InstanceId, conversation: Conversation, facts: Any, state: State
) -> None:
    """The last question, answered, as its reader saw it: the ending is about to change what it is drawn from."""
    instance = instances.find_instance(tx, instance_id)
    shown = Shown.from_json(instance.shown) if instance else None
    if shown is not None and shown.key is not None and state.answers.said(shown.key[0]):
        left = draw_answered(conversation, facts, state, shown.key).paragraphs
        instances.set_shown(tx, instance_id, replace(shown, answered=left).to_json())


def is_on_screen(instance: Instance) -> bool:
    """Whether the question that stands has been shown: words typed before that answer none that was read."""
    shown = Shown.from_json(instance.shown)
    return shown is not None and shown.visit == instance.visit


def plan_screen(tx: Transaction, house: House, parcel: Parcel, now: Instant) -> ScreenPlan | None:
    """What to show for an owed screen as things stand now; None where it is shown already, or all is erased.

    Several owed screens become the newest: whoever writes ten messages is not sent ten times the same question.
    """
    if parcel.subject and any(
        later.payload["anew"] or not parcel.payload["anew"]
        for later in outbox.pending_after(tx, parcel)
        if later.not_before <= now
    ):
        return None
    instance = instances.find_instance(tx, InstanceId(parcel.payload["instance"]))
    garden = gardens.find_garden(tx, instance.garden_id) if instance else None
    person = people.find_person(tx, instance.person_id) if instance else None
    if instance is None or garden is None or person is None:
        return None
    talk = Talk.uncalled(house, garden, person, instance, now)
    conversation = house.conversations.get(instance.conversation)
    return _plan(tx, talk, conversation, anew=bool(parcel.payload["anew"])) if conversation else None


def record_shown(tx: Transaction, instance_id: InstanceId, shown: Shown | None) -> None:
    """Remember what stands in the chat; None once nothing with buttons does: then what was answered is forgotten.

    Whatever is worth keeping of a finished conversation was kept by its ending.
    """
    instances.set_shown(tx, instance_id, shown.to_json() if shown else None)
    instance = instances.find_instance(tx, instance_id) if shown is None else None
    if instance is not None and not instance.is_under_way:
        forgotten = replace(State.from_json(instance.state), answers=Answers(), was=Answers())
        instances.set_state(tx, instance_id, forgotten.to_json())


def _plan(tx: Transaction, talk: Talk, conversation: Conversation, *, anew: bool) -> ScreenPlan | None:
    state = replace(State.from_json(talk.instance.state), status=talk.instance.status)
    facts = conversation.facts(tx, talk) if conversation.facts else None
    shown = Shown.from_json(talk.instance.shown)
    show = _newest(talk, conversation, facts, state)
    digest = _digest(show) if show else ""
    same_visit = shown is not None and show is not None and shown.visit == state.visit
    if shown is not None and same_visit and shown.digest == digest and not anew:
        return None
    keep = shown.message_id if shown is not None and same_visit and not anew else None
    frozen = shown if shown is not None and keep is None else None
    if show is None and frozen is None:
        return None
    answered = frozen is not None and frozen.key is not None and not same_visit
    return ScreenPlan(
        instance_id=talk.instance.id,
        garden=talk.garden,
        language=talk.person.language,
        freeze=frozen.message_id if frozen else None,
        frozen=_frozen(conversation, facts, state, frozen) if answered and frozen else None,
        edit=keep,
        show=show,
        visit=state.visit,
        key=state.at,
        digest=digest,
    )


def _newest(talk: Talk, conversation: Conversation, facts: Any, state: State) -> Message | None:
    """None where the conversation is over and its ending has said what there is to say."""
    if state.status is Status.DONE:
        return None
    left = conversation.on_refused if state.status is Status.REFUSED else conversation.on_cancelled
    if state.status in (Status.REFUSED, Status.CANCELLED) and left is not None:
        return None
    return draw(conversation, facts, state, base36(talk.instance.id))


def _frozen(conversation: Conversation, facts: Any, state: State, shown: Shown) -> Message | None:
    """The question with its answer; only its buttons go where the answers are gone, or are asked again."""
    if state.status is Status.DONE and shown.answered:
        return Message(shown.answered)
    if shown.key is None or shown.key in state.reopened or not state.answers.said(shown.key[0]):
        return None
    return draw_answered(conversation, facts, state, shown.key)


def _digest(message: Message) -> str:
    return hashlib.blake2b(repr(message).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
