"""Owns what referents and coordinators look up: their people, what waits for somebody, the card of a volunteer."""

from __future__ import annotations

from bot.domain.message import Button, Message
from bot.domain.mission import SignUpId, SignUpState
from bot.domain.person import PersonId, Role
from bot.domain.referent import Assignment, AssignmentId
from bot.domain.text import Text, say
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import assignments, people, profiles, referents, roles, sign_ups, threads, wishes
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.claim import is_team
from bot.usecases.house import Caller, Composed
from bot.usecases.joining import WriteFirst
from bot.usecases.notices.case import Case, case_of_assignment, case_of_sign_up
from bot.usecases.notify import tell_person
from bot.usecases.record import describe_profile
from bot.usecases.refresh import about_sign_up
from bot.usecases.replies import reply

CARD = "card"
ROWS_SHOWN = 8
"""Buttons on one screen; longer lists page."""


def open_card(tx: Transaction, caller: Caller, assignment_id: AssignmentId) -> Refusal | None:
    """Everything a referent needs to know, in their private chat and never in the group."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    case = case_of_assignment(tx, assignment_id)
    if case is None or case.garden.id != caller.garden.id:
        return NotFound()
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        CARD,
        {"assignment": assignment_id},
        dedupe=f"{CARD}:{assignment_id}:{caller.cause}",
        subject=about_sign_up(case.sign_up.id),
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def compose_card(tx: Transaction, parcel: Parcel) -> Composed:
    """The card as things stand; once the volunteer has left, nothing of them is left on it either."""
    case = case_of_assignment(tx, AssignmentId(parcel.payload["assignment"]))
    return _card(case) if case else Message((say(_("This volunteer has left. Nothing more to do.")),))


def list_people(tx: Transaction, caller: Caller, page: int = 0) -> Refusal | Message:
    """A referent's own newcomers; for a coordinator the referents too, and who has not joined yet."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    mine = referents.referent_of_person(tx, caller.garden.id, caller.person.id)
    is_coordinator = roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR)
    live = (
        assignments.live_of_referent(tx, mine.id)
        if mine is not None and not is_coordinator
        else assignments.live_assignments(tx, caller.garden.id)
    )
    heading = say(ngettext("{count} person is followed:", "{count} people are followed:"), count=len(live))
    paragraphs: list[Text] = [heading if live else say(_("Nobody is followed at the moment."))]
    if is_coordinator:
        paragraphs.extend(_team_lines(tx, caller))
    return Message(
        tuple(paragraphs), (*_case_rows(tx, live, page, "people"), *_invite_rows(tx, caller, is_coordinator))
    )


