"""Owns what is kept about a person, shown to them in plain words: nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.domain.basket_words import RHYTHMS as RHYTHMS_OF_BASKETS
from bot.domain.basket_words import size_words
from bot.domain.garden import Garden
from bot.domain.labels import (
    AGES,
    DISTANCES,
    FORMS,
    LANGUAGE_NAMES,
    LEVELS,
    MOTIVATIONS,
    RHYTHMS,
    ROLES,
    SITUATIONS,
    SKILLS,
    TRAVELS,
    slot_name,
)
from bot.domain.message import Button, Message
from bot.domain.person import ALL_SLOTS, Consent, Profile, Role
from bot.domain.said import ENCLOSED
from bot.domain.text import Listed, Text, counted, say
from bot.engine.leaves import ROOM, leaves, roughly
from bot.engine.path import walk
from bot.engine.state import State
from bot.engine.steps.base import lines
from bot.engine.steps.review import in_lines
from bot.marks import _, ngettext
from bot.storage import (
    calls,
    certificates,
    charters,
    feeds,
    holidays,
    instances,
    lifts,
    members,
    missions,
    notes,
    occasions,
    pickups,
    points,
    profiles,
    reminder_wishes,
    reports,
    roles,
    rsvps,
    sign_ups,
    taken_dates,
    thanks,
    threads,
    wishes,
)
from bot.storage.database import Transaction
from bot.storage.threads import Thread
from bot.usecases.converse import read_facts
from bot.usecases.house import Caller, Talk
from bot.usecases.objections import OBJECTED, Objection, objects_to
from bot.usecases.purposes import what_for
from bot.usecases.replies import read_on

SHOWN = 200
"""Characters of one's own words repeated: the whole fits one message."""


def show_record(tx: Transaction, caller: Caller, page: int = 0) -> Message:
    """Everything kept about the caller in this garden, why, how long, and the way to correct or erase it; in leaves."""
    garden = caller.garden
    told = (
        *_kept(tx, caller),
        *what_for(tx, caller),
        say(
            _("How long: until you erase it, or {months} months after your last message."),
            months=garden.rules.retention_months,
        ),
        say(_("Questions about your data: {contact}"), contact=garden.data_contact),
    )
    heading = say(_("<b>What {garden} keeps about you</b>"), garden=garden.name)
    pages = leaves(told, ROOM - roughly(heading))
    page %= len(pages)
    return Message(
        (heading, *pages[page]),
        (
            *read_on("record", page, len(pages)),
            *_notes_button(tx, caller),
            *calls_again(tx, caller),
            (Button(say(_("Change something")), data="n.profile"),),
            (Button(say(_("Erase everything")), data="n.erase"),),
        ),
    )


def calls_again(tx: Transaction, caller: Caller) -> tuple[tuple[Button, ...], ...]:
    """The way back for whoever wanted no more calls."""
    if not objects_to(tx, caller.garden.id, caller.person.id, Objection.CALLS):
        return ()
    return ((Button(say(_("Send me calls again")), data="n.callson"),),)


def describe_profile(profile: Profile, garden: Garden) -> tuple[Text, Text]:
    """Who they are, and what they can do and when, one line a subject: for their own record, and for their referent."""
    nothing: Text = say(_("not said"))

    def listed(items: list[Text]) -> Text:
        return Listed(tuple(items), apart=True) if items else nothing

    skills: list[Text] = [
        say(_("{skill} ({level})"), skill=SKILLS[skill], level=LEVELS[level])
        for skill, level in profile.skills.items()
    ]
    forms: list[Text] = [FORMS[one] for one in FORMS if one in profile.forms]
    town = garden.town(profile.town)
    who = say(
        _(
            "First name: {name}\nAge: {age}\nSituation: {situation}\nMotivations: {motivations}\nLikes to: {forms}"
        ),
        name=profile.name,
        age=AGES[profile.age],
        situation=SITUATIONS[profile.situation],
        motivations=listed([MOTIVATIONS[one] for one in MOTIVATIONS if one in profile.motivations]),
        forms=listed(forms or [say(_("Wherever I am useful"))]),
    )
    can = say(
        _(
            "Skills: {skills}\nLanguages: {languages}\nHow often: {rhythm}\nAvailable: {slots}\n"
            "Town: {town}\nDistance: {distance}\nTravels: {travel}"
        ),
        skills=listed(skills),
        languages=listed([LANGUAGE_NAMES.get(one, one) for one in sorted(profile.languages)]),
        rhythm=RHYTHMS[profile.rhythm],
        slots=_slots(profile),
        town=town.name if town else nothing,
        distance=DISTANCES.get(profile.max_km, nothing),
        travel=listed([TRAVELS[one] for one in TRAVELS if one in profile.travel]),
    )
    return who, can


def keeps_nothing(tx: Transaction, caller: Caller) -> bool:
    """Whether all there is of the caller is the number and the language of whoever writes."""
    return not _told(tx, caller) and not _parts(tx, caller)


