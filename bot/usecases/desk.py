"""Owns what waits for somebody of the team, and what /referent answers a volunteer."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.message import Button, Message
from bot.domain.mission import SignUpId, SignUpState
from bot.domain.person import PersonId
from bot.domain.referent import Assignment
from bot.domain.text import Text, say
from bot.errors import NotAllowed, Refusal
from bot.marks import _, ngettext
from bot.storage import assignments, people, profiles, referents, sign_ups, threads, wishes
from bot.storage.database import Transaction
from bot.usecases.claim import is_team
from bot.usecases.house import Caller
from bot.usecases.notices.case import Case, case_of_sign_up
from bot.usecases.outings import handles_waiting, outings_of
from bot.usecases.replies import reply

ROWS_SHOWN = 8
"""Buttons on one screen; longer lists page."""


def list_pending(tx: Transaction, caller: Caller, page: int = 0) -> Refusal | Message:
    """Everything that waits for somebody: newcomers nobody took, requests, messages, parents' agreements, wishes."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    garden = caller.garden
    proposed = assignments.pending_proposals(tx, garden.id)
    questions = list({one.person_id: one for one in reversed(threads.open_threads(tx, garden.id))}.values())[
        ::-1
    ]
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
                ngettext("💬 {count} person to answer", "💬 {count} people to answer"),
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
    hours = handles_waiting(tx, garden, caller.now)
    if hours:
        lines.append(
            say(
                ngettext("⏱ {count} list of hours to confirm", "⏱ {count} lists of hours to confirm"),
                count=len(hours),
            )
        )
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
            *_hours_rows(tx, caller, hours[:ROWS_SHOWN]),
        ),
    )  # fmt: skip


def _hours_rows(tx: Transaction, caller: Caller, handles: list[str]) -> Iterator[tuple[Button, ...]]:
    for handle in handles:
        for first in outings_of(tx, caller.garden.id, handle)[:1]:
            label = say(_("Hours: {mission}, {day}"), mission=first.mission.title, day=first.report.day)
            yield (Button(label, data=f"n.hours.show.{handle}"),)


def show_referents_of(tx: Transaction, caller: Caller) -> Message:
    """What /referent answers: for each mission, who follows it and how they get in touch."""
    open_ones = sign_ups.open_sign_ups(tx, caller.person.id, caller.garden.id)
    paragraphs: list[Text] = []
    for sign_up in open_ones:
        case = case_of_sign_up(tx, SignUpId(sign_up.id))
        if case is not None:
            paragraphs += [_referent_line(case), *_while_away(tx, caller, case)]
    if not paragraphs:
        paragraphs = [
            say(_("You have no referent yet: you get one with your first mission. /missions shows them."))
        ]
    return Message(tuple(paragraphs), ((Button(say(_("💬 Talk to a human")), data="n.human"),),))


def turn_page(tx: Transaction, caller: Caller, page: int) -> Refusal | None:
    """The next page of what waits, as a new message."""
    shown = list_pending(tx, caller, page)
    if isinstance(shown, Refusal):
        return shown
    reply(tx, caller, shown, about=f"pending:{page}")
    return None


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


def _while_away(tx: Transaction, caller: Caller, case: Case) -> tuple[Text, ...]:
    """Until when their referent is away, and who is there meanwhile."""
    day = caller.now.astimezone(caller.garden.zone).date()
    away = [one.last_day for one in case.referent.absences if one.covers(day)] if case.referent else []
    if case.referent is None or not away:
        return ()
    name, last = case.referent.name, max(away)
    deputy = referents.find_referent(tx, case.referent.deputy_id) if case.referent.deputy_id else None
    if deputy is None or deputy.person_id is None:
        return (say(_("{name} is away until {last}; /human reaches the team."), name=name, last=last),)
    return (
        say(
            _("{name} is away until {last}; {deputy} steps in, and /human reaches them."),
            name=name,
            last=last,
            deputy=deputy.name,
        ),
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
