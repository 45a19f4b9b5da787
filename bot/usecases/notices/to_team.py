"""Owns what the referents' group reads: first name, mission and why it suits; details open in private."""

from __future__ import annotations

from bot.domain.message import Button, Message
from bot.domain.mission import MissionId, SignUpState
from bot.domain.referent import AssignmentId, AssignmentState, ReferentId
from bot.domain.text import Listed, Text, say
from bot.marks import _
from bot.storage import missions, referents, sign_ups
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notices.case import Case, case_of_assignment, was_taken


def newcomer(tx: Transaction, parcel: Parcel) -> Composed:
    """A newcomer or a request, as things stand: composed again whenever something changes, to show who has them."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None:
        return Message((say(_("This volunteer has left. Nothing more to do.")),))
    heading = _heading(case, known=was_taken(tx, case))
    details: list[Text] = [say(_("📅 {when}"), when=case.mission.when)]
    if why := sign_ups.reasons_of(tx, case.sign_up.id):
        details.append(say(_("Why it fits: {reasons}"), reasons=Listed(why, apart=True)))
    return Message((heading, *details, _standing(case)), _buttons(case))


def claim_reminder(tx: Transaction, parcel: Parcel) -> Composed:
    """One reminder, only while nobody has taken the newcomer; later it says who did."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    if case is None or case.assignment is None or case.assignment.state is not AssignmentState.PROPOSED:
        return newcomer(tx, parcel) if parcel.message_id is not None else None
    if was_taken(tx, case):
        handed = _(
            "🤝 <b>{name}</b> is handed over for “<b>{mission}</b>”: who goes on with them? Please confirm."
        )
        return Message(
            (say(handed, name=case.name, mission=case.mission.title), _standing(case)), _buttons(case)
        )
    question = say(
        _("<b>{name}</b> is still waiting for a word about “<b>{mission}</b>”. Who can take care of it?"),
        name=case.name,
        mission=case.mission.title,
    )
    return Message((question,), _buttons(case))


def volunteer_erased(tx: Transaction, parcel: Parcel) -> Composed:
    """For the referent of somebody of whom nothing is kept, not even the name."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if mission is None:
        return None
    told = say(
        _(
            "👋 Somebody you followed for “<b>{mission}</b>” has left the garden, and everything about them is erased."
        ),
        mission=mission.title,
    )
    return Message((told, say(_("Thank you for having been there. You have nothing to do."))))


def _heading(case: Case, *, known: bool) -> Text:
    if case.sign_up.state is SignUpState.REQUESTED:
        asked = (
            _(
                "✋ <b>{name}</b> would like to do “<b>{mission}</b>”. This mission asks for a level: please confirm."
            )
            if case.mission.required
            else _("✋ <b>{name}</b> would like to do “<b>{mission}</b>”. Please say yes or no.")
        )
        return say(asked, name=case.name, mission=case.mission.title)
    if known:
        passed_on = _("🤝 <b>{name}</b> is handed over, for “<b>{mission}</b>”.")
        return say(passed_on, name=case.name, mission=case.mission.title)
    return say(
        _("🌱 A newcomer: <b>{name}</b>, for “<b>{mission}</b>”."), name=case.name, mission=case.mission.title
    )


def _standing(case: Case) -> Text:
    state = case.sign_up.state
    if state is SignUpState.DECLINED:
        return say(_("The request was declined."))
    if state is SignUpState.WITHDRAWN:
        return say(_("Nobody needs to see to this any more."))
    if case.referent is None or case.assignment is None:
        return say(_("Nobody has been found for them yet. Who can take them?"))
    if case.assignment.state is AssignmentState.TAKEN:
        return say(_("✅ {name} takes care of them."), name=case.referent.name)
    return say(_("Proposed to: <b>{name}</b>"), name=case.referent.name)


def _buttons(case: Case) -> tuple[tuple[Button, ...], ...]:
    assignment, sign_up = case.assignment, case.sign_up
    if assignment is None or not sign_up.state.holds_a_place:
        return ()
    card = Button(say(_("Open the card")), data=f"n.card.{assignment.id}")
    over = Button(say(_("Hand over")), data=f"n.over.{assignment.id}")
    if sign_up.state is SignUpState.REQUESTED:
        confirm = Button(say(_("✅ Confirm")), data=f"n.yes.{sign_up.id}")
        decline = Button(say(_("Decline…")), data=f"n.no.{sign_up.id}")
        instead = Button(say(_("Propose something else")), data=f"n.propose.{sign_up.id}")
        return ((confirm, decline), (instead,), (over, card))
    if assignment.state is AssignmentState.TAKEN:
        return ((over, card),)
    return ((Button(say(_("✅ I take them")), data=f"n.take.{assignment.id}"),), (over, card))


def referent_welcome(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody became a referent."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    if referent is None:
        return None
    return Message(
        (
            say(_("Welcome, {name}! You are now linked as a referent of the garden."), name=referent.name),
            say(
                _(
                    "Newcomers are announced in the referents’ group. Tap “I take them”, and they hear from you. "
                    "/people shows whom you follow, /pending what is waiting."
                )
            ),
        )
    )


def referent_rejected(tx: Transaction, parcel: Parcel) -> Composed:
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    if referent is None:
        return None
    return Message(
        (
            say(
                _("A coordinator could not confirm that you are {name}. Please see with them."),
                name=referent.name,
            ),
        )
    )
