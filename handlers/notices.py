"""Buttons under notices and lists: `n.<name>`, then numbers. Who may do what is decided by the use cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from telegram import Update

from bot.domain.mission import SignUpId
from bot.domain.person import PersonId
from bot.domain.referent import AssignmentId, ReferentId
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.storage.instances import InstanceId
from bot.transport.act import Outcome
from bot.transport.toasts import Toast
from bot.usecases.claim import take_newcomer
from bot.usecases.converse import begin, resume
from bot.usecases.declining import open_declining
from bot.usecases.desk import open_card, turn_page
from bot.usecases.guardian import confirm_age, record_agreement
from bot.usecases.handing_over import open_hand_over
from bot.usecases.helping import open_profile, show_help
from bot.usecases.house import Caller
from bot.usecases.human import open_answering, open_writing
from bot.usecases.joining import approve_claim, claim_to_be, invite_referent
from bot.usecases.link_group import link_group
from bot.usecases.links import GARDEN
from bot.usecases.nudge import own_instance
from bot.usecases.pending import open_minor, open_wish
from bot.usecases.sign_up import confirm_request
from bot.usecases.start import introduce, open_missions, start
from handlers.deps import Deps

PRESS = r"^n\.([a-z]{1,12})((?:\.[0-9a-z_-]{1,40}){0,2})$"
"""Callback data of a notice."""

Press: TypeAlias = Callable[[Transaction, Caller, list[str]], Outcome]


async def take_press(update: Update, context: Any, deps: Deps) -> None:
    """A forged or outdated button gets the same polite answer as one whose subject is gone."""
    name, rest = context.match.groups()
    args = [part for part in rest.split(".") if part]
    chat = update.effective_chat
    title = (chat.title if chat else None) or ""
    press = _linking(title) if name == "link" else PRESSES.get(name)
    link = f"{GARDEN}{args[0]}" if name == "garden" and args else ""

    def do(tx: Transaction, caller: Caller) -> Outcome:
        return press(tx, caller, args) if press and _fits(name, args) else NotFound()

    await deps.act(update, do, link=link)


def not_ours(tx: Transaction, caller: Caller) -> Outcome:
    """Data that no button of ours carries."""
    return NotFound()


def _fits(name: str, args: list[str]) -> bool:
    """What the button of this name carries, and nothing else."""
    return re.fullmatch(CARRIED.get(name, ""), ".".join(args)) is not None


def _linking(title: str) -> Press:
    return lambda tx, caller, args: link_group(tx, caller, title)


def _done(outcome: Refusal | None, text: str) -> Outcome:
    return outcome if outcome is not None else Toast(say(text))


def _in_private(outcome: Refusal | None) -> Outcome:
    return _done(outcome, _("I have written to you in private."))


def _begin(tx: Transaction, caller: Caller, name: str) -> Outcome:
    begin(tx, caller.in_private(), name)
    return None


def _resume(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    instance = own_instance(tx, caller, InstanceId(int(args[0])))
    if isinstance(instance, Refusal):
        return instance
    resume(tx, caller, instance)
    return None


def _take(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    taken = take_newcomer(tx, caller.garden, AssignmentId(int(args[0])), caller.person.id, caller.now)
    return _done(taken, _("Thank you! They know that it is you."))


def _confirm(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    confirmed = confirm_request(tx, caller.garden, SignUpId(int(args[0])), caller.person.id, caller.now)
    return _done(confirmed, _("Confirmed. They have been told."))


def _agree(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    recorded = record_agreement(tx, caller, PersonId(int(args[0])))
    return _done(recorded, _("Recorded. They have been told."))


def _approve(tx: Transaction, caller: Caller, args: list[str], agreed: bool) -> Outcome:
    referent, person = ReferentId(int(args[0])), PersonId(int(args[1]))
    return _done(
        approve_claim(tx, caller, referent, person, agreed=agreed), _("Thank you. They have been told.")
    )


PRESSES: Mapping[str, Press] = {
    "start": lambda tx, caller, args: start(tx, caller, ""),
    "garden": lambda tx, caller, args: start(tx, caller, ""),
    "volunteer": lambda tx, caller, args: introduce(tx, caller.in_private()),
    "stay": lambda tx, caller, args: Toast(say(_("Thank you! Everything is kept, and nothing changes."))),
    "help": lambda tx, caller, args: show_help(tx, caller),
    "human": lambda tx, caller, args: _begin(tx, caller, "human"),
    "missions": lambda tx, caller, args: open_missions(tx, caller),
    "profile": lambda tx, caller, args: open_profile(tx, caller),
    "erase": lambda tx, caller, args: _begin(tx, caller, "erasing"),
    "resume": _resume,
    "take": _take,
    "over": lambda tx, caller, args: _in_private(open_hand_over(tx, caller, AssignmentId(int(args[0])))),
    "card": lambda tx, caller, args: _in_private(open_card(tx, caller, AssignmentId(int(args[0])))),
    "write": lambda tx, caller, args: open_writing(tx, caller, AssignmentId(int(args[0]))),
    "yes": _confirm,
    "no": lambda tx, caller, args: _in_private(open_declining(tx, caller, SignUpId(int(args[0])))),
    "answer": lambda tx, caller, args: _in_private(open_answering(tx, caller, int(args[0]))),
    "guardian": _agree,
    "ofage": lambda tx, caller, args: _done(
        confirm_age(tx, caller, PersonId(int(args[0]))), _("Confirmed. They have been told.")
    ),
    "minor": lambda tx, caller, args: _in_private(open_minor(tx, caller, PersonId(int(args[0])))),
    "wish": lambda tx, caller, args: _in_private(open_wish(tx, caller, int(args[0]))),
    "me": lambda tx, caller, args: claim_to_be(tx, caller, ReferentId(int(args[0]))),
    "approve": lambda tx, caller, args: _approve(tx, caller, args, agreed=True),
    "reject": lambda tx, caller, args: _approve(tx, caller, args, agreed=False),
    "invite": lambda tx, caller, args: _in_private(invite_referent(tx, caller, ReferentId(int(args[0])))),
    "page": lambda tx, caller, args: turn_page(tx, caller, args[0], int(args[1])),
}
NUMBER = "[0-9]{1,15}"
"""Never beyond what a database holds."""
CARRIED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "resume",
            "take",
            "over",
            "card",
            "write",
            "yes",
            "no",
            "answer",
            "guardian",
            "minor",
            "ofage",
            "wish",
            "me",
            "invite",
        ),
        NUMBER,
    ),
    "approve": rf"{NUMBER}\.{NUMBER}",
    "reject": rf"{NUMBER}\.{NUMBER}",
    "garden": "[0-9a-z_-]+",
    "page": rf"(people|pending)\.{NUMBER}",
}
"""What stands behind a button's name; nothing where it is not listed."""
