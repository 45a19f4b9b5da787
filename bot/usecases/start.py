"""Owns what /start does, by purpose: a newcomer, a referent's invitation, a mission's link, or coming back."""

from __future__ import annotations

from bot.domain.member import Member
from bot.domain.message import Button, Message
from bot.domain.mission import MissionId
from bot.domain.text import Text, say
from bot.errors import Refusal
from bot.marks import _
from bot.storage import charters, instances, invitations, members, profiles
from bot.storage.database import Transaction
from bot.storage.invitations import Purpose
from bot.usecases.certify import CHECKED_BY
from bot.usecases.claim import is_team
from bot.usecases.converse import begin, begin_alone, resume
from bot.usecases.desk import list_pending
from bot.usecases.events.check_in import SHOWN, take_code
from bot.usecases.events.listing import open_event
from bot.usecases.house import Caller
from bot.usecases.joining import PREFIX, redeem_invitation
from bot.usecases.links import (
    MISSION,
    NOWHERE,
    SHIFT,
    chosen_already,
    event_of_link,
    leads_nowhere,
    mission_of_link,
    shift_of_link,
)
from bot.usecases.managing.registering import connect
from bot.usecases.membership import join_by_letter
from bot.usecases.replies import HELP, HUMAN, reply
from bot.usecases.verify import verify


def start(tx: Transaction, caller: Caller, payload: str) -> Refusal | None:
    """Where a link or the plain command leads."""
    if payload.startswith(PREFIX):
        return _take_invitation(tx, caller, payload.removeprefix(PREFIX))
    if payload.startswith(SHOWN):
        return take_code(tx, caller, payload.removeprefix(SHOWN))
    if payload.startswith(CHECKED_BY):
        return verify(tx, caller, payload.removeprefix(CHECKED_BY))
    if leads_nowhere(tx, payload):
        reply(tx, caller, Message((NOWHERE,)), about="nowhere")
    if event := event_of_link(tx, payload):
        return open_event(tx, caller, event.id)
    if payload.startswith((MISSION, SHIFT)):
        return open_mission(tx, caller, payload)
    welcomed = is_welcomed(tx, caller)
    if not welcomed and is_team(tx, caller.garden.id, caller.person.id):
        reply(tx, caller, _hello_team(tx, caller))
        return None
    if not welcomed and (member := members.member_of_person(tx, caller.garden.id, caller.person.id)):
        reply(tx, caller, _hello_member(member))
        return None
    if not welcomed:
        introduce(tx, caller)
        return None
    under_way = instances.instances_under_way(tx, caller.person.id, caller.garden.id)
    here = [one for one in under_way if one.chat_id == caller.chat_id]
    if here:
        resume(tx, caller, here[0])
    else:
        reply(tx, caller, _welcome_back(tx, caller))
    return None


def is_welcomed(tx: Transaction, caller: Caller) -> bool:
    """Whether they have gone through the onboarding of this garden."""
    profile = profiles.find_profile(tx, caller.person.id, caller.garden.id)
    return profile is not None and charters.acceptance_of(tx, caller.person.id, caller.garden.id) is not None


def open_missions(tx: Transaction, caller: Caller) -> Refusal | None:
    """The missions that suit; whoever is new is welcomed first, and comes here at the end."""
    _open_missions(tx, caller, "")
    return None


def open_mission(tx: Transaction, caller: Caller, payload: str) -> Refusal | None:
    """The sheet of the mission, or of the date, that a link names; where it cannot be chosen, why, and what suits."""
    mission, shift = mission_of_link(tx, payload), shift_of_link(tx, payload)
    known = mission is not None and mission.garden_id == caller.garden.id
    slug = mission.slug if mission is not None and known else ""
    _open_missions(tx, caller, f"{SHIFT}{shift.id}" if shift and slug else slug)
    return None


