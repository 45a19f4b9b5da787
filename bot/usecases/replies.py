"""Owns what is said back in a chat outside of any conversation: an answer to a command, a refusal, an apology."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from bot.domain.message import Button, Document, Media, Message, Relay
from bot.domain.text import Text, from_json, say, to_json
from bot.engine.steps.reading import FROM_THE_START, READ_ON
from bot.errors import Refusal
from bot.marks import _
from bot.storage import outbox
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller

REPLY = "reply"
HELP = Button(say(_("What can I do?")), data="n.help")
HUMAN = Button(say(_("💬 Talk to a human")), data="n.human")
MISSIONS = Button(say(_("See missions")), data="n.missions")
MY_SIGN_UPS = Button(say(_("📋 My sign-ups")), data="n.planning")


def reply(tx: Transaction, caller: Caller, message: Message, *, about: str = REPLY) -> None:
    """Owe an answer in the chat where the caller spoke; `about` tells two answers to one update apart."""
    outbox.queue(
        tx,
        dedupe=f"{about}:{caller.cause}",
        chat_id=caller.chat_id,
        thread_id=caller.thread_id,
        kind=REPLY,
        payload={"text": to_payload(message)},
        lane=Lane.REPLY,
        now=caller.now,
        garden_id=caller.garden.id,
        person_id=caller.person.id,
    )


def say_once(tx: Transaction, caller: Caller, message: Message, *, about: str) -> None:
    """Owe an answer to somebody of whom nothing is kept any more: only the chat and the language go with it."""
    outbox.queue(
        tx,
        dedupe=f"{about}:{caller.cause}",
        chat_id=caller.chat_id,
        kind=REPLY,
        payload={"text": to_payload(message), "language": caller.person.language},
        lane=Lane.REPLY,
        now=caller.now,
        garden_id=caller.garden.id,
    )


def reply_privately(tx: Transaction, caller: Caller, message: Message, *, about: str = REPLY) -> bool:
    """Owe an answer in the caller's private chat; False where Telegram would refuse it: they never wrote there."""
    if caller.person.telegram_id is None or not caller.person.reachable:
        return False
    outbox.queue(
        tx,
        dedupe=f"{about}:{caller.cause}:private",
        chat_id=caller.person.telegram_id,
        kind=REPLY,
        payload={"text": to_payload(message)},
        lane=Lane.REPLY,
        now=caller.now,
        garden_id=caller.garden.id,
        person_id=caller.person.id,
    )
    return True


def refusal_text(refusal: Refusal) -> Text:
    return say(refusal.message, **refusal.fields)


def refuse(tx: Transaction, caller: Caller, refusal: Refusal) -> None:
    """Say no where they asked, with a way on."""
    rows = ((HELP, HUMAN),) if caller.is_private else ()
    reply(tx, caller, Message((refusal_text(refusal),), rows), about="refusal")


def compose_reply(tx: Transaction, parcel: Parcel) -> Message | None:
    """What was queued by `reply`; None once it was sent, when its words are gone."""
    raw = parcel.payload.get("text")
    return None if raw is None else _from_payload(raw)


def to_payload(message: Message) -> dict[str, object]:
    """The message as an outbox row keeps it until it is sent.

    Raises: TypeError, for a document of ours: it is composed when it is sent, by a kind of notice of its own.
    """
    rows = [[[to_json(button.label), button.data, button.url] for button in row] for row in message.rows]
    payload: dict[str, object] = {"paragraphs": [to_json(text) for text in message.paragraphs], "rows": rows}
    if message.reply_to is not None:
        payload["reply_to"] = message.reply_to
    match message.attachment:
        case Relay(kind, file_id):
            payload["relay"] = [kind.value, file_id]
        case Document():
            raise TypeError("a reply keeps no document; queue a notice whose composer describes it")
    return payload


def _from_payload(raw: dict[str, Sequence[object]]) -> Message:
    paragraphs = tuple(cast(Text, from_json(text)) for text in raw["paragraphs"])
    rows = tuple(
        tuple(
            Button(cast(Text, from_json(label)), data, url) for label, data, url in cast(list[list[str]], row)
        )
        for row in raw["rows"]
    )
    kind, file_id = cast(list[str], raw.get("relay")) or ("", "")
    relay = Relay(Media(kind), file_id) if kind else None
    return Message(paragraphs, rows, relay, cast("int | None", raw.get("reply_to")))


def read_on(name: str, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    """The button to the next leaf of what is long, or from the last one back to the first."""
    if pages < 2:
        return ()
    following = (page + 1) % pages
    return ((Button(say(READ_ON if following else FROM_THE_START), data=f"n.{name}.{following}"),),)
