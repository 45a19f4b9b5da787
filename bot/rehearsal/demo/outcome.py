"""Owns the end of the play: what happened in the database, read with the storage's own functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.garden import Garden
from bot.domain.mission import SignUp
from bot.domain.person import Consent, Person, PersonId
from bot.domain.referent import AssignmentState
from bot.domain.text import Text, say
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage import (
    assignments,
    charters,
    figures,
    gardens,
    missions,
    people,
    profiles,
    referents,
    roles,
    sign_ups,
)
from bot.storage.database import Transaction
from bot.usecases.record import describe_profile


@dataclass(frozen=True, slots=True)
class Fact:
    """What one table says, in words."""

    table: str
    said: Text


def tell_outcome(tx: Transaction, telegram_id: int) -> list[Fact]:
    """What is remembered of one volunteer, and around them; empty where there is no such person."""
    person = people.find_by_telegram_id(tx, telegram_id)
    garden = gardens.only_garden(tx)
    if person is None or garden is None:
        return []
    return [*_about(tx, garden, person), *_around(tx, garden)]


def _about(tx: Transaction, garden: Garden, person: Person) -> Iterator[Fact]:
    agreed = roles.consent_given_at(tx, person.id, garden.id, Consent.PROFILE)
    if agreed is not None:
        yield Fact(
            "consents", say(_("{name} agreed to what is kept on {when}"), name=person.name, when=agreed)
        )
    profile = profiles.find_profile(tx, person.id, garden.id)
    if profile is not None:
        yield Fact("profiles", lines(describe_profile(profile, garden)))
    accepted = charters.acceptance_of(tx, person.id, garden.id)
    if accepted is not None:
        words = _("Charter: version {version}, accepted on {when}")
        yield Fact("acceptances", say(words, version=accepted.version, when=accepted.accepted_at))
    for sign_up in sign_ups.open_sign_ups(tx, person.id, garden.id):
        yield from _about_sign_up(tx, sign_up)


def _about_sign_up(tx: Transaction, sign_up: SignUp) -> Iterator[Fact]:
    mission = missions.find_mission(tx, sign_up.mission_id)
    if mission is not None and sign_up.decided_at is not None:
        words = _("{mission}: confirmed on {when}")
        yield Fact("sign_ups", say(words, mission=mission.title, when=sign_up.decided_at))
    live = assignments.live_assignment(tx, sign_up.id)
    referent = referents.find_referent(tx, live.referent_id) if live and live.referent_id else None
    if live is not None and referent is not None:
        taken = live.state is AssignmentState.TAKEN
        words = _("{name} takes care of them") if taken else _("{name} is proposed")
        yield Fact("assignments", say(words, name=referent.name))


def _around(tx: Transaction, garden: Garden) -> Iterator[Fact]:
    everybody = figures.count_people(tx)
    yield Fact("people", say(ngettext("{count} person", "{count} people"), count=everybody))
    for state, count in figures.count_outbox(tx).items():
        yield Fact("outbox", say(OUTBOX[state], count=count))
    for one in figures.list_decisions(tx, garden.id):
        at = f"{one.at.astimezone(garden.zone):%d/%m %H:%M}"
        yield Fact("audit", f"{at} · {one.action} · {one.subject} · {_name(tx, one.actor_id)}")


OUTBOX = {
    "pending": ngettext("{count} message waiting", "{count} messages waiting"),
    "sent": ngettext("{count} message sent", "{count} messages sent"),
    # i18n: messages that were not sent since something newer was shown instead
    "dropped": ngettext(
        "{count} message overtaken by a newer one", "{count} messages overtaken by newer ones"
    ),
    "failed": ngettext("{count} message refused by Telegram", "{count} messages refused by Telegram"),
    "unknown": ngettext("{count} message nobody knows arrived", "{count} messages nobody knows arrived"),
}
"""What each state of the outbox means."""


def _name(tx: Transaction, actor_id: int | None) -> str:
    """Who decided. A coordinator's name is not kept: the number then."""
    if actor_id is None:
        return "coupdemain"
    person = people.find_person(tx, PersonId(actor_id))
    return person.name if person and person.name else f"person:{actor_id}"