def open_dates(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | None:
    """The further dates of a mission."""
    return open_mission(tx, caller, f"{MISSION}{mission_id}")


def introduce(tx: Transaction, caller: Caller, mission: str = "") -> None:
    """Welcome somebody new, where they stand; `mission` is what they came for: a slug, or `s_` and a date's number."""
    under_way = instances.instances_under_way(tx, caller.person.id, caller.garden.id)
    mine = [one for one in under_way if one.conversation == "onboarding" and one.chat_id == caller.chat_id]
    if not mine:
        begin(tx, caller, "onboarding", mission)
        return
    if mission:
        instances.set_subject(tx, mine[0].id, mission)
    resume(tx, caller, mine[0])


def _open_missions(tx: Transaction, caller: Caller, subject: str) -> None:
    """`subject` is what a link named, as `introduce` takes it; it stands chosen already, where it can be."""
    if is_welcomed(tx, caller):
        begin_alone(tx, caller, "choosing", subject, chosen_already(tx, subject))
    else:
        introduce(tx, caller, subject)


def _take_invitation(tx: Transaction, caller: Caller, token: str) -> Refusal | None:
    """A household joins its basket, a referent the team, or somebody registered without Telegram joins it now."""
    invitation = invitations.find_invitation(tx, token)
    if invitation is not None and invitation.purpose is Purpose.MEMBER:
        return join_by_letter(tx, caller, token)
    if invitation is None or invitation.purpose is Purpose.REFERENT:
        return _join_team(tx, caller, token)
    connected = connect(tx, caller, token)
    if isinstance(connected, Refusal):
        return connected
    reply(tx, connected, _welcome_on_telegram(connected))
    return None


def _welcome_on_telegram(caller: Caller) -> Message:
    hello = say(_("Welcome, {name}! Everything the garden knows of you is here: your missions and your referent."),
                name=caller.person.name)  # fmt: skip
    how = say(_("/profile shows it and changes it, /privacy erases it."))
    return Message((hello, how), ((HELP, HUMAN),))


def _join_team(tx: Transaction, caller: Caller, token: str) -> Refusal | None:
    referent = redeem_invitation(tx, caller, token)
    if isinstance(referent, Refusal):
        return referent
    message = (
        say(_("Welcome, {name}! You are now linked as a referent of {garden}."), name=referent.name,
            garden=caller.garden.name),
        say(_("Newcomers are announced in the referents’ group. /people shows whom you follow, /pending what waits.")),
    )  # fmt: skip
    reply(tx, caller, Message(message))
    return None


def _hello_team(tx: Transaction, caller: Caller) -> Message:
    """A referent or coordinator is not asked to introduce themselves, unless they want to help as a volunteer too."""
    hello = say(_("Hello! You belong to the team of <b>{garden}</b>."), garden=caller.garden.name)
    how = say(_("/people shows whom you follow, /pending what is waiting, /help everything else."))
    volunteer = (Button(say(_("Help as a volunteer too")), data="n.volunteer"),)
    waiting = list_pending(tx, caller)
    if isinstance(waiting, Refusal):
        return Message((hello, how), (volunteer,))
    return Message((hello, *waiting.paragraphs, how), (*waiting.rows, volunteer))


def _hello_member(member: Member) -> Message:
    """A household fetches its basket; helping as a volunteer too is its own wish."""
    hello = say(_("Hello, {name}! This chat is joined to your basket."), name=member.name)
    volunteer = (Button(say(_("Help as a volunteer too")), data="n.volunteer"),)
    return Message((hello, say(_("What would you like to do?"))), (volunteer, (HELP, HUMAN)))


def _welcome_back(tx: Transaction, caller: Caller) -> Message:
    profile = profiles.find_profile(tx, caller.person.id, caller.garden.id)
    hello: Text = say(_("Good to see you again, {name}!"), name=profile.name if profile else "")
    return Message((hello, say(_("What would you like to do?"))), ((HELP, HUMAN),))
