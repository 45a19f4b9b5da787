"""What is counted: a noun has its plural, and where there is none nobody says "0"."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from bot.domain.text import counted
from bot.i18n import Catalogues
from bot.marks import _, ngettext

NUMBERS = (
    "capacity|children|coming|count|days|done|expected|free|going|guests|heads|here|hours|left|maximum|minimum|minutes|"
    "missing|most|number|people|places|seats|sent|taken|there|total|waiting|weeks"
)
COUNTED = re.compile(
    rf"\{{(?:{NUMBERS})\}}(?:</b>)? (?:more |other |new )?(?!of\b|at\b|km\b|MB\b)[a-z]{{3,}}"
)
ALWAYS_MANY = {
    "In {days} days, everything will be erased. Do you want to stay with us?",
    "It works once, for {days} days, and joins their Telegram account to their basket.",
    "It works once, for {days} days.",
    "It works once, for {days} days. They keep their missions and their referent.",
    "Shorten it to {number} characters.",
    "That makes {count} lines, and {most} fit. Could you put some together?",
    "The codes work once, for {days} days.",
    "This file is too large for a list of members: {found}, where {most} fit. Send only the list itself.",
    "more than {number} rows",
    "{minutes} minutes",
    "{number} columns",
    "{number} rows",
    "⏱ <b>{name}</b> will be about {minutes} minutes late: “<b>{mission}</b>”, {when}.",
    "⏱ About {minutes} minutes late: the team knows. Thank you for saying so!",
}
"""The program's own numbers, none of them 1: how long a link lasts, how large a file may be, how late one may be."""


def test_a_number_beside_a_noun_has_a_plural():
    with (Path(__file__).parents[2] / "locale" / "messages.pot").open("rb") as file:
        messages = [one for one in read_po(file) if isinstance(one.id, str)]
    ours = [one.id for one in messages if not any("rehearsal" in place for place, _line in one.locations)]

    assert [one for one in ours if COUNTED.search(one) and one not in ALWAYS_MANY] == []


def test_none_is_said_in_words():
    french = Catalogues.load().speaker("fr")
    people = ngettext("Done. {count} person is told.", "Done. {count} people are told.")
    nobody = _("Done. There was nobody to tell.")

    told = [french.plain(counted(people, count, nobody)) for count in (0, 1, 2)]

    assert told == [
        "C’est fait. Il n’y avait personne à prévenir.",
        "C’est fait. 1 personne est prévenue.",
        "C’est fait. 2 personnes sont prévenues.",
    ]
