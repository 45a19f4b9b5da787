"""Calling for volunteers: for which mission, for which date, and a word of one's own."""

from __future__ import annotations

from bot.domain.text import Brief, Text, say
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Option, Words
from bot.marks import _
from bot.usecases.calling.drafting import (
    ANY_DATE,
    CallFacts,
    MissionFacts,
    read_call_facts,
    read_mission_facts,
    take_call,
    take_mission,
)
from bot.usecases.notices.shift_case import hours_of

LONGEST_WORDS = 300


def missions_looking(facts: MissionFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(mission.slug, mission.title) for mission in facts.missions)


def dates(facts: CallFacts, answers: Answers) -> tuple[Option, ...]:
    """The dates with room, as short as buttons are; how many come is said where there is a limit."""
    if not facts.dates:
        return ()
    listed = [Option(str(one.shift.id), Brief(one.shift.starts_at)) for one in facts.dates]
    return (*listed, Option(ANY_DATE, say(_("Whichever date suits them"))))


def what_for(facts: CallFacts, answers: Answers) -> Text:
    return say(_("For which date of “<b>{mission}</b>”?"), mission=_title(facts))


def own_words(facts: CallFacts, answers: Answers) -> tuple[Text, ...]:
    about: Text = say(_("A call for “<b>{mission}</b>”."), mission=_title(facts))
    if facts.shift is not None:
        when = hours_of(facts.shift, facts.garden)
        about = say(_("A call for “<b>{mission}</b>”, {when}."), mission=_title(facts), when=when)
    return (
        about,
        say(
            _(
                "What it is, when and where is said already. Would you like to add a word of your own? "
                "It is passed on as you write it."
            )
        ),
        say(_("Nothing is sent yet: first you see how it reads, and how many people would get it.")),
    )


def _title(facts: CallFacts) -> Text:
    return facts.mission.title if facts.mission else ""


calling = Conversation(
    "calling",
    title=_("Calling for volunteers"),
    facts=read_mission_facts,
    on_done=take_mission,
    fleeting=True,
    stopped=_("All right. Nothing was sent."),
    steps=[
        Choose(
            "mission",
            _("For which mission are you looking for people?"),
            summary=_("Mission"),
            options=missions_looking,
            per_page=6,
            human=False,
        )
    ],
)

writing_call = Conversation(
    "writing_call",
    title=_("Writing a call"),
    facts=read_call_facts,
    on_done=take_call,
    stopped=_("All right. Nothing was sent."),
    steps=[
        Choose(
            "date",
            what_for,
            summary=_("Date"),
            options=dates,
            per_page=6,
            human=False,
        ),
        Words(
            "words",
            own_words,
            summary=_("Your words"),
            longest=LONGEST_WORDS,
            skippable=True,
            skip=_("Nothing to add"),
            human=False,
        ),
    ],
)
