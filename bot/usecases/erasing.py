"""Owns the last question before everything about somebody is erased."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.message import Message
from bot.domain.person import Role
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import members, roles, sign_ups
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.membership import forget_member
from bot.usecases.privacy import forget
from bot.usecases.record import keeps_nothing
from bot.usecases.replies import reply, say_once

BASKET_STAYS = say(
    _(
        "Your basket goes on: the garden’s own list of baskets stays, and this chat is no longer joined to it. To end "
        "your subscription, ask the garden."
    )
)


ERASING = "erasing"


class NothingToErase(Refusal):
    message = _("Nothing is kept about you any more: there is nothing to erase.")


@dataclass(frozen=True, slots=True)
class ErasureFacts:
    """What they are to the team, which erasing leaves as it is."""

    parts: frozenset[Role]
    has_basket: bool = False
    has_missions: bool = True

    @property
    def on_team(self) -> bool:
        return not self.parts.isdisjoint({Role.REFERENT, Role.COORDINATOR})


def read_erasure_facts(tx: Transaction, talk: Talk) -> ErasureFacts:
    member = members.member_of_person(tx, talk.garden.id, talk.person.id)
    held = sign_ups.open_sign_ups(tx, talk.person.id, talk.garden.id)
    return ErasureFacts(roles.roles_of(tx, talk.person.id, talk.garden.id), member is not None, bool(held))


def open_erasing(tx: Transaction, caller: Caller) -> Refusal | None:
    """Ask once more; whoever has erased everything is not asked again."""
    if keeps_nothing(tx, caller):
        return NothingToErase()
    begin(tx, caller.in_private(), ERASING)
    return None


def what_is_erased(facts: ErasureFacts) -> tuple[Text, ...]:
    """The question: of whoever belongs to the team, only what they gave as a volunteer."""
    if facts.on_team:
        return (
            say(
                _("Erase what the garden keeps about you as a volunteer? Your missions end, and whoever looks "
                  "after you is told.")
            ),
            *_what_stays(facts),
            say(_("It cannot be undone.")),
        )  # fmt: skip
    ends = _("Erase everything the garden keeps about you? Your missions end, and your referent is told.")
    return (
        say(ends if facts.has_missions else _("Erase everything the garden keeps about you?")),
        *((BASKET_STAYS,) if facts.has_basket else ()),
        say(_("It cannot be undone.")),
    )


def take_erasure(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Erase for good, or keep; said either way."""
    if answers.text("sure") != "yes":
        reply(tx, talk.caller, Message((say(_("Nothing was erased.")),)))
        return None
    facts = read_erasure_facts(tx, talk)
    if not facts.on_team:
        forget_member(tx, talk.garden, talk.person.id, talk.now)
    forget(tx, talk.garden.id, talk.person.id, talk.now)
    say_once(tx, talk.caller, Message(_erased(facts)), about="erased")
    return None


def _erased(facts: ErasureFacts) -> tuple[Text, ...]:
    if facts.on_team:
        return (say(_("What the garden kept about you as a volunteer has been erased.")), *_what_stays(facts))
    return (
        say(_("Everything the garden kept about you has been erased.")),
        *((BASKET_STAYS,) if facts.has_basket else ()),
        say(_("Thank you for your time with us. Type /start whenever you like, and we begin afresh.")),
    )


def _what_stays(facts: ErasureFacts) -> tuple[Text, ...]:
    """The way out of the team is another one: people count on them."""
    if Role.REFERENT in facts.parts:
        return (
            say(_("You stay a referent, with the people you follow. To step down, ask a coordinator: they find "
                  "somebody for your people, then take you off the team in /manage.")),
        )  # fmt: skip
    return (
        say(_("You stay a coordinator. To step down, ask the other coordinators or whoever runs this bot.")),
    )
