"""Owns the referents' group: linked by a coordinator, moved when Telegram moves it, missed when it is lost."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.person import Role
from bot.domain.text import say
from bot.errors import CoordinatorsOnly, Refusal
from bot.marks import _
from bot.storage import audit, groups, outbox, people, roles
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller
from bot.usecases.joining import ask_who_is_who
from bot.usecases.notify import tell_coordinators
from bot.usecases.replies import REPLY, reply, to_payload


class InGroupOnly(Refusal):
    message = _("Type /link in the group of your referents, not here: add me to the group first.")


def link_group(tx: Transaction, caller: Caller, title: str) -> Refusal | None:
    """Make this chat, or this topic of it, the garden's referents' group; and ask who is who."""
    if caller.is_private:
        return InGroupOnly()
    if not roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    groups.link_group(
        tx,
        garden_id=caller.garden.id,
        chat_id=caller.chat_id,
        title=title,
        linked_by=caller.person.id,
        now=caller.now,
        thread_id=caller.thread_id,
    )
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=caller.person.id,
        action="group.linked",
        subject=f"chat:{caller.chat_id}",
        details={},
        now=caller.now,
    )
    linked = say(
        _(
            "This is now the referents’ group of <b>{garden}</b>. Newcomers and requests will be announced here."
        ),
        garden=caller.garden.name,
    )
    reply(tx, caller, Message((linked,)), about="linked")
    ask_who_is_who(tx, caller.garden, caller.cause, caller.now)
    return None


def ask_for_a_tap(tx: Transaction, chat_id: int, thread_id: int, update_id: int, now: Instant) -> None:
    """An anonymous administrator typed /link: a button tells who it is, since a tap is never anonymous."""
    question = say(
        _("You write here as the group itself, so I cannot see who you are. A coordinator may tap:")
    )
    outbox.queue(
        tx,
        dedupe=f"tap:u{update_id}",
        chat_id=chat_id,
        thread_id=thread_id,
        kind=REPLY,
        payload={
            "text": to_payload(Message((question,), ((Button(say(_("Link this group")), data="n.link"),),)))
        },
        lane=Lane.REPLY,
        now=now,
    )


def lose_group(tx: Transaction, chat_id: int, now: Instant) -> None:
    """The bot can no longer write there: the garden's coordinators are told, once."""
    group = groups.find_group(tx, chat_id)
    if group is None or not groups.mark_group_lost(tx, chat_id, now):
        return
    tell_coordinators(
        tx,
        group.garden_id,
        "group_lost",
        {"title": group.title},
        dedupe=f"group_lost:{chat_id}:{now.timestamp()}",
        now=now,
    )


def lose_topic(tx: Transaction, chat_id: int, now: Instant) -> None:
    """The topic was deleted: notices go to the group itself from now on, and coordinators are told."""
    group = groups.find_group(tx, chat_id)
    if group is None or group.thread_id == 0:
        return
    groups.set_group_thread(tx, chat_id, 0)
    tell_coordinators(
        tx,
        group.garden_id,
        "topic_lost",
        {"title": group.title},
        dedupe=f"topic_lost:{chat_id}:{now.timestamp()}",
        now=now,
    )


def chat_left(tx: Transaction, chat_id: int, is_private: bool, now: Instant) -> None:
    """The bot was blocked by a person, or put out of a group."""
    if is_private:
        _set_reachable(tx, chat_id, False)
    else:
        lose_group(tx, chat_id, now)


def chat_returned(tx: Transaction, chat_id: int, is_private: bool, now: Instant) -> None:
    """A person unblocked the bot. A group it is added to waits for /link."""
    if is_private:
        _set_reachable(tx, chat_id, True)


def _set_reachable(tx: Transaction, telegram_id: int, reachable: bool) -> None:
    person = people.find_by_telegram_id(tx, telegram_id)
    if person is not None:
        people.set_reachable(tx, person.id, reachable)


def lose_chat(tx: Transaction, parcel: Parcel, now: Instant) -> None:
    """Telegram refused a message for good: a person is unreachable until they write, a group is lost."""
    person = people.find_by_telegram_id(tx, parcel.chat_id)
    if person is not None:
        people.set_reachable(tx, person.id, False)
    else:
        lose_group(tx, parcel.chat_id, now)
