"""What members and coordinators are asked about baskets: which friend, away from when to when, what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.text import Text, say
from bot.engine.conditions import answered, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Day, Option, Several, Words
from bot.marks import _
from bot.usecases.pickups.contents import (
    CONTENTS,
    ContentsFacts,
    read_contents_facts,
    take_contents,
)
from bot.usecases.pickups.friends import FRIEND, FriendFacts, read_friend_facts, take_friend
from bot.usecases.pickups.pausing import AWAY, AwayFacts, read_away_facts, take_away
from conversations.translating import also_in, in_other, in_which_language, where_written

LONGEST_ITEMS, LONGEST_RECIPE, LONGEST_NAME = 160, 1200, 40


def likely_first(facts: AwayFacts, answers: Answers) -> Sequence[date]:
    monday = facts.today + timedelta(days=7 - facts.today.weekday())
    return [facts.today, monday]


def likely_last(facts: AwayFacts, answers: Answers) -> Sequence[date]:
    first = first_day(facts, answers)
    sunday = first + timedelta(days=6 - first.weekday())
    return [sunday, sunday + timedelta(weeks=1), sunday + timedelta(weeks=2)]


def first_day(facts: AwayFacts, answers: Answers) -> date:
    return date.fromisoformat(answers.text("first") or facts.today.isoformat())


def which_friend(facts: FriendFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(_("Who collects your basket of {day}?"), day=facts.day),
        say(_("A first name is enough: only the keeper reads it.")),
    )


def which_weeks(facts: ContentsFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(week.isoformat(), say(_("Week of {day}"), day=week)) for week in facts.weeks)


def usual_items(facts: ContentsFacts, answers: Answers) -> str | None:
    return facts.items_of(answers.text("week"))


friend = Conversation(
    FRIEND,
    title=_("A friend collects the basket"),
    facts=read_friend_facts,
    on_done=take_friend,
    fleeting=True,
    stopped=_("All right. Nothing changes."),
    steps=[Words("name", which_friend, summary=_("Name"), longest=LONGEST_NAME, one_line=True)],
)

away = Conversation(
    AWAY,
    title=_("Away from baskets"),
    facts=read_away_facts,
    on_done=take_away,
    fleeting=True,
    stopped=_("All right. Nothing changes."),
    steps=[
        Day("first", _("Away from which day on?"), summary=_("From"), past=False, offers=likely_first),
        Day(
            "last",
            _("Until which day, that one included?"),
            summary=_("To"),
            earliest=first_day,
            offers=likely_last,
        ),
    ],
)

contents = Conversation(
    CONTENTS,
    title=_("What is in the baskets"),
    facts=read_contents_facts,
    on_done=take_contents,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("week", _("Which week’s baskets?"), summary=_("Week"), options=which_weeks, human=False),
        Words(
            "items",
            in_which_language(_("What is in them? One line, such as “carrots, leeks, a lettuce”.")),
            summary=_("Contents"),
            suggest=usual_items,
            longest=LONGEST_ITEMS,
            one_line=True,
            human=False,
        ),
        Words(
            "recipe",
            in_which_language(_("Would you like to add a recipe?")),
            summary=_("Recipe"),
            longest=LONGEST_RECIPE,
            skippable=True,
            skip=_("No recipe"),
            human=False,
        ),
        Several(
            "in_other",
            also_in,
            summary=_("Other languages"),
            options=where_written("items"),
            columns=2,
            nothing=_("Not now"),
            human=False,
        ),
        in_other("items", _("What is in them, in <b>{language}</b>:"), _("Contents"), LONGEST_ITEMS),
        in_other(
            "recipe",
            _("The recipe, in <b>{language}</b>:"),
            _("Recipe"),
            LONGEST_RECIPE,
            when=not_(answered("recipe", None)),
            skippable=True,
            one_line=False,
        ),
    ],
)
