"""Owns what a volunteer reads about their mission and their referent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.message import Button, Message
from bot.domain.mission import SignUpId, SignUpState
from bot.domain.person import GardenId, PersonId, Profile
from bot.domain.referent import AssignmentId, Referent
from bot.domain.text import Text, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import assignments, gardens, profiles, sign_ups, threads
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.attention import called
from bot.usecases.house import Composed
from bot.usecases.notices.case import Case, case_of_assignment, case_of_sign_up

TALK_TO_A_HUMAN = Button(say(_("💬 Talk to a human")), data="n.human")


def your_referent(tx: Transaction, parcel: Parcel) -> Composed:
    """The name at once, what they look after, how they get in touch, what happens next."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None or not case.sign_up.state.holds_a_place:
        return None
    return Message((_opening(case), *_who(case), *_next_step(case)), ((TALK_TO_A_HUMAN,),))


def referent_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """Sent only where the name is a new one."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None or case.assignment is None or case.assignment.id != parcel.payload["assignment"]:
        return None
    earlier = assignments.assignments_of_sign_up(tx, case.sign_up.id)
    had_one = any(one.referent_id for one in earlier if one.id != case.assignment.id)
    new = _("You have a new contact for “<b>{mission}</b>”.")
    opening = new if had_one else _("You have a contact now for “<b>{mission}</b>”.")
    return Message((say(opening, mission=case.mission.title), *_who(case)), ((TALK_TO_A_HUMAN,),))


def request_confirmed(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    if case is None or case.sign_up.state is not SignUpState.CONFIRMED:
        return None
    opening = say(_("Good news: it is a yes for “<b>{mission}</b>”."), mission=case.mission.title)
    return Message((opening, *_who(case), *_when_and_where(case)), ((TALK_TO_A_HUMAN,),))


def request_declined(tx: Transaction, parcel: Parcel) -> Composed:
    """The reason is the referent's own sentence, for the volunteer to read."""
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    if case is None or case.sign_up.state is not SignUpState.DECLINED:
        return None
    return Message(
        (
            say(_("For “<b>{mission}</b>”, it will not work out this time."), mission=case.mission.title),
            say(_("The reason: {reason}"), reason=case.sign_up.reason),
            say(_("Thank you for offering. Other missions are waiting for you.")),
        ),
        ((Button(say(_("See other missions")), data="n.missions"),), (TALK_TO_A_HUMAN,)),
    )


def guardian_recorded(tx: Transaction, parcel: Parcel) -> Composed:
    """The agreement that was missing is recorded, or needed no more: what waited for it goes on."""
    found = _minor(tx, parcel)
    if found is None or not found.profile.may_be_confirmed:
        return None
    if not found.profile.age.is_minor:
        return Message((say(_("You are of age: no parent’s agreement is needed.")), *found.openings))
    recorded = say(_("The adult you named agrees: it is recorded. Thank you!"))
    if found.openings:
        return Message((recorded, *found.openings), ((TALK_TO_A_HUMAN,),))
    return Message(
        (recorded, say(_("You can now choose a mission."))),
        ((Button(say(_("See missions")), data="n.missions"),), (TALK_TO_A_HUMAN,)),
    )


def guardian_needed(tx: Transaction, parcel: Parcel) -> Composed:
    """An agreement is missing now: every place is kept meanwhile."""
    found = _minor(tx, parcel)
    if found is None or found.profile.may_be_confirmed or not found.openings:
        return None
    return Message(found.openings, ((TALK_TO_A_HUMAN,),))


def guardian_refused(tx: Transaction, parcel: Parcel) -> Composed:
    """The parent said no: what was kept is free again, and the door stays open."""
    found = _minor(tx, parcel)
    if found is None or found.profile.may_be_confirmed:
        return None
    told = say(_("The adult you named does not agree for now, so no mission can be yours yet."))
    kept = (say(_("What we kept for you is free for others again.")),) if parcel.payload.get("kept") else ()
    door = say(_("It is nothing you did. If that changes, we would be glad to see you."))
    return Message((told, *kept, door), ((TALK_TO_A_HUMAN,),))


@dataclass(frozen=True, slots=True)
class _Minor:
    """Somebody under 18, or just of age, with one paragraph a mission."""

    profile: Profile
    openings: tuple[Text, ...]


def _minor(tx: Transaction, parcel: Parcel) -> _Minor | None:
    person_id, garden_id = parcel.person_id, parcel.garden_id
    if person_id is None or garden_id is None:
        return None
    profile = profiles.find_profile(tx, PersonId(person_id), GardenId(garden_id))
    held = sign_ups.open_sign_ups(tx, PersonId(person_id), GardenId(garden_id))
    cases = (case_of_sign_up(tx, one.id) for one in held)
    return _Minor(profile, tuple(_opening(case) for case in cases if case)) if profile else None


