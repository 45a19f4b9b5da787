"""Owns the page on the *compte d'engagement citoyen*: for whom it is and for whom it is not, in plain words."""

from __future__ import annotations

from bot.domain.message import Button, Message
from bot.domain.text import say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage.database import Transaction
from bot.usecases.house import Caller
from bot.usecases.replies import HUMAN


def show_citizen_account(tx: Transaction, caller: Caller) -> Message:
    """General information, no advice: whoever might qualify is sent to a human of the garden."""
    return Message(
        (
            say(_("<b>The citizen engagement account (compte d’engagement citoyen, CEC)</b>")),
            say(
                _(
                    "In France, some volunteering gives a right to training: 240 € a year, up to 720 €. For whom?"
                )
            ),
            lines(
                [
                    say(_("✓ Members of the board, and people who supervise other volunteers,")),
                    say(_("with at least 200 hours in the year, of which 100 in one association.")),
                    say(_("✗ Helping in the garden, however often and however well, does not count for it.")),
                ]
            ),
            say(
                _(
                    "They declare their hours by 30 June of the following year; the association attests to "
                    "them by 31 December."
                )
            ),
            say(
                _(
                    "<i>General information, not legal advice. Your certificate counts in any case: CV, "
                    "Passeport Bénévole, VAE.</i>"
                )
            ),
        ),
        ((Button(say(_("My certificate")), data="n.certificate"),), (HUMAN,)),
    )
