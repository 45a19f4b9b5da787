"""Owns who is writing and to which garden: known or new, reachable again, a coordinator by the house's settings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, Person, Role
from bot.domain.text import say
from bot.marks import _
from bot.storage import gardens, groups, instances, outbox, people, roles
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.certify import CHECKED_BY
from bot.usecases.house import Caller, House
from bot.usecases.links import NOWHERE, garden_of_link, leads_nowhere
from bot.usecases.replies import REPLY, to_payload
from bot.usecases.screens import owe_screen
from bot.usecases.verify import garden_of_code


@dataclass(frozen=True, slots=True)
class Source:
    """What Telegram says of an update. `link` is a deep link's payload, empty where there is none."""

    update_id: int
    telegram_id: int
    telegram_name: str
    language: str
    chat_id: int
    thread_id: int
    link: str = ""


def greet(tx: Transaction, house: House, source: Source, now: Instant) -> Caller | None:
    """Who calls, with their garden; None where they must first say which garden, and have been asked."""
    person = people.find_by_telegram_id(tx, source.telegram_id) or _newcomer(tx, house, source, now)
    people.touch_seen(tx, person.id, now)
    garden = _garden_of(tx, source, person)
    if garden is None:
        _ask_which(tx, source, person, now)
        return None
    if person.garden_id != garden.id and source.chat_id == source.telegram_id:
        people.set_garden(tx, person.id, garden.id)
    if source.telegram_id in house.admins:
        roles.add_role(tx, person.id, garden.id, Role.COORDINATOR, now)
    return Caller(
        house=house,
        garden=garden,
        person=people.find_person(tx, person.id) or person,
        chat_id=source.chat_id,
        thread_id=source.thread_id,
        cause=f"u{source.update_id}",
        telegram_name=source.telegram_name,
        now=now,
    )


def show_again(tx: Transaction, source: Source, now: Instant) -> None:
    """A redelivered update has no second effect; the screen it led to is shown, if it is not there already."""
    person = people.find_by_telegram_id(tx, source.telegram_id)
    standing = person and instances.foreground(tx, source.chat_id, person.id, source.thread_id)
    if standing:
        owe_screen(tx, standing, f"again:u{source.update_id}", now)


def _newcomer(tx: Transaction, house: House, source: Source, now: Instant) -> Person:
    """Only the number and the language: whatever else Telegram tells waits for their consent."""
    language = house.catalogues.speaker(source.language).language
    return people.add_person(tx, name="", language=language, now=now, telegram_id=source.telegram_id)


def _garden_of(tx: Transaction, source: Source, person: Person) -> Garden | None:
    if source.link and (named := garden_of_link(tx, source.link)):
        return named
    here = groups.garden_of_chat(tx, source.chat_id)
    if here is None:
        here = person.garden_id
    if here is not None:
        return gardens.find_garden(tx, GardenId(here))
    checked = garden_of_code(tx, source.link.removeprefix(CHECKED_BY)) if source.link else None
    return gardens.find_garden(tx, checked) if checked else gardens.only_garden(tx)


def _ask_which(tx: Transaction, source: Source, person: Person, now: Instant) -> None:
    """Several gardens share this bot, and nothing says which one is meant."""
    if source.chat_id != source.telegram_id:
        return
    lost = (NOWHERE,) if leads_nowhere(tx, source.link) else ()
    question = Message(
        (*lost, say(_("Hello! Several gardens welcome you here. Which one are you writing to?"))),
        tuple((Button(garden.name, data=f"n.garden.{garden.slug}"),) for garden in gardens.list_gardens(tx)),
    )
    outbox.queue(
        tx,
        dedupe=f"which:u{source.update_id}",
        chat_id=source.chat_id,
        kind=REPLY,
        payload={"text": to_payload(question)},
        lane=Lane.REPLY,
        now=now,
        person_id=person.id,
    )
