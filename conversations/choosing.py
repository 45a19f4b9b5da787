"""Three missions that suit, best first with reasons; the sheet; then a place and a referent, or a wish for later."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.engine.conditions import answered, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option, Words
from bot.engine.steps.base import lines
from bot.marks import _
from bot.usecases.choose import NONE, ChoosingFacts, read_choosing_facts, say_later, sheet, take_choice

wants_none = answered("mission", NONE)


def what_suits(facts: ChoosingFacts, answers: Answers) -> tuple[Text, ...]:
    asked_for = (facts.obstacle,) if facts.obstacle else ()
    if facts.matches:
        said = say(_("Here is what suits you, best first. Tap one to read more; nothing is decided yet."))
    else:
        said = say(_("Right now no mission fits what you told us. Tell us what you would like instead."))
    return (*asked_for, said)


def missions_that_suit(facts: ChoosingFacts, answers: Answers) -> tuple[Option, ...]:
    if not facts.matches:
        return (Option(NONE, say(_("Say what I would like"))),)
    return tuple(
        Option(match.mission.slug, match.mission.title, note=_why(match.reasons)) for match in facts.matches
    )


def mission_sheet(facts: ChoosingFacts, answers: Answers) -> tuple[Text, ...]:
    match = facts.match(answers.text("mission"))
    mission = match.mission if match else facts.holding(answers.text("mission"))
    return sheet(mission) if mission else (say(_("This mission is no longer open.")),)


def _why(reasons: tuple[Text, ...]) -> Text:
    return lines([say("– {reason}", reason=reason) for reason in reasons])


choosing = Conversation(
    "choosing",
    title=_("Choosing a mission"),
    facts=read_choosing_facts,
    on_done=take_choice,
    on_cancelled=say_later,
    steps=[
        Choose(
            "mission",
            what_suits,
            summary=_("Mission"),
            options=missions_that_suit,
            extra=(Option(NONE, _("None of these")),),
            per_page=3,
        ),
        Words(
            "wish",
            _("What would you have liked to do? A few words are enough; the coordinators read them."),
            summary=_("What you would like"),
            when=wants_none,
            skippable=True,
            skip=_("I would rather not say"),
        ),
        Choose(
            "join",
            mission_sheet,
            summary=_("Decision"),
            when=not_(wants_none),
            options=(Option("yes", _("Yes, count me in")),),
        ),
    ],
)
