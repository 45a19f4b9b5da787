"""Owns how an answer to a reminder reads, and the minutes of delay in one tap."""

from __future__ import annotations

from bot.domain.reminding import Answer
from bot.domain.text import Text, say
from bot.marks import _

LATE_BY = (10, 20, 30, 60)
"""Minutes in one tap."""


def how_it_stands(answer: Answer, late_minutes: int) -> Text:
    """What they said, or the question."""
    match answer:
        case Answer.COMING:
            return say(_("✅ You are coming. Thank you for saying so!"))
        case Answer.LATE:
            late = _("⏱ About {minutes} minutes late: the team knows. Thank you for saying so!")
            return say(late, minutes=late_minutes)
        case Answer.HOW_LATE:
            return say(_("How late will you be, about?"))
        case Answer.NONE:
            return say(_("Are you coming? One tap is enough."))