def _kept(tx: Transaction, caller: Caller) -> Iterator[Text]:
    told, mine, person = _told(tx, caller), _parts(tx, caller), caller.person
    if not told and not mine:
        nothing = _(
            "Your Telegram number and your language. Nothing else: you have not told us anything yet."
        )
        yield say(nothing)
        return
    known = _("Your Telegram number, and your language: {language}")
    yield say(known, language=LANGUAGE_NAMES[person.language])
    if mine:
        name = person.name or caller.telegram_name
        yield say(_("{name}, for the garden: {roles}"), name=name, roles=Listed(tuple(mine)))
    yield from told


def _parts(tx: Transaction, caller: Caller) -> list[Text]:
    roles_here = roles.roles_of(tx, caller.person.id, caller.garden.id) - {Role.VOLUNTEER}
    return [ROLES[role] for role in sorted(roles_here)]


def _told(tx: Transaction, caller: Caller) -> list[Text]:
    profile = profiles.find_profile(tx, caller.person.id, caller.garden.id)
    return [
        *_profile(profile, caller.garden),
        *_answers_so_far(tx, caller, profile),
        *_dates(tx, caller),
        *_outings(tx, caller),
        *_words(tx, caller),
        *_calls(tx, caller),
        *_events(tx, caller),
        *_own_calendar(tx, caller),
        *_reminders(tx, caller),
        *_baskets(tx, caller),
    ]


def _profile(profile: Profile | None, garden: Garden) -> Iterator[Text]:
    if profile is None:
        return
    yield from describe_profile(profile, garden)
    if profile.guardian:
        yield say(_("Adult to contact: {guardian}"), guardian=profile.guardian)
    if profile.guardian_agreed_at is not None:
        day = profile.guardian_agreed_at.astimezone(garden.zone).date()
        yield say(_("Their agreement: recorded on {day}"), day=day)
    elif profile.guardian_refused_at is not None:
        day = profile.guardian_refused_at.astimezone(garden.zone).date()
        yield say(_("They said no: recorded on {day}"), day=day)


def _answers_so_far(tx: Transaction, caller: Caller, profile: Profile | None) -> Iterator[Text]:
    """What was answered in an introduction that is not finished."""
    for instance in instances.instances_under_way(tx, caller.person.id, caller.garden.id):
        conversation = caller.house.conversations.get(instance.conversation)
        if conversation is None or not conversation.nudge or profile is not None:
            continue
        facts = read_facts(tx, Talk(caller, instance), conversation)
        given = in_lines(walk(conversation, facts, State.from_json(instance.state)).stops)
        if given:
            yield from (lines(leaf) for leaf in leaves([line.written() for line in given]))


def _dates(tx: Transaction, caller: Caller) -> Iterator[Text]:
    person, garden = caller.person, caller.garden
    agreed = roles.consent_given_at(tx, person.id, garden.id, Consent.PROFILE)
    if agreed is not None:
        yield say(_("Your agreement to keep this: given on {day}"), day=agreed.astimezone(garden.zone).date())
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
        yield say(_("Missions: {missions}"), missions=Listed(tuple(titles), apart=True))


