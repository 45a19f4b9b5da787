"""Owns letters to households: who writes, the three steps to the bot, and a code that is theirs alone."""

from __future__ import annotations

from bot.domain.prints import Letter, Letters
from bot.i18n import Speaker
from bot.marks import _
from bot.printing.paper import Paper
from bot.printing.qr import draw_qr
from bot.printing.typesetting import Values, typeset

# i18n: the heading of a letter to a household
TITLE = _("Your basket, on your phone")
HELLO = _("Hello {name},")
WHY = _(
    "We can now remind you of your basket in Telegram, a free app. There you say in one tap that you are coming, that "
    "a friend fetches it, or that you are away."
)
STEPS = (
    _("Install Telegram, if you do not have it."),
    _("Scan this code with your phone’s camera."),
    _("Telegram opens. Tap “Start”: that is all."),
)
OR_OPEN = _("No camera? Open this address:")
ALONE = _("This code is for your household alone (number {key}). It works once, until {day}.")
AS_BEFORE = _("You would rather not? Nothing changes: your basket waits for you as before.")
FETCHED_AT = _("Your pickup point: {point}")
CONTACT = _("A question? {contact}")

LONGEST_NAME, LONGEST_LINE = 60, 110


def print_letters(letters: Letters, speaker: Speaker) -> bytes:
    """The letters as a PDF in the speaker's language; the same values always make the same file.

    Raises: CannotPrint.
    """
    return typeset("letters", letter_values(letters, Paper(speaker)))


def letter_values(letters: Letters, paper: Paper) -> Values:
    """What stands in the places of the template."""
    contact = paper.say(letters.contact.replace("\n", ", "), LONGEST_LINE)
    return {
        "language": paper.language,
        "garden": paper.say(letters.garden, LONGEST_NAME),
        "title": paper.phrase(TITLE),
        "why": paper.phrase(WHY),
        "steps": [paper.phrase(step) for step in STEPS],
        "or_open": paper.phrase(OR_OPEN),
        "as_before": paper.phrase(AS_BEFORE),
        "contact": paper.phrase(CONTACT, contact=contact) if contact else "",
        "letters": [_letter(one, letters, paper) for one in letters.letters],
    }


def _letter(letter: Letter, letters: Letters, paper: Paper) -> Values:
    point = paper.say(letter.point, LONGEST_NAME)
    return {
        "hello": paper.phrase(HELLO, name=paper.say(letter.name, LONGEST_NAME)),
        "alone": paper.phrase(ALONE, key=letter.key, day=paper.day(letters.until)),
        "point": paper.phrase(FETCHED_AT, point=point) if point else "",
        "link": letter.url.removeprefix("https://"),
        "url": letter.url,
        "qr": draw_qr(letter.url),
    }
