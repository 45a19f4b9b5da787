"""Sharing a ride to an event: seats offered or looked for, from which town; and a word to each other."""

from __future__ import annotations

from bot.domain.lift import MOST_SEATS, LiftKind
from bot.domain.text import Text, say
from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Number, Option, Words
from bot.marks import _
from bot.usecases.events.carpool import ELSEWHERE, SHARING, SharingFacts, read_sharing_facts, take_sharing
from bot.usecases.events.ride_words import WRITING, RideFacts, read_ride_facts, take_words
from conversations.missions import counts

LONGEST_WORDS = 300


def what(facts: SharingFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(
            _("🚗 “<b>{event}</b>”: would you take somebody along, or ride with somebody?"), event=facts.title
        ),
        say(_("Others see your first name and your town. You write to each other through me.")),
    )


def towns(facts: SharingFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(town.slug, town.name) for town in facts.towns)


def to_whom(facts: RideFacts, answers: Answers) -> Text:
    return say(_("What would you like to write to {name}?"), name=facts.name)


carpool = Conversation(
    SHARING,
    title=_("Sharing a ride"),
    facts=read_sharing_facts,
    on_done=take_sharing,
    stopped=_("All right. Nothing was changed."),
    fleeting=True,
    steps=[
        Choose("kind", what, summary=_("The way"), options=(
            Option(LiftKind.OFFER.value, _("I have free seats")),
            Option(LiftKind.LOOK.value, _("I am looking for a seat")))),
        Choose("town", _("Where do you set out from?"), summary=_("From"), options=towns, columns=2,
               extra=(Option(ELSEWHERE, _("Somewhere else")),)),
        Number("seats", _("How many seats are free?"), summary=_("Seats"), when=answered("kind", LiftKind.OFFER.value),
               minimum=1, maximum=MOST_SEATS, columns=4, options=counts(1, 2, 3, 4)),
    ],
)  # fmt: skip

writing_to_ride = Conversation(
    WRITING,
    title=_("A word about the way"),
    facts=read_ride_facts,
    on_done=take_words,
    stopped=_("All right. Nothing was sent."),
    fleeting=True,
    steps=[Words("words", to_whom, summary=_("Your words"), longest=LONGEST_WORDS)],
)
