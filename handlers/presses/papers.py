"""Buttons about certificates: mine, somebody's, what they are good for, and hours still to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.person import PersonId
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.accounting import open_accounts
from bot.usecases.certificates_for import ask_for_confirmation, open_certificate, open_certificate_of
from bot.usecases.citizen_account import show_citizen_account
from bot.usecases.house import Caller
from bot.usecases.replies import reply
from handlers.presses.press import NOTHING, NUMBER, Press


def _certificate_of(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_certificate_of(tx, caller, PersonId(int(args[0])))


def _citizen_account(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    reply(tx, caller, show_citizen_account(tx, caller), about="cec")
    return None


def _ask(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    ask_for_confirmation(tx, caller)
    return None


PRESSES: Mapping[str, Press] = {
    "certificate": Press(NOTHING, lambda tx, caller, args: open_certificate(tx, caller.in_private())),
    "cert": Press(NUMBER, _certificate_of),
    "cec": Press(NOTHING, _citizen_account),
    "accounts": Press(NOTHING, lambda tx, caller, args: open_accounts(tx, caller)),
    "confirmask": Press(NOTHING, _ask),
}
