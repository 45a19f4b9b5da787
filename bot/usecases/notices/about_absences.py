"""Owns what is read when a referent goes away or comes back: by who steps in, by who waits, by the referent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.message import Button, Message
from bot.domain.referent import AssignmentId, ReferentId
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import gardens, referents
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notices.case import case_of_assignment
from bot.usecases.stepping_in import deputy_of, waiting_with

ROWS_SHOWN = 8
"""People on one screen; the others are found with /pending."""


def stepping_in(tx: Transaction, parcel: Parcel) -> Composed:
    """For the deputy: who is away until when, and who waits meanwhile."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    if referent is None:
        return None
    away = say(
        _("<b>{name}</b> is away from {first} to {last}, and you step in. Thank you!"),
        name=referent.name,
        first=date.fromisoformat(parcel.payload["first"]),
        last=date.fromisoformat(parcel.payload["last"]),
    )
    rows = _rows(tx, parcel.payload["waiting"])
    if not rows:
        return Message(
            (away, say(_("Newcomers are proposed to you meanwhile. You have nothing else to do.")))
        )
    return Message((away, say(_("These people wait for a word:"))), rows)


def referent_away(tx: Transaction, parcel: Parcel) -> Composed:
    """For somebody who waits: nothing is lost, and who answers meanwhile."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    if referent is None or parcel.person_id is None or parcel.garden_id is None:
        return None
    last = date.fromisoformat(parcel.payload["last"])
    away: Text = say(_("<b>{name}</b> is away until {last}."), name=referent.name, last=last)
    deputy = deputy_of(tx, referent)
    if deputy is None:
        kept = say(_("What you wrote or asked is not lost: somebody of the team answers you here."))
    else:
        kept = say(
            _("What you wrote or asked is not lost: <b>{name}</b> steps in and answers you here."),
            name=deputy.name,
        )
    why = say(_("<i>You get this once, because you are waiting for a word of theirs.</i>"))
    return Message((away, kept, why), ((Button(say(_("💬 Talk to a human")), data="n.human"),),))


def welcome_back(tx: Transaction, parcel: Parcel) -> Composed:
    """Who waits for a word of theirs, as things stand."""
    referent = referents.find_referent(tx, ReferentId(parcel.payload["referent"]))
    garden = gardens.find_garden(tx, referent.garden_id) if referent else None
    if referent is None or garden is None:
        return None
    rows = _rows(tx, [one.assignment.id for one in waiting_with(tx, garden, referent)])
    if not rows:
        return None
    heading = say(_("Welcome back, {name}! These people wait for a word:"), name=referent.name)
    return Message((heading,), rows)


def _rows(tx: Transaction, numbers: Sequence[int]) -> tuple[tuple[Button, ...], ...]:
    """Those who are still there; some may have left between the notice and its sending."""
    return tuple(row for number in numbers[:ROWS_SHOWN] if (row := _row(tx, number)))


def _row(tx: Transaction, assignment_id: int) -> tuple[Button, ...]:
    case = case_of_assignment(tx, AssignmentId(assignment_id))
    if case is None or case.assignment is None:
        return ()
    label = say(_("{name} · {mission}"), name=case.name, mission=case.mission.title)
    return (Button(label, data=f"n.card.{assignment_id}"),)
