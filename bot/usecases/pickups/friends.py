"""Owns which friend collects a basket: the name the keeper reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.message import Message
from bot.domain.pickup import PickupAnswer, PickupId
from bot.domain.text import say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import pickups
from bot.storage.database import Transaction
from bot.usecases.converse import begin_alone
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.pickups.case import expected_case
from bot.usecases.pickups.changing import answer
from bot.usecases.replies import refusal_text, reply

FRIEND = "basket_friend"


@dataclass(frozen=True, slots=True)
class FriendFacts:
    """The day of the basket."""

    day: date


def open_friend(tx: Transaction, caller: Caller, pickup_id: PickupId) -> Refusal | None:
    """Ask for the name; the button stands in a reminder or under the basket."""
    case = expected_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    begin_alone(tx, caller.in_private(), FRIEND, str(pickup_id))
    return None


def read_friend_facts(tx: Transaction, talk: Talk) -> FriendFacts:
    pickup = pickups.find_pickup(tx, PickupId(int(talk.subject)))
    return FriendFacts(pickup.day if pickup else talk.now.astimezone(talk.garden.zone).date())


def take_friend(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    name = answers.text("name")
    refused = answer(tx, talk.caller, PickupId(int(talk.subject)), PickupAnswer.FRIEND, name)
    noted = say(_("Noted: {name} collects your basket. The keeper sees it."), name=name)
    reply(tx, talk.caller, Message((refusal_text(refused) if refused else noted,)), about=FRIEND)
    return None
