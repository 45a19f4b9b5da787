"""Buttons by which somebody joins the team: that's me, yes it is, invite."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.person import PersonId
from bot.domain.referent import ReferentId
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.house import Caller
from bot.usecases.joining import approve_claim, claim_to_be, invite_referent
from handlers.presses.press import NUMBER, Press, done, in_private


def _claim(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return claim_to_be(tx, caller, ReferentId(int(args[0])))


def _approve(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _settle(tx, caller, args, agreed=True)


def _reject(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _settle(tx, caller, args, agreed=False)


def _settle(tx: Transaction, caller: Caller, args: list[str], *, agreed: bool) -> Outcome:
    referent, person = ReferentId(int(args[0])), PersonId(int(args[1]))
    settled = approve_claim(tx, caller, referent, person, agreed=agreed)
    return done(settled, _("Thank you. They have been told."))


def _invite(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return in_private(caller, invite_referent(tx, caller, ReferentId(int(args[0]))))


PRESSES: Mapping[str, Press] = {
    "me": Press(NUMBER, _claim),
    "approve": Press(rf"{NUMBER}\.{NUMBER}", _approve),
    "reject": Press(rf"{NUMBER}\.{NUMBER}", _reject),
    "invite": Press(NUMBER, _invite),
}