def sign_up_rechecked(tx: Transaction, parcel: Parcel) -> Composed:
    """An edit of the profile no longer fits a mission: the person is told that their referent knows."""
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    if case is None or not case.sign_up.state.holds_a_place:
        return None
    touches = say(
        _("What you changed touches “<b>{mission}</b>”. Nothing is lost: you keep your place."),
        mission=case.mission.title,
    )
    if parcel.payload["referent"]:
        told = say(_("Your referent has been told and will see with you what suits."))
    else:
        told = say(_("A coordinator has been told and will see with you what suits."))
    return Message((touches, told), ((TALK_TO_A_HUMAN,),))


def _opening(case: Case) -> Text:
    match case.sign_up.state:
        case SignUpState.CONFIRMED:
            return say(_("You are signed up for “<b>{mission}</b>”. Thank you!"), mission=case.mission.title)
        case SignUpState.AWAITING_GUARDIAN:
            return say(
                _(
                    "Your place in “<b>{mission}</b>” is kept. A coordinator first asks for your parent’s "
                    "agreement, then it is confirmed."
                ),
                mission=case.mission.title,
            )
        case _ if not case.mission.required:
            return say(
                _(
                    "Your request for “<b>{mission}</b>” has been sent: a referent looks at it and answers you here."
                ),
                mission=case.mission.title,
            )
        case _:
            return say(
                _(
                    "Your request for “<b>{mission}</b>” has been sent. This mission asks for some experience: "
                    "a referent looks at it and answers you here."
                ),
                mission=case.mission.title,
            )


def _who(case: Case) -> tuple[Text, ...]:
    return who_looks_after(case.referent)


def who_looks_after(referent: Referent | None, *, in_short: bool = False) -> tuple[Text, ...]:
    """The referent's name, what they look after and how they get in touch; the truth where there is nobody.

    `in_short`: beside much else to know, what they look after is left to /referent.
    """
    if referent is None:
        return (
            say(
                _(
                    "To be honest: nobody is free to look after you right now, so you have no named contact yet. "
                    "We are looking for somebody, and their name will reach you here."
                )
            ),
        )
    about = say(_("Your referent is <b>{name}</b>."), name=referent.name)
    told = (about, referent.contact) if in_short else (about, referent.looks_after, referent.contact)
    return (lines([text for text in told if text]),)


def _next_step(case: Case) -> tuple[Text, ...]:
    if case.mission.has_dates:  # what to know of a date is told with the date
        return (_REACH,)
    if case.sign_up.state is SignUpState.CONFIRMED:
        return _when_and_where(case)
    return (say(_("You will get a message here as soon as there is news. You have nothing else to do.")),)


def _when_and_where(case: Case) -> tuple[Text, ...]:
    return say(_("📅 {when}\n📍 {where}"), when=case.mission.when, where=case.mission.where), _REACH


_REACH = say(_("Need something before? /referent shows this again, /human reaches somebody."))


def apology(tx: Transaction, parcel: Parcel) -> Composed:
    """Something of ours broke twice on the same message: the person is not left without a word."""
    return Message(
        (
            say(_("I am sorry: something went wrong on our side, and it is not your fault.")),
            say(
                _("Please try again, or write to a human. If you mention it, say “{code}”."),
                code=str(parcel.payload["incident"]),
            ),
        ),
        ((TALK_TO_A_HUMAN,),),
    )


def settled(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody noted that they were answered by other means: a mistake is put right by writing again."""
    if parcel.garden_id is None:
        return None
    name = called(tx, GardenId(parcel.garden_id), PersonId(parcel.payload["by"]))
    return Message(
        (
            say(_("{name} noted that you have been answered by other means, as on the phone."), name=name),
            say(_("If you have not, please write again: the team reads it.")),
        ),
        ((TALK_TO_A_HUMAN,),),
    )


def still_waiting(tx: Transaction, parcel: Parcel) -> Composed:
    """Their message waits for long: they are not forgotten, and there is another way."""
    person_id, garden_id = parcel.person_id, parcel.garden_id
    garden = gardens.find_garden(tx, GardenId(garden_id)) if garden_id else None
    if garden is None or person_id is None:
        return None
    if not threads.open_threads_of(tx, garden.id, PersonId(person_id)):
        return None
    return Message(
        (
            say(
                _(
                    "Your message to the team has no answer yet, and we are sorry. "
                    "The coordinators of the garden have it now."
                )
            ),
            say(_("You can also reach the garden directly: {contact}"), contact=garden.contact),
            say(_("<i>You get this once, because you wrote to the team.</i>")),
        )
    )
