"""Owns what the team reads when somebody talks to it: their words, whom they concern, and how to answer."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, Person, PersonId, Role
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import gardens, members, people, profiles, roles, threads
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.threads import Thread
from bot.usecases.attention import Close, called, close_to
from bot.usecases.house import Composed
from bot.usecases.talks import message_before, talks_in_private


def human_request(tx: Transaction, parcel: Parcel) -> Composed:
    """As a reply to what was said before it; once answered, only that it was."""
    thread = threads.find_thread(tx, parcel.payload["thread"])
    person = people.find_person(tx, thread.person_id) if thread else None
    garden = gardens.find_garden(tx, thread.garden_id) if thread else None
    if thread is None or person is None or garden is None:
        return Message((say(_("This message has been erased by the person who wrote it.")),))
    name = _called(tx, thread, person)
    if thread.answered_at is not None:
        return _answered(tx, thread, parcel, name)
    answer = Button(say(_("Answer")), data=f"n.answer.{thread.id}")
    rows = ((answer,), *_otherwise(thread, parcel))
    how = say(_("To answer, reply to this message, or tap the button."))
    said = thread.said
    before = message_before(tx, thread, parcel)
    talking = talks_in_private(tx, garden, thread.person_id, parcel.created_at)
    goes_on = before is not None or (talking is not None and talking == parcel.person_id)
    heading = _heading(parcel, name, goes_on=goes_on)
    whose = _household(tx, thread, parcel)
    paragraphs = (heading, *_words(tx, thread, parcel), *whose, *_concerned(tx, garden, thread, parcel), how)
    return Message(paragraphs, rows, said.relay, before)


def _answered(tx: Transaction, thread: Thread, parcel: Parcel, name: Text) -> Composed:
    """What was sent stays under its new words; what was not needs not be sent any more as it was."""
    done = say(_("✅ Answered by {name}."), name=called(tx, thread.garden_id, thread.answered_by))
    message = Message((say(_("💬 <b>{name}</b> wrote to the team."), name=name), done))
    return message if parcel.message_id is None else replace(message, attachment=thread.said.relay)


def _heading(parcel: Parcel, name: Text, *, goes_on: bool) -> Text:
    if parcel.payload.get("told"):
        return say(_("💬 <b>{name}</b> still waits for an answer:"), name=name)
    if goes_on:
        return say(_("💬 <b>{name}</b> writes:"), name=name)
    return say(_("💬 <b>{name}</b> wants to talk to a human:"), name=name)


def _concerned(tx: Transaction, garden: Garden, thread: Thread, parcel: Parcel) -> tuple[Text, ...]:
    """In the group, whom it concerns first; in private, why it is they who read it."""
    close = close_to(tx, garden, thread.person_id, parcel.created_at)
    if parcel.person_id is None:
        return (_for_whose_attention(close[0]),) if close else ()
    mine = next((one for one in close if one.referent.person_id == parcel.person_id), None)
    if mine is not None and mine.instead_of is not None:
        return (say(_("You read this because you step in for {name}."), name=mine.instead_of.name),)
    if mine is not None:
        return (say(_("You read this because you look after them.")),)
    if parcel.payload.get("told") and _is_coordinator(tx, garden, parcel):
        return (say(_("You read this because nobody has answered yet.")),)
    return ()


def _household(tx: Transaction, thread: Thread, parcel: Parcel) -> tuple[Text, ...]:
    """Whose basket it may be about: in the group by the number in the garden's list alone."""
    member = members.member_of_person(tx, thread.garden_id, thread.person_id)
    if member is None:
        return ()
    if parcel.person_id is None:
        return (say(_("🧺 Household number {key} in the garden’s list."), key=member.key),)
    return (say(_("🧺 Household number {key}: {name}."), key=member.key, name=member.name),)


def _for_whose_attention(close: Close) -> Text:
    if close.instead_of is None:
        return say(_("For the attention of <b>{name}</b>."), name=close.referent.name)
    return say(
        _("For the attention of <b>{name}</b>, who steps in for {away}."),
        name=close.referent.name,
        away=close.instead_of.name,
    )


def _words(tx: Transaction, thread: Thread, parcel: Parcel) -> tuple[Text, ...]:
    """Who is called again reads all the words that wait, in one message."""
    if not parcel.payload.get("told") or thread.said.relay is not None:
        return (thread.text,)
    waiting = threads.open_threads_of(tx, thread.garden_id, thread.person_id)
    return tuple(one.text for one in waiting if one.said.relay is None and one.id <= thread.id)


def _otherwise(thread: Thread, parcel: Parcel) -> tuple[tuple[Button, ...], ...]:
    """Who is called again may have answered by other means."""
    if not parcel.payload.get("told"):
        return ()
    return ((Button(say(_("Answered another way")), data=f"n.settled.{thread.id}"),),)


def _is_coordinator(tx: Transaction, garden: Garden, parcel: Parcel) -> bool:
    person_id = PersonId(parcel.person_id or 0)
    return roles.has_role(tx, person_id, GardenId(garden.id), Role.COORDINATOR)


def _called(tx: Transaction, thread: Thread, person: Person) -> Text:
    profile = profiles.find_profile(tx, person.id, thread.garden_id)
    return (profile.name if profile else person.name) or say(_("Somebody"))
