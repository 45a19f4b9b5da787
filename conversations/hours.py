"""Hours without a shift, told when one likes: which mission, which day, how many hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.text import Text, say
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Day, Hours, Option
from bot.marks import _
from bot.usecases.logging_hours import AS_FAR_BACK, LOGGING, LoggingFacts, read_logging_facts, take_log
from conversations.outings import SHORTEST, hours_in_one_tap

A_MONTH = 200.0
"""Hours told at once for a whole month of a role: nobody gives more."""


def own_missions(facts: LoggingFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(str(one.id), one.title) for one in facts.missions)


def lately(facts: LoggingFacts, answers: Answers) -> Sequence[date]:
    """Today and the days before it."""
    return [facts.today - timedelta(days=back) for back in range(3)]


def today(facts: LoggingFacts, answers: Answers) -> date:
    return facts.today


def a_year_ago(facts: LoggingFacts, answers: Answers) -> date:
    return facts.today - AS_FAR_BACK


def named(facts: LoggingFacts, answers: Answers) -> tuple[Text, ...]:
    """The mission it is about: with a single one, nobody was asked which."""
    chosen = (one.title for one in facts.missions if str(one.id) == answers.text("mission"))
    return tuple(say(_("<b>{mission}</b>"), mission=title) for title in chosen)


def which_day(facts: LoggingFacts, answers: Answers) -> tuple[Text, ...]:
    asked = say(_("Which day was it? You can also type a date, such as 02/03."))
    return (*named(facts, answers), asked)


def how_many(facts: LoggingFacts, answers: Answers) -> tuple[Text, ...]:
    return (*named(facts, answers), say(_("How many hours was it? You can also write 1h30.")))


logging_hours = Conversation(
    LOGGING,
    title=_("Telling of my hours"),
    facts=read_logging_facts,
    on_done=take_log,
    stopped=_("All right. Nothing was noted."),
    steps=[
        Choose("mission", _("For which mission?"), summary=_("Mission"), options=own_missions),
        Day(
            "day",
            which_day,
            summary=_("Day"),
            offers=lately,
            earliest=a_year_ago,
            latest=today,
        ),
        Hours(
            "hours",
            how_many,
            summary=_("Hours"),
            minimum=SHORTEST,
            maximum=A_MONTH,
            options=hours_in_one_tap,
        ),
    ],
)
