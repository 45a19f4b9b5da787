"""Owns posters: a call for volunteers on one page, with the code that leads into the chat."""

from __future__ import annotations

from bot.domain.prints import Poster
from bot.i18n import Speaker
from bot.marks import _
from bot.printing.paper import Paper
from bot.printing.qr import draw_qr
from bot.printing.typesetting import Values, typeset

# i18n: in a corner of a poster, above the name of the mission
KICKER = _("Could you lend a hand?")
WHEN = _("When")
WHERE = _("Where")
SCAN = _("Scan to take part")
WELCOME = _("The code opens Telegram, where the garden’s bot welcomes you. It costs nothing.")
OR_OPEN = _("No scanner? Open this address:")
CONTACT = _("Without Telegram: {contact}")

LONGEST_TITLE = 110
LONGEST_WHAT = 420
LONGEST_LINE = 90
MOST_LINES = 6


def print_poster(poster: Poster, speaker: Speaker) -> bytes:
    """The poster as a PDF of one page in the speaker's language; the same values always make the same file.

    Raises: CannotPrint.
    """
    return typeset("poster", poster_values(poster, Paper(speaker)))


def poster_values(poster: Poster, paper: Paper) -> Values:
    """What stands in the places of the template. What is too long for a poster is shortened."""
    contact = paper.say(poster.contact.replace("\n", ", "), LONGEST_LINE)
    return {
        "language": paper.language,
        "size": poster.size.value,
        "garden": paper.say(poster.garden, LONGEST_LINE),
        "kicker": paper.say(poster.kicker, LONGEST_LINE) if poster.kicker else paper.phrase(KICKER),
        "title": paper.say(poster.title, LONGEST_TITLE),
        "what": paper.say(poster.what, LONGEST_WHAT),
        "when_label": paper.phrase(WHEN),
        "when": [paper.say(line, LONGEST_LINE) for line in poster.when[:MOST_LINES]],
        "where_label": paper.phrase(WHERE),
        "where": paper.say(poster.where, LONGEST_LINE * 2),
        "scan": paper.phrase(SCAN),
        "welcome": paper.phrase(WELCOME),
        "or_open": paper.phrase(OR_OPEN),
        "link": poster.url.removeprefix("https://"),
        "contact": paper.phrase(CONTACT, contact=contact) if contact else "",
        "url": poster.url,
        "qr": draw_qr(poster.url),
    }
