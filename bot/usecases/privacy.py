"""Owns what is kept about a person, shown to them in plain words, and its erasure, which is real."""

from __future__ import annotations

from collections.abc import Iterator

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.labels import (
    AGES,
    FORMS,
    LANGUAGE_NAMES,
    LEVELS,
    MOTIVATIONS,
    RHYTHMS,
    SITUATIONS,
    SKILLS,
    TRAVELS,
    slot_name,
)
from bot.domain.message import Button, Message
from bot.domain.person import ALL_SLOTS, GardenId, Person, PersonId, Profile, Role
from bot.domain.text import Listed, Text, say
from bot.marks import _
from bot.storage import (
    audit,
    charters,
    instances,
    missions,
    outbox,
    people,
    profiles,
    roles,
    sign_ups,
)
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.refer import end_assignment

ROLES_THAT_STAY = frozenset({Role.COORDINATOR, Role.REFERENT, Role.MEMBER, Role.COMPANY_CONTACT})


def show_record(tx: Transaction, garden: Garden, person: Person) -> Message:
    """Everything kept about the person in this garden, why, how long, and the way to correct or erase it."""
    profile = profiles.find_profile(tx, person.id, garden.id)
    lines = tuple(_lines(tx, garden, person, profile))
    return Message(
        (
            say(_("<b>What {garden} keeps about you</b>"), garden=garden.name),
            *lines,
            say(
                _(
                    "Why: to find missions that suit you and to name your referent. Who sees it: the garden’s "
                    "referents and coordinators; in their group, only your first name and your mission."
                )
            ),
            say(
                _("How long: until you erase it, or {months} months after your last message."),
                months=garden.rules.retention_months,
            ),
            say(_("Questions about your data: {contact}"), contact=garden.data_contact),
        ),
        (
            (Button(say(_("Change something")), data="n.profile"),),
            (Button(say(_("Erase everything")), data="n.erase"),),
        ),
    )


def forget(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant) -> None:
    """Erase what a person gave as a volunteer; and the person, unless they are something else to a garden.

    Referents see that a volunteer left; the audit trail keeps the fact without a name; statistics keep no one.
    """
    for sign_up in sign_ups.open_sign_ups(tx, person_id, garden_id):
        end_assignment(tx, sign_up, now)
    _clear_keyboards(tx, garden_id, person_id, now)
    people.erase_volunteer(tx, person_id, garden_id)
    audit.note(
        tx, garden_id=garden_id, actor_id=None, action="person.erased", subject="person", details={}, now=now
    )
    if roles.is_anything(tx, person_id, ROLES_THAT_STAY):
        return
    people.erase_person(tx, person_id)


def _clear_keyboards(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant) -> None:
    """Take the buttons off what was shown: nothing is left behind them."""
    for instance in instances.instances_of(tx, person_id, garden_id):
        message_id = (instance.shown or {}).get("message")
        if message_id is None:
            continue
        outbox.queue(
            tx,
            dedupe=f"clear:{instance.id}:{now.timestamp()}",
            chat_id=instance.chat_id,
            kind="clear",
            payload={"message": message_id},
            lane=Lane.REPLY,
            now=now,
            garden_id=garden_id,
        )


def _lines(tx: Transaction, garden: Garden, person: Person, profile: Profile | None) -> Iterator[Text]:
    if profile is None:
        yield say(
            _("Your Telegram number and your language. Nothing else: you have not told us anything yet.")
        )
        return
    yield describe_profile(profile, garden)
    accepted = charters.acceptance_of(tx, person.id, garden.id)
    if accepted is not None:
        yield say(
            _("Charter: version {version}, accepted on {day}"),
            version=accepted.version,
            day=accepted.accepted_at.astimezone(garden.zone).date(),
        )
    titles = [
        mission.title
        for sign_up in sign_ups.open_sign_ups(tx, person.id, garden.id)
        if (mission := missions.find_mission(tx, sign_up.mission_id))
    ]
    if titles:
        yield say(_("Missions: {missions}"), missions=Listed(tuple(titles)))


def describe_profile(profile: Profile, garden: Garden) -> Text:
    """The profile in words, one line a subject: for the person's own record and for their referent's card."""
    nothing: Text = say(_("not said"))

    def listed(items: list[Text]) -> Text:
        return Listed(tuple(items)) if items else nothing

    skills: list[Text] = [
        say(_("{skill} ({level})"), skill=SKILLS[skill], level=LEVELS[level])
        for skill, level in profile.skills.items()
    ]
    town = garden.town(profile.town)
    return say(
        _(
            "First name: {name}\nAge: {age}\nSituation: {situation}\nMotivations: {motivations}\n"
            "Likes to: {forms}\nSkills: {skills}\nLanguages: {languages}\nHow often: {rhythm}\n"
            "Available: {slots}\nTown: {town}\nTravels: {travel}"
        ),
        name=profile.name,
        age=AGES[profile.age],
        situation=SITUATIONS[profile.situation],
        motivations=listed([MOTIVATIONS[one] for one in MOTIVATIONS if one in profile.motivations]),
        forms=listed([FORMS[one] for one in FORMS if one in profile.forms]),
        skills=listed(skills),
        languages=listed([LANGUAGE_NAMES.get(one, one) for one in sorted(profile.languages)]),
        rhythm=RHYTHMS[profile.rhythm],
        slots=_slots(profile),
        town=town.name if town else nothing,
        travel=listed([TRAVELS[one] for one in TRAVELS if one in profile.travel]),
    )


def _slots(profile: Profile) -> Text:
    if not profile.slots or profile.slots == frozenset(ALL_SLOTS):
        return say(_("any time"))
    return Listed(tuple(slot_name(slot) for slot in sorted(profile.slots, key=ALL_SLOTS.index)))
