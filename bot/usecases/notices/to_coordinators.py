"""Owns what coordinators read in private: what needs a decision, what is stuck, what broke."""

from __future__ import annotations

from typing import cast

from bot.domain.assignment import LACKS, Lack
from bot.domain.message import Button, Message
from bot.domain.mission import MissionId, MissionState, SignUpState
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import AssignmentId, AssignmentState, ReferentId
from bot.domain.text import Text, from_json, say
from bot.marks import _, ngettext
from bot.storage import assignments, missions, profiles, referents, wishes
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.guardian import waits_for_age
from bot.usecases.house import Composed
from bot.usecases.notices.about_agreements import agrees, said_no
from bot.usecases.notices.case import Case, case_of_assignment, case_of_sign_up, was_taken


def minor_to_agree(tx: Transaction, parcel: Parcel) -> Composed:
    """Under 18: a parent's agreement is needed; a coordinator gets it and records it with one button."""
    person_id = PersonId(parcel.payload["person"])
    profile = profiles.find_profile(tx, person_id, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if profile is None:
        return Message((say(_("This volunteer has left. Nothing more to do.")),))
    if not profile.age.is_minor:
        return Message((say(_("<b>{name}</b> is 18 or over: no agreement is needed."), name=profile.name),))
    if profile.guardian_agreed_at is not None:
        return Message((say(_("✅ The parent’s agreement for {name} is recorded."), name=profile.name),))
    if profile.parent_said_no:
        return said_no(profile)
    return Message(
        (
            say(_("<b>{name}</b> is under 18 and would like to help."), name=profile.name),
            say(_("Adult to write to: {guardian}"), guardian=profile.guardian),
            say(
                _("Please ask this adult for their agreement. No mission is confirmed before it is recorded.")
            ),
        ),
        ((agrees(profile),), (Button(say(_("The parent says no")), data=f"n.noguardian.{person_id}"),)),
    )


def came_of_age(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody who had said they were under 18 now says they are not, while a mission waits for an agreement."""
    person_id = PersonId(parcel.payload["person"])
    profile = profiles.find_profile(tx, person_id, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if profile is None or profile.age.is_minor:
        return Message((say(_("Nothing more to do here.")),)) if parcel.message_id else None
    if not waits_for_age(tx, profile.garden_id, person_id):
        return Message((say(_("✅ The age of {name} is confirmed."), name=profile.name),))
    return Message(
        (
            say(_("<b>{name}</b> had said they were under 18, and now says 18 or over."), name=profile.name),
            say(_("Their mission waits until you have seen that it is so.")),
        ),
        ((Button(say(_("They are of age")), data=f"n.ofage.{person_id}"),),),
    )


def everyone_full(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None or case.assignment is None or case.assignment.referent_id is not None:
        return _solved(case, parcel)
    return Message(
        (
            say(
                _("<b>{name}</b> signed up for “<b>{mission}</b>”, and no referent is free."),
                name=case.name,
                mission=case.mission.title,
            ),
            say(_("Why: {reason}."), reason=LACKS[Lack(parcel.payload["lack"] or Lack.ALL_FULL)]),
            say(_("They have been told the truth: a coordinator will write to them. Who could it be?")),
        ),
        (
            (Button(say(_("Choose a referent")), data=f"n.over.{case.assignment.id}"),),
            (Button(say(_("Open the card")), data=f"n.card.{case.assignment.id}"),),
        ),
    )


def nobody_took(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None or case.assignment is None or case.assignment.state is not AssignmentState.PROPOSED:
        return _solved(case, parcel)
    return Message(_why_called(tx, case), _to_be_given(case.assignment.id))


def _why_called(tx: Transaction, case: Case) -> tuple[Text, ...]:
    """A newcomer nobody took; or somebody handed over, which nobody has confirmed yet."""
    if was_taken(tx, case):
        return (
            say(
                _("Nobody has confirmed yet that they go on with <b>{name}</b>, for “<b>{mission}</b>”."),
                name=case.name,
                mission=case.mission.title,
            ),
            say(_("They were looked after until now, and handed over. Please see who goes on.")),
        )
    return (
        say(
            _("Nobody has taken <b>{name}</b>, signed up for “<b>{mission}</b>”, in spite of the reminders."),
            name=case.name,
            mission=case.mission.title,
        ),
        say(_("A newcomer without a word soon goes away. Please give them somebody.")),
    )


def _to_be_given(assignment_id: AssignmentId) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(say(_("Choose a referent")), data=f"n.over.{assignment_id}"),),
        (Button(say(_("Open the card")), data=f"n.card.{assignment_id}"),),
    )


def _solved(case: Case | None, parcel: Parcel) -> Composed:
    """What a call for help says once it was heard; one not yet sent is not sent any more."""
    if parcel.message_id is None:
        return None
    if case is None:
        return Message((say(_("This volunteer has left. Nothing more to do.")),))
    name, mission = case.name, case.mission.title
    if case.sign_up.state is SignUpState.DECLINED:
        declined = _("The request of {name} for “{mission}” was declined.")
        return Message((say(declined, name=name, mission=mission),))
    if case.referent is None or not case.sign_up.state.holds_a_place:
        left = _("{name} no longer takes part in “{mission}”. Nothing more to do.")
        return Message((say(left, name=name, mission=mission),))
    return Message(
        (say(_("✅ {name}: {referent} takes care of them."), name=case.name, referent=case.referent.name),)
    )


def no_group(tx: Transaction, parcel: Parcel) -> Composed:
    return Message(
        (
            say(_("A newcomer has arrived, and no referents’ group is linked.")),
            say(_("Create a group with your referents, add the bot, and type /link there.")),
        )
    )


def group_lost(tx: Transaction, parcel: Parcel) -> Composed:
    """The bot was removed from the group, or its topic deleted."""
    return Message(
        (
            say(_("I can no longer write to the referents’ group “{title}”."), title=parcel.payload["title"]),
            say(
                _(
                    "Until then, notices go to each referent in private. To mend it: add me to the group again "
                    "and type /link there."
                )
            ),
        )
    )


def wish(tx: Transaction, parcel: Parcel) -> Composed:
    """None of the missions suited somebody: what they would have liked."""
    found = wishes.find_wish(tx, parcel.payload["wish"])
    profile = profiles.find_profile(tx, found.person_id, found.garden_id) if found else None
    if found is None or profile is None:
        return Message((say(_("This volunteer has left. Nothing more to do.")),))
    return Message(
        (
            say(_("<b>{name}</b> found no mission that suits."), name=profile.name),
            say(_("What they would have liked: {wish}"), wish=found.text or say(_("they did not say"))),
        )
    )


def approve_referent(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody in the group tapped "That's me"."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    if referent is None:
        return None
    if referent.person_id is not None:
        return Message((say(_("✅ {name} is linked."), name=referent.name),))
    if "text" not in parcel.payload:
        return Message((say(_("This request has been dealt with.")),))
    ids = f"{referent.id}.{parcel.payload['person']}"
    return Message(
        (
            say(
                _("In the group, <b>{who}</b> says: “I am {name}”, referent of the garden. Is it true?"),
                who=str(parcel.payload["text"]),
                name=referent.name,
            ),
        ),
        (
            (
                Button(say(_("Yes, it is")), data=f"n.approve.{ids}"),
                Button(say(_("No")), data=f"n.reject.{ids}"),
            ),
        ),
    )


def profile_edited(tx: Transaction, parcel: Parcel) -> Composed:
    """To the referent: an edit of the profile touches an open sign-up."""
    case = case_of_sign_up(tx, parcel.payload["sign_up"])
    if case is None or not case.sign_up.state.holds_a_place:
        return None
    buttons = (
        ((Button(say(_("Open the card")), data=f"n.card.{case.assignment.id}"),),) if case.assignment else ()
    )
    return Message(
        (
            say(
                _("<b>{name}</b> changed their profile, and it touches “<b>{mission}</b>”:"),
                name=case.name,
                mission=case.mission.title,
            ),
            cast(Text, from_json(parcel.payload["why"])),
            say(_("Please see with them what suits.")),
        ),
        buttons,
    )


def topic_lost(tx: Transaction, parcel: Parcel) -> Composed:
    return Message(
        (
            say(
                _("The topic I wrote to in “{title}” was deleted. I now write to the group itself."),
                title=parcel.payload["title"],
            ),
            say(_("To choose another topic, type /link there.")),
        )
    )


def mission_closed(tx: Transaction, parcel: Parcel) -> Composed:
    """A mission left the garden file while people are signed up."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if mission is None or mission.state is not MissionState.CLOSED or not mission.taken:
        return None
    waiting = say(
        ngettext(
            "“<b>{mission}</b>” is closed, and {count} person is signed up. Please tell them, or open it again.",
            "“<b>{mission}</b>” is closed, and {count} people are signed up. Please tell them, or open it again.",
        ),
        count=mission.taken,
        mission=mission.title,
    )
    return Message((waiting, say(_("/people shows everybody; from a card you can write to them."))))


def referent_left(tx: Transaction, parcel: Parcel) -> Composed:
    """A referent left the garden file while following people: each of them needs another name."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    followed = assignments.live_of_referent(tx, referent.id) if referent else []
    if referent is None or not followed:
        return None
    rows = tuple(
        (Button(say(_("Hand over: {name}"), name=case.name), data=f"n.over.{one.id}"),)
        for one in followed[:8]
        if (case := case_of_assignment(tx, one.id)) is not None
    )
    return Message(
        (say(_("<b>{name}</b> is no longer a referent, and people count on them."), name=referent.name),),
        rows,
    )
