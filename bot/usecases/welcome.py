"""Owns a stranger becoming a volunteer: consent first, then the profile and the charter, or a polite goodbye."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.charter import Charter
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.person import Consent, Role
from bot.domain.text import Language, say
from bot.engine.checks import first_name_in
from bot.engine.state import Answers, Value
from bot.marks import _
from bot.storage import charters, people, profiles, roles
from bot.storage.database import Transaction
from bot.usecases.answers import profile_from
from bot.usecases.guardian import ask_guardian
from bot.usecases.house import Ending, Next, Talk
from bot.usecases.links import chosen_already
from bot.usecases.privacy import forget
from bot.usecases.replies import say_once

NO_CHARTER = Charter(id=0, version=0, articles=(), questions=())


@dataclass(frozen=True, slots=True)
class WelcomeFacts:
    """What the onboarding is told from: the garden, its charter, what Telegram calls the person."""

    garden: Garden
    charter: Charter
    languages: tuple[Language, ...]
    language: Language
    suggested_name: str


def read_welcome_facts(tx: Transaction, talk: Talk) -> WelcomeFacts:
    return WelcomeFacts(
        garden=talk.garden,
        charter=charters.current_charter(tx, talk.garden.id) or NO_CHARTER,
        languages=talk.caller.house.catalogues.languages,
        language=talk.person.language,
        suggested_name=talk.caller.telegram_name or talk.person.name,
    )


def speak_language(tx: Transaction, talk: Talk, value: Value) -> None:
    """From the next screen on, this language."""
    people.set_language(tx, talk.person.id, str(value))


def keep_consent(tx: Transaction, talk: Talk, value: Value) -> None:
    """They agreed: from now on their answers, and the name Telegram gives, may be kept."""
    roles.record_consent(tx, talk.person.id, talk.garden.id, Consent.PROFILE, talk.now)
    people.set_name(tx, talk.person.id, first_name_in(talk.caller.telegram_name))


def welcome_volunteer(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Profile, charter and role in one transaction; then the choice of a mission, the one they came for first."""
    person, garden = talk.person, talk.garden
    profile = profile_from(answers, person.id, garden.id, profiles.find_profile(tx, person.id, garden.id))
    profiles.save_profile(tx, profile, talk.now)
    people.set_name(tx, person.id, profile.name)
    roles.add_role(tx, person.id, garden.id, Role.VOLUNTEER, talk.now)
    charter = charters.current_charter(tx, garden.id)
    if charter is not None:
        charters.record_acceptance(tx, person.id, charter.id, talk.now)
    if not profile.may_be_confirmed:
        ask_guardian(tx, talk.caller)
    return Next("choosing", talk.subject, chosen_already(tx, talk.subject))


def see_off(tx: Transaction, talk: Talk) -> None:
    """They refused or stopped: what was given is erased, and the door stays open."""
    forget(tx, talk.garden.id, talk.person.id, talk.now)
    say_once(
        tx,
        talk.caller,
        Message(
            (
                say(_("All right. Everything you told us has been erased.")),
                say(_("Thank you for your interest. The door stays open: type /start whenever you like.")),
            )
        ),
        about="goodbye",
    )
