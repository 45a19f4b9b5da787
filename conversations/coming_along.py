"""Who comes along to an event: under which name one is expected, guests, children."""

from __future__ import annotations

from bot.domain.event import MOST_ALONG
from bot.domain.text import Listed, Text, say
from bot.engine.conditions import fact, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Number, Option, Words
from bot.marks import _
from bot.usecases.events.along import ALONG, AlongFacts, read_along_facts, take_along

LONGEST_NAME = 40

has_a_name = fact("the garden knows their name", lambda facts: facts.is_named)


def under_which_name(facts: AlongFacts, answers: Answers) -> tuple[Text, ...]:
    expected_at = Listed(tuple(say(_("“<b>{event}</b>”"), event=one) for one in (facts.title, *facts.others)))
    return (
        say(_("Under which first name shall we expect you at {events}?"), events=expected_at),
        say(_("It is on the list at the entrance of the events you come to, and nowhere else.")),
    )


def how_many_guests(facts: AlongFacts, answers: Answers) -> Text:
    return say(_("“<b>{event}</b>”: how many adults come with you?"), event=facts.title)


FEW = tuple(Option(str(one), str(one)) for one in (1, 2, 3))


def guests(facts: AlongFacts, answers: Answers) -> tuple[Option, ...]:
    return (Option("0", say(_("Nobody else"))), *FEW)


def children(facts: AlongFacts, answers: Answers) -> tuple[Option, ...]:
    return (Option("0", say(_("No child"))), *FEW)


coming_along = Conversation(
    ALONG,
    title=_("Coming along"),
    facts=read_along_facts,
    on_done=take_along,
    stopped=_("All right. Nothing was changed."),
    fleeting=True,
    steps=[
        Words("name", under_which_name, summary=_("First name"), when=not_(has_a_name), longest=LONGEST_NAME,
              one_line=True),
        Number("guests", how_many_guests, summary=_("Guests"), minimum=0, maximum=MOST_ALONG, columns=2,
               options=guests),
        Number("children", _("And how many children?"), summary=_("Children"), minimum=0, maximum=MOST_ALONG,
               columns=2, options=children),
    ],
)  # fmt: skip
