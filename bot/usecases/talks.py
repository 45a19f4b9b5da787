"""Owns where the talk between a person and the team stands: when it was last spoken, with whom, below which message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import PersonId, Role
from bot.storage import assignments, outbox, people, referents, roles, threads
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.threads import Thread
from bot.usecases.refresh import about_thread

REQUEST = "human_request"
"""What the team reads of a person."""
ANSWER = "human_answer"
"""What a person reads of the team."""
SETTLED = "settled"
"""What a person reads when somebody noted that they were answered by other means."""
GOES_ON = timedelta(days=7)
"""For so long what follows belongs to the same talk: below it in the group, or with the same referent in private."""


def last_spoken(tx: Transaction, garden: Garden, person_id: PersonId) -> Instant | None:
    """When the person or the team last said something to the other; None where they never did."""
    thread = threads.latest_thread(tx, garden.id, person_id)
    answer = outbox.latest_to(tx, ANSWER, garden.id, person_id)
    told = [thread.answered_at or thread.asked_at] if thread else []
    return max([*told, answer.created_at] if answer else told, default=None)


def spoke_last(tx: Transaction, garden: Garden, person_id: PersonId) -> bool:
    """Whether the person said the last word to the team, and has read nothing of it since."""
    thread = threads.latest_thread(tx, garden.id, person_id)
    answer = outbox.latest_to(tx, ANSWER, garden.id, person_id)
    if thread is None or thread.answered_at is not None:
        return False
    return answer is None or answer.created_at <= thread.asked_at


def talks_in_private(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> PersonId | None:
    """Who of the team spoke to them last, if that was in private and not long ago; after a handing over, the new one.

    None also where that one has left the team, is away today, or is out of reach.
    """
    answer = outbox.latest_to(tx, ANSWER, garden.id, person_id)
    if answer is None or answer.created_at < now - GOES_ON or not _was_private(answer):
        return None
    writer = PersonId(answer.payload["by"])
    referent = referents.referent_of_person(tx, garden.id, writer)
    if referent is not None:
        for passed_on in assignments.handed_over_since(tx, person_id, referent.id, answer.created_at):
            live = assignments.live_assignment(tx, passed_on.sign_up_id)
            new = referents.find_referent(tx, live.referent_id) if live and live.referent_id else None
            writer = new.person_id if new and new.person_id else writer
    return writer if _is_there(tx, garden, writer, now) else None


def written_in_private(tx: Transaction, garden: Garden, actor: PersonId, since: Instant) -> Parcel | None:
    """What this one of the team last wrote to a person, if that was since then and in private."""
    if not roles.has_role(tx, actor, garden.id, Role.REFERENT, Role.COORDINATOR):
        return None
    written = outbox.latest_of(tx, ANSWER, garden.id, since)
    last = next((one for one in written if one.payload.get("by") == actor), None)
    return last if last is not None and _was_private(last) else None


def message_before(tx: Transaction, thread: Thread, parcel: Parcel) -> int | None:
    """The newest message of this talk in the parcel's chat: what the parcel is shown as a reply to."""
    before = [parcel_of for parcel_of in _parcels_of(tx, thread) if parcel_of.id < parcel.id]
    said = [message for one in before if (message := _said_in(one, parcel.chat_id)) is not None]
    return said[-1] if said else None


def _parcels_of(tx: Transaction, thread: Thread) -> Iterator[Parcel]:
    """What was sent about the message before this one, if that is the same talk, and about this one."""
    earlier = threads.thread_before(tx, thread)
    if earlier is not None and (earlier.answered_at or earlier.asked_at) >= thread.asked_at - GOES_ON:
        yield from outbox.find_by_subject(tx, about_thread(earlier.id))
    yield from outbox.find_by_subject(tx, about_thread(thread.id))


def _said_in(parcel: Parcel, chat_id: int) -> int | None:
    """The message of the team's chat behind a request, or behind the answer somebody gave there by replying."""
    if parcel.kind == REQUEST and parcel.chat_id == chat_id:
        return parcel.message_id
    if parcel.kind == ANSWER and parcel.payload.get("chat") == chat_id:
        return int(parcel.payload["message"])
    return None


def _was_private(answer: Parcel) -> bool:
    """Telegram's groups have negative ids; an answer given with a button was given in private."""
    return bool(answer.payload.get("by")) and (answer.payload.get("chat") or 0) >= 0


def _is_there(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> bool:
    person = people.find_person(tx, person_id)
    on_team = roles.has_role(tx, person_id, garden.id, Role.REFERENT, Role.COORDINATOR)
    if person is None or not on_team or not person.reachable:
        return False
    referent = referents.referent_of_person(tx, garden.id, person_id)
    return referent is None or not referent.is_absent(now.astimezone(garden.zone).date())