def list_pending(tx: Transaction, caller: Caller, page: int = 0) -> Refusal | Message:
    """Everything that waits for somebody: newcomers nobody took, requests, messages, parents' agreements, wishes."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    garden = caller.garden
    proposed = assignments.pending_proposals(tx, garden.id)
    questions = threads.open_threads(tx, garden.id)
    minors = sign_ups.waiting_sign_ups(tx, garden.id, SignUpState.AWAITING_GUARDIAN)
    wanted = wishes.open_wishes(tx, garden.id)
    lines: list[Text] = []
    if proposed:
        lines.append(
            say(ngettext("🌱 {count} newcomer to take", "🌱 {count} newcomers to take"), count=len(proposed))
        )
    if questions:
        lines.append(
            say(
                ngettext("💬 {count} message to answer", "💬 {count} messages to answer"),
                count=len(questions),
            )
        )
    if minors:
        lines.append(
            say(
                ngettext("✍️ {count} parent’s agreement to record", "✍️ {count} parents’ agreements to record"),
                count=len({one.person_id for one in minors}),
            )
        )
    if wanted:
        lines.append(say(ngettext("✨ {count} wish to read", "✨ {count} wishes to read"), count=len(wanted)))
    if not lines:
        return Message((say(_("Nothing is waiting. Well done!")),))
    return Message(
        (say(_("<b>What is waiting</b>")), *lines),
        (
            *_case_rows(tx, proposed, page, "pending"),
            *((Button(say(_("Answer: {name}"), name=_name(tx, caller, one.person_id)), data=f"n.answer.{one.id}"),)
              for one in questions[:ROWS_SHOWN]),
            *((Button(say(_("Agreement: {name}"), name=_name(tx, caller, person_id)), data=f"n.minor.{person_id}"),)
              for person_id in dict.fromkeys(one.person_id for one in minors[:ROWS_SHOWN])),
            *((Button(say(_("Wish: {name}"), name=_name(tx, caller, one.person_id)), data=f"n.wish.{one.id}"),)
              for one in wanted[:ROWS_SHOWN]),
        ),
    )  # fmt: skip


def show_referents_of(tx: Transaction, caller: Caller) -> Message:
    """What /referent answers: for each mission, who follows it and how they get in touch."""
    open_ones = sign_ups.open_sign_ups(tx, caller.person.id, caller.garden.id)
    paragraphs: list[Text] = []
    for sign_up in open_ones:
        case = case_of_sign_up(tx, SignUpId(sign_up.id))
        if case is not None:
            paragraphs.append(_referent_line(case))
    if not paragraphs:
        paragraphs = [
            say(_("You have no referent yet: you get one with your first mission. /missions shows them."))
        ]
    return Message(tuple(paragraphs), ((Button(say(_("💬 Talk to a human")), data="n.human"),),))


def turn_page(tx: Transaction, caller: Caller, what: str, page: int) -> Refusal | None:
    """The next page of a list, as a new message."""
    shown = list_people(tx, caller, page) if what == "people" else list_pending(tx, caller, page)
    if isinstance(shown, Refusal):
        return shown
    reply(tx, caller, shown, about=f"{what}:{page}")
    return None


def _card(case: Case) -> Message:
    about = describe_profile(case.profile, case.garden) if case.profile else say(_("Nothing more is known."))
    state = {
        SignUpState.AWAITING_GUARDIAN: say(_("waits for a parent’s agreement")),
        SignUpState.REQUESTED: say(_("asked for; a referent confirms")),
        SignUpState.CONFIRMED: say(_("confirmed")),
        SignUpState.DECLINED: say(_("declined")),
        SignUpState.WITHDRAWN: say(_("withdrawn")),
    }[case.sign_up.state]
    heading = say(
        _("<b>{name}</b>\n{mission}: {state}"), name=case.name, mission=case.mission.title, state=state
    )
    contact = say(_("Details stay between you and the garden: please do not copy them to the group."))
    rows: tuple[tuple[Button, ...], ...] = ()
    if case.assignment is not None and case.sign_up.state.holds_a_place:
        rows = ((Button(say(_("Write to them")), data=f"n.write.{case.assignment.id}"),),)
        rows += ((Button(say(_("Hand over")), data=f"n.over.{case.assignment.id}"),),)
    return Message((heading, about, contact), rows)


def _referent_line(case: Case) -> Text:
    if case.referent is None:
        return say(
            _("<b>{mission}</b>: no referent is free yet; a coordinator will write to you here."),
            mission=case.mission.title,
        )
    return say(
        _("<b>{mission}</b>: {name}\n{looks_after}\n{contact}"),
        mission=case.mission.title,
        name=case.referent.name,
        looks_after=case.referent.looks_after,
        contact=case.referent.contact,
    )


def _team_lines(tx: Transaction, caller: Caller) -> list[Text]:
    found = referents.list_referents(tx, caller.garden.id)
    lines: list[Text] = []
    for referent in found:
        if referent.person_id is None:
            lines.append(say(_("⚠️ {name}: not linked yet, gets nobody"), name=referent.name))
        else:
            lines.append(
                say(
                    _("{name}: {load} of {capacity}"),
                    name=referent.name,
                    load=referent.load,
                    capacity=referent.capacity,
                )
            )
    return lines


def _invite_rows(tx: Transaction, caller: Caller, is_coordinator: bool) -> tuple[tuple[Button, ...], ...]:
    if not is_coordinator:
        return ()
    return tuple(
        (Button(say(_("Invite {name}"), name=referent.name), data=f"n.invite.{referent.id}"),)
        for referent in referents.list_referents(tx, caller.garden.id)
        if referent.person_id is None
    )


def _case_rows(
    tx: Transaction, live: list[Assignment], page: int, what: str
) -> tuple[tuple[Button, ...], ...]:
    start = page * ROWS_SHOWN
    rows = []
    for assignment in live[start : start + ROWS_SHOWN]:
        case = case_of_sign_up(tx, assignment.sign_up_id)
        if case is not None:
            label = say(_("{name} · {mission}"), name=case.name, mission=case.mission.title)
            rows.append((Button(label, data=f"n.card.{assignment.id}"),))
    if len(live) > start + ROWS_SHOWN:
        rows.append((Button(say(_("Show me others")), data=f"n.page.{what}.{page + 1}"),))
    return tuple(rows)


def _name(tx: Transaction, caller: Caller, person_id: PersonId) -> Text:
    profile = profiles.find_profile(tx, person_id, caller.garden.id)
    person = people.find_person(tx, person_id)
    return (profile.name if profile else person.name if person else "") or say(_("Somebody"))