def _events(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """What they answered to events, and about photos."""
    answered = rsvps.rsvps_of_person(tx, caller.person.id, caller.garden.id)
    if not answered:
        return
    told = ngettext(
        "{count} event: your answer, who comes along, whether you were there",
        "{count} events: your answers, who comes along, whether you were there",
    )
    yield say(told, count=len(answered))
    if names := rsvps.names_given(tx, caller.person.id, caller.garden.id):
        yield say(_("First name you gave for an event: {names}"), names=Listed(tuple(names), apart=True))
    if shared := len(lifts.lifts_of_person(tx, caller.person.id, caller.garden.id)):
        seats = ngettext(
            "{count} time you offered or looked for seats on the way to an event",
            "{count} times you offered or looked for seats on the way to an event",
        )
        yield say(seats, count=shared)
    if any(one.photos is not None for one in answered):
        agreed = sum(one.photos is True for one in answered)
        photos = _("Whether photos with you may be shown: yes for {count} of them")
        yield counted(photos, agreed, _("Photos with you may not be shown, you said"))


def _calls(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """How often they were called, and whether they want to be."""
    person, garden = caller.person, caller.garden
    if reached := len(calls.called_of_person(tx, person.id, garden.id)):
        answered = ngettext(
            "{count} call for volunteers that reached you, and your answer",
            "{count} calls for volunteers that reached you, and your answers",
        )
        yield say(answered, count=reached)
    if objects_to(tx, garden.id, person.id, Objection.CALLS):
        yield say(_("You asked for no more calls for volunteers."))


def _own_calendar(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """The secret link to their dates, and those they took as a file."""
    person, garden = caller.person, caller.garden
    link = feeds.feed_of(tx, garden.id, person.id)
    if link is not None:
        day = link.made_at.astimezone(garden.zone).date()
        yield say(_("A secret link to your dates, made on {day}; /calendar switches it off"), day=day)
    taken, last = taken_dates.count_taken(tx, garden.id, person.id)
    if last is not None:
        number = ngettext("{count} date you put into your own calendar, last on {day}",
                          "{count} dates you put into your own calendar, last on {day}")  # fmt: skip
        yield say(number, count=taken, day=last.astimezone(garden.zone).date())


def _baskets(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """What they said of their baskets, and when they are away."""
    member = members.member_of_person(tx, caller.garden.id, caller.person.id)
    if member is None:
        return
    point = points.find_point(tx, member.point_id)
    yield say(
        _("In the garden’s list of baskets: {name}, number {key}, {size}, {rhythm}, {point}"),
        name=member.name,
        key=member.key,
        size=size_words(member.size),
        rhythm=RHYTHMS_OF_BASKETS[member.rhythm],
        point=point.name if point else "",
    )
    said: list[Text] = [one for one in (member.phone, member.email) if one]
    if member.solidarity:
        said.append(say(_("solidarity basket")))
    said += [
        day for day in (_day(member.since, _("From {day}")), _day(member.until, _("Until {day}"))) if day
    ]
    if said:
        yield say(_("Also there: {said}"), said=Listed(tuple(said), apart=True))
    if kept := pickups.count_of(tx, member.id):
        told = ngettext(
            "{count} basket of yours, planned or fetched, with what you answered",
            "{count} baskets of yours, planned or fetched, with what you answered",
        )
        yield say(told, count=kept)
    today = caller.now.astimezone(caller.garden.zone).date()
    for away in holidays.holidays_of(tx, [member.id], today).get(member.id, ()):
        yield say(_("Away from baskets from {first} to {last}"), first=away.first_day, last=away.last_day)


def _day(day: date | None, words: str) -> Text | None:
    return None if day is None else say(words, day=day)


def _reminders(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """What they are expected at and answered, and what they chose."""
    person, garden = caller.person.id, caller.garden.id
    if expected := len(occasions.occasions_of_person(tx, garden, person, caller.now)):
        reminded = ngettext(
            "{count} date you are reminded of, and what you answered",
            "{count} dates you are reminded of, and what you answered",
        )
        yield say(reminded, count=expected)
    if reminder_wishes.wishes_of_many(tx, garden, (person,)):
        yield say(_("What you chose for your reminders: /reminders shows it"))


def _outings(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """What they did and said of it, certificates, thanks, and what they asked not to be sent."""
    person, garden = caller.person.id, caller.garden
    told = reports.reports_of_person(tx, person, garden.id)
    if told:
        hours = sum(one.confirmed_hours or 0.0 for one in told)
        yield say(
            _("Your outings: {number}, from {first} to {last}, with your answers; {hours} h confirmed"),
            number=len(told),
            first=told[0].day,
            last=told[-1].day,
            hours=hours,
        )
    for issued in certificates.certificates_of(tx, person, garden.id):
        day = issued.issued_at.astimezone(garden.zone).date()
        yield say(_("A certificate in the name of {name}, of {day}"), name=issued.name, day=day)
    thanked = thanks.thanks_of_person(tx, garden.id, person)
    if thanked:
        day = thanked[-1].said_at.astimezone(garden.zone).date()
        times = ngettext(
            "{count} time we thanked you, last on {day}", "{count} times we thanked you, last on {day}"
        )
        yield say(times, count=len(thanked), day=day)
    for objection, words in OBJECTED.items():
        if objects_to(tx, garden.id, person, objection):
            yield words


def _words(tx: Transaction, caller: Caller) -> Iterator[Text]:
    """What they wrote, for as long as it is kept."""
    for wish in wishes.open_wishes(tx, caller.garden.id):
        if wish.person_id == caller.person.id and wish.text:
            yield say(_("What you would have liked: “{words}”"), words=_short(wish.text))
    for thread in threads.open_threads(tx, caller.garden.id):
        if thread.person_id == caller.person.id:
            yield say(_("Your message to the team, not answered yet: “{words}”"), words=_said(thread))


def _notes_button(tx: Transaction, caller: Caller) -> tuple[tuple[Button, ...], ...]:
    """What the team noted is shown on request."""
    count = notes.count_notes(tx, caller.garden.id, caller.person.id)
    label = say(ngettext("Read the note about me", "Read the {count} notes about me"), count)
    return ((Button(label, data="n.mynotes.0"),),) if count else ()


def _said(thread: Thread) -> Text:
    """Their words; what they sent without any, by its name."""
    said = thread.said
    return ENCLOSED[said.relay.kind] if said.relay and not said.words else _short(said.words)


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


def _slots(profile: Profile) -> Text:
    if not profile.slots or profile.slots == frozenset(ALL_SLOTS):
        return say(_("any time"))
    return Listed(tuple(slot_name(slot) for slot in sorted(profile.slots, key=ALL_SLOTS.index)))
