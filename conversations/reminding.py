"""/reminders: what to be reminded of, how long before, at what hour, on which days; and a pause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from bot.domain.labels import WEEKDAYS
from bot.domain.person import Weekday
from bot.domain.quiet import is_quiet
from bot.domain.reminding import EVERY_DAY, Topic
from bot.domain.text import Listed, Text, say
from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Clock, Day, Option, Several
from bot.engine.steps.base import lines
from bot.marks import _
from bot.usecases.reminding.wishing import (
    DAYS,
    ENOUGH,
    HOUR,
    LEADS,
    OF_TOPIC,
    ON,
    PAUSE,
    REMINDING,
    WishFacts,
    read_wish_facts,
    take_wishes,
)

HOURS = (8, 9, 12, 14, 17, 18, 19, 20)
"""What most people choose."""
BY_NUMBER = dict(enumerate(Weekday, 1))


def as_it_is(facts: WishFacts, answers: Answers) -> tuple[Text, ...]:
    wishes = facts.wishes
    told = [
        say(_("{topic}: {leads}"), topic=say(OF_TOPIC[topic]), leads=leads_of(facts, topic))
        for topic in Topic
    ]
    hour = say(_("At {hour}, on these days: {days}."), hour=wishes.hour, days=days_of(wishes.weekdays))
    if wishes.weekdays == EVERY_DAY:
        hour = say(_("At {hour}, whatever the day."), hour=wishes.hour)
    paused = (
        [say(_("⏸ Paused until {day}."), day=wishes.paused_until)]
        if wishes.paused_until and wishes.is_paused(facts.today)
        else []
    )
    return (
        say(_("<b>Your reminders</b>")),
        lines(told),
        hour,
        *paused,
        say(_("What would you like to change?")),
    )


def leads_of(facts: WishFacts, topic: Topic) -> Text:
    rules = facts.wishes.rules_for(topic)
    return Listed(tuple(say(LEADS[rule.name]) for rule in rules), apart=True) if rules else say(_("none"))


def days_of(weekdays: frozenset[int]) -> Text:
    return Listed(tuple(WEEKDAYS[BY_NUMBER[number]] for number in sorted(weekdays)))


def changes(facts: WishFacts, answers: Answers) -> tuple[Option, ...]:
    topics = tuple(Option(topic.value, say(OF_TOPIC[topic])) for topic in Topic)
    paused = facts.wishes.is_paused(facts.today)
    pause = Option(ON, say(_("End the pause"))) if paused else Option(PAUSE, say(_("Pause")))
    return (*topics, Option(HOUR, say(_("The hour"))), Option(DAYS, say(_("The days"))), pause)


def in_quiet_hours(facts: WishFacts, answers: Answers, hour: time) -> Text | None:
    if not is_quiet(hour, facts.quiet):
        return None
    told = _("{hour} is in the garden’s quiet hours ({begin} to {end}). Please choose another hour.")
    return say(told, hour=hour, begin=facts.quiet.begin, end=facts.quiet.end)


def which_leads(facts: WishFacts, answers: Answers) -> Text:
    topic = Topic(answers.text("what"))
    return say(_("<b>{topic}</b>: how long before shall I remind you?"), topic=say(OF_TOPIC[topic]))


def leads_by_now(facts: WishFacts, answers: Answers) -> tuple[str, ...]:
    return tuple(rule.name for rule in facts.wishes.rules_for(Topic(answers.text("what"))))


def days_by_now(facts: WishFacts, answers: Answers) -> tuple[str, ...]:
    return tuple(str(number) for number in sorted(facts.wishes.weekdays))


def tomorrow(facts: WishFacts, answers: Answers) -> date:
    return facts.today + timedelta(days=1)


def ends_of_a_pause(facts: WishFacts, answers: Answers) -> Sequence[date]:
    return [facts.today + timedelta(days=days) for days in (7, 14, 30)]


reminding = Conversation(
    REMINDING,
    title=_("My reminders"),
    facts=read_wish_facts,
    on_done=take_wishes,
    fleeting=True,
    stopped=_("All right. Nothing changes."),
    steps=[
        Choose(
            "what",
            as_it_is,
            options=changes,
            columns=2,
            extra=(Option(ENOUGH, _("That is fine")),),
        ),
        Several(
            "leads",
            which_leads,
            when=answered("what", *Topic),
            options=tuple(Option(name, lead) for name, lead in LEADS.items()),
            preticked=leads_by_now,
            nothing=_("No reminders"),
        ),
        Clock(
            "hour",
            _("At what hour shall I remind you? You can also type one, such as 18:30."),
            when=answered("what", HOUR),
            offers=tuple(time(hour) for hour in HOURS),
            objects=in_quiet_hours,
        ),
        Several(
            "days",
            _("On which days may I remind you? On the others, I do so before."),
            when=answered("what", DAYS),
            options=tuple(Option(str(number), WEEKDAYS[day]) for number, day in BY_NUMBER.items()),
            preticked=days_by_now,
            minimum=1,
            columns=2,
        ),
        Day(
            "until",
            _("From which day on shall I remind you again? You can also type a date."),
            when=answered("what", PAUSE),
            earliest=tomorrow,
            offers=ends_of_a_pause,
        ),
    ],
)
