"""Buttons of coordinators about the team and about people without Telegram."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.event import Answer, EventId
from bot.domain.message import Message
from bot.domain.person import PersonId
from bot.domain.referent import ReferentId
from bot.domain.shift import BookingId, RosterId
from bot.errors import Refusal
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.events.answering_for import answer_for, list_events_for
from bot.usecases.house import Caller
from bot.usecases.managing.acting_for import (
    ask_to_erase,
    erase,
    give_up,
    list_booked,
    list_dates_for,
    take_date,
)
from bot.usecases.managing.registering import link_for, list_unconnected, open_registering, person_card
from bot.usecases.managing.team import open_naming, open_taking_away, referent_card, show_team
from handlers.presses.missions import shows
from handlers.presses.press import NOTHING, NUMBER, Press


def _name(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_naming(tx, caller, ReferentId(int(args[0])) if args else None)


def _away(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_taking_away(tx, caller, ReferentId(int(args[0])))


def _take_date(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return take_date(tx, caller, PersonId(int(args[0])), RosterId(int(args[1])))


def _give_up(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return give_up(tx, caller, PersonId(int(args[0])), BookingId(int(args[1])))


def _dates_for(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return list_dates_for(tx, caller, PersonId(int(args[0])), int(args[1]))


def _events_for(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return list_events_for(tx, caller, PersonId(int(args[0])), int(args[1]))


def _answer_for(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    event_id, answer, page = args[1].split("-")
    return answer_for(tx, caller, PersonId(int(args[0])), EventId(int(event_id)), Answer(answer), int(page))


def _erase(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return (erase if args[1:] else ask_to_erase)(tx, caller, PersonId(int(args[0])))


PRESSES: Mapping[str, Press] = {
    "mteam": Press(NOTHING, shows(lambda tx, caller, args: show_team(tx, caller))),
    "mreferent": Press(
        NUMBER, shows(lambda tx, caller, args: referent_card(tx, caller, ReferentId(int(args[0]))))
    ),
    "mname": Press(f"({NUMBER})?", _name),
    "maway": Press(NUMBER, _away),
    "mpeople": Press(
        "[0-9]{1,4}", shows(lambda tx, caller, args: list_unconnected(tx, caller, int(args[0])))
    ),
    "mperson": Press(NOTHING, lambda tx, caller, args: open_registering(tx, caller)),
    "moffline": Press(
        NUMBER, shows(lambda tx, caller, args: person_card(tx, caller, PersonId(int(args[0]))))
    ),
    "mevents": Press(rf"{NUMBER}\.[0-9]{{1,4}}", shows(_events_for)),
    "mevent": Press(rf"{NUMBER}\.{NUMBER}-(yes|no)-[0-9]{{1,4}}", shows(_answer_for)),
    "mbook": Press(rf"{NUMBER}\.[0-9]{{1,4}}", shows(_dates_for)),
    "mtake": Press(rf"{NUMBER}\.{NUMBER}", shows(_take_date)),
    "mbooked": Press(NUMBER, shows(lambda tx, caller, args: list_booked(tx, caller, PersonId(int(args[0]))))),
    "mgiveup": Press(rf"{NUMBER}\.{NUMBER}", shows(_give_up)),
    "merase": Press(rf"{NUMBER}(\.yes)?", shows(_erase)),
    "mlink": Press(NUMBER, shows(lambda tx, caller, args: link_for(tx, caller, PersonId(int(args[0]))))),
}
