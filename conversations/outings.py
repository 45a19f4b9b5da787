"""What became of an outing: the volunteer says, the referent confirms; two or three taps each."""

from __future__ import annotations

from bot.domain.report import LONGEST_DAY, Mood, Outcome
from bot.domain.text import Text, say
from bot.engine.conditions import answered, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Hours, Option, Words
from bot.marks import _
from bot.usecases.changing_hours import CHANGING, DONE, HoursFacts, read_hours_facts, take_change
from bot.usecases.changing_hours import OTHER as OTHER_NUMBER
from bot.usecases.human import LONGEST_MESSAGE
from bot.usecases.notices.hours import WHY
from bot.usecases.outings import Outing
from bot.usecases.telling import (
    AWAY,
    CAME,
    NONE,
    OTHER,
    TELLING,
    UNSAID,
    TellingFacts,
    read_telling_facts,
    take_telling,
)
from bot.usecases.thanking import WORD, WordFacts, read_word_facts, take_word

SHORTEST = 0.25
"""A quarter of an hour: the least that is written down."""

came = answered("outcome", CAME, OTHER)


def how_it_went(facts: TellingFacts, answers: Answers) -> Text:
    if facts.day is None:
        return say(_("How did it go?"))
    return say(_("“<b>{mission}</b>”, {day}: how did it go?"), mission=facts.mission, day=facts.day)


def what_happened(facts: TellingFacts, answers: Answers) -> tuple[Option, ...]:
    return (
        Option(CAME, say(_("I was there: {hours} h"), hours=facts.hours)),
        Option(OTHER, say(_("I was there, other hours"))),
        Option(AWAY, say(_("I could not come"))),
        Option(NONE, say(_("It did not take place"))),
    )


def hours_in_one_tap(facts: object, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(str(hours), say(_("{hours} h"), hours=hours)) for hours in (1, 2, 3, 4))


FACES = (
    Option(Mood.GOOD.value, _("🙂 Good")),
    Option(Mood.MIXED.value, _("😐 So-so")),
    Option(Mood.BAD.value, _("🙁 Not easy")),
)

telling = Conversation(
    TELLING,
    title=_("How it went"),
    facts=read_telling_facts,
    on_done=take_telling,
    stopped=_("All right. Nothing was noted."),
    steps=[
        Choose("outcome", how_it_went, summary=_("Outcome"), options=what_happened),
        Hours(
            "hours",
            _("How many hours was it? You can also write 1h30."),
            summary=_("Hours"),
            when=answered("outcome", OTHER),
            minimum=SHORTEST,
            maximum=LONGEST_DAY,
            options=hours_in_one_tap,
        ),
        Choose(
            "why",
            _(
                "Thank you for saying so. What kept you? Only if you like: your referent would ask how you are."
            ),
            summary=_("Reason"),
            when=answered("outcome", AWAY),
            options=(
                Option(Outcome.SICK.value, _("I was not well")),
                Option(Outcome.EXCUSED.value, _("Something came up")),
                Option(Outcome.ABSENT.value, _("I forgot")),
                Option(UNSAID, _("I would rather not say")),
            ),
        ),
        Choose("mood", _("And how was it for you?"), summary=_("How it was"), when=came, options=FACES),
        Words(
            "words",
            _("A word to your referent, written or spoken? They get it as it is."),
            summary=_("Your words"),
            when=answered("outcome", CAME, OTHER, NONE),
            skippable=True,
            skip=_("Nothing to add"),
            longest=LONGEST_MESSAGE,
            encloses=True,
        ),
    ],
)


def whose_hours(facts: HoursFacts, answers: Answers) -> Text:
    if facts.day is None:
        return say(_("Nothing more to do here."))
    return say(
        _("“<b>{mission}</b>”, {day}: whose hours are different?"), mission=facts.mission, day=facts.day
    )


def people_listed(facts: HoursFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(str(one.report.id), _in_one_line(one)) for one in facts.outings)


def _in_one_line(outing: Outing) -> Text:
    outcome = outing.report.outcome
    if outcome is not None and not outing.report.came:
        return say(_("{name}: {why}"), name=outing.name, why=WHY[outcome])
    return say(_("{name}: {hours} h"), name=outing.name, hours=outing.hours)


def how_many_hours(facts: HoursFacts, answers: Answers) -> Text:
    one = facts.outing(answers.text("who"))
    return say(_("<b>{name}</b>: how many hours was it?"), name=one.name if one else "")


def usual_hours(facts: HoursFacts, answers: Answers) -> tuple[Option, ...]:
    usual = sorted({1.0, 2.0, 3.0, 4.0, facts.planned})
    return tuple(Option(f"{hours:g}", say(_("{hours} h"), hours=hours)) for hours in usual)


def or_none(facts: HoursFacts, answers: Answers) -> tuple[Option, ...]:
    """Why there are none, and last the question for a number."""
    return (
        Option(Outcome.SICK.value, say(_("Was not well"))),
        Option(Outcome.EXCUSED.value, say(_("Had told us, could not come"))),
        Option(Outcome.ABSENT.value, say(_("Did not come"))),
        Option(OTHER_NUMBER, say(_("Another number of hours"))),
    )


changing_hours = Conversation(
    CHANGING,
    title=_("Hours of a shift"),
    facts=read_hours_facts,
    on_done=take_change,
    stopped=_("All right. What was confirmed stays so."),
    fleeting=True,
    steps=[
        Choose(
            "who",
            whose_hours,
            summary=_("Who"),
            options=people_listed,
            extra=(Option(DONE, _("Everybody else is right")),),
            human=False,
        ),
        Hours(
            "what",
            how_many_hours,
            summary=_("Hours"),
            when=not_(answered("who", DONE)),
            minimum=SHORTEST,
            maximum=LONGEST_DAY,
            options=usual_hours,
            otherwise=or_none,
            human=False,
        ),
        Hours(
            "number",
            _("How many hours? You can also write 1h30."),
            summary=_("Hours"),
            when=answered("what", OTHER_NUMBER),
            minimum=SHORTEST,
            maximum=LONGEST_DAY,
            human=False,
        ),
    ],
)


def word_of_thanks(facts: WordFacts, answers: Answers) -> Text:
    return say(_("What would you like to tell <b>{name}</b>? They read it as you write it."), name=facts.name)


thanking = Conversation(
    WORD,
    title=_("A word of thanks"),
    facts=read_word_facts,
    on_done=take_word,
    stopped=_("All right. Nothing was sent."),
    steps=[Words("word", word_of_thanks, longest=1000, human=False)],
)
