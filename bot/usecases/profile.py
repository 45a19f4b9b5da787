"""Owns editing one's profile: saved as a whole, open sign-ups checked again, and the referent told."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.mission import SignUp
from bot.domain.person import Profile
from bot.domain.text import Text, say, to_json
from bot.engine.state import Answers
from bot.marks import _
from bot.storage import assignments, people, profiles, referents
from bot.storage.database import Transaction
from bot.usecases.answers import profile_from
from bot.usecases.guardian import ask_guardian, came_of_age
from bot.usecases.house import Ending, Talk
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.refresh import about_sign_up
from bot.usecases.replies import reply
from bot.usecases.sign_up import unfit_sign_ups


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What the profile's questions are asked from."""

    garden: Garden
    suggested_name: str


def read_profile_facts(tx: Transaction, talk: Talk) -> ProfileFacts:
    return ProfileFacts(talk.garden, talk.person.name)


def update_profile(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Save what changed; a sign-up the new profile no longer fits keeps its place, and its referent is told."""
    before = profiles.find_profile(tx, talk.person.id, talk.garden.id)
    profile = profile_from(answers, talk.person.id, talk.garden.id, before)
    if profile == before:
        reply(tx, talk.caller, Message((say(_("Nothing changed.")),)))
        return None
    known = {sign_up.id for sign_up, _why in unfit_sign_ups(tx, talk.garden, before)} if before else set()
    profiles.save_profile(tx, profile, talk.now)
    people.set_name(tx, talk.person.id, profile.name)
    reply(tx, talk.caller, Message((say(_("Your profile is up to date. Thank you!")),)))
    if not profile.may_be_confirmed and (before is None or before.guardian != profile.guardian):
        ask_guardian(tx, talk.caller)
    elif profile.may_be_confirmed and before is not None and not before.may_be_confirmed:
        came_of_age(tx, talk.caller)
    for sign_up, why in unfit_sign_ups(tx, talk.garden, profile):
        if sign_up.id not in known:
            _tell_both(tx, talk, profile, sign_up, why)
    return None


def _tell_both(tx: Transaction, talk: Talk, profile: Profile, sign_up: SignUp, why: Text) -> None:
    payload = {"sign_up": sign_up.id, "why": to_json(why)}
    dedupe = f"profile_edited:{sign_up.id}:{talk.caller.cause}"
    subject = about_sign_up(sign_up.id)
    live = assignments.live_assignment(tx, sign_up.id)
    referent = referents.find_referent(tx, live.referent_id) if live and live.referent_id else None
    told = (
        referent is not None
        and referent.person_id is not None
        and tell_person(
            tx,
            talk.garden.id,
            referent.person_id,
            "profile_edited",
            payload,
            dedupe=dedupe,
            subject=subject,
            now=talk.now,
        )
    )
    if not told:
        tell_coordinators(
            tx, talk.garden.id, "profile_edited", payload, dedupe=dedupe, subject=subject, now=talk.now
        )
    tell_person(
        tx,
        talk.garden.id,
        profile.person_id,
        "sign_up_rechecked",
        {"sign_up": sign_up.id, "referent": told},
        dedupe=f"rechecked:{sign_up.id}:{talk.caller.cause}",
        subject=subject,
        now=talk.now,
    )
