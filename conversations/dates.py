"""A coordinator adds dates to a mission, one or a series, and moves, cancels or resizes a single one."""

from __future__ import annotations

from datetime import date, time
from itertools import islice

from bot.domain.hours import read_hour, write_hour
from bot.domain.series import BadRule, read_rule
from bot.domain.text import Brief, Listed, Text, counted, say
from bot.engine.conditions import answered, not_
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, Day, Hours, Number, Option, Review, Several, Words
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.usecases.garden_file.schema import LINE
from bot.usecases.managing.changing import (
    ShiftFacts,
    new_times,
    read_shift_facts,
    take_cancelling,
    take_capacity,
    take_move,
    take_weather,
)
from bot.usecases.managing.dates import (
    DATES,
    FORTNIGHTLY,
    MONTHLY,
    ONCE,
    OWN_RULE,
    WEEKLY,
    DateFacts,
    days_in,
    read_date_facts,
    take_dates,
)
from conversations.missions import counts
from conversations.translating import also_in, in_other, in_which_language, where_written

is_series = not_(answered("repeat", ONCE))
by_rule = answered("repeat", OWN_RULE)
MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip


def is_hour(words: str) -> Text | None:
    return None if read_hour(words) else say(_("I need a time of day, such as 9:00 or 14 h 30."))


def as_hour(words: str) -> Text:
    """A time of day as it is written everywhere, however it was typed."""
    hour = read_hour(words)
    return say("{hour}", hour=hour) if hour else words


def is_rule(words: str) -> Text | None:
    """A rule of RFC 5545, for whoever knows."""
    try:
        read_rule(words.strip(), date(2027, 1, 1))
    except BadRule as error:
        return say(_("I cannot read this rule: {why}."), why=str(error))
    return None


def are_days(words: str) -> Text | None:
    parts = words.replace(",", " ").replace(";", " ").split()
    if parts and len(days_in(words)) == len(parts):
        return None
    return say(_("Please write each day in full, such as 01/05/2027, with a comma between two."))


def which_mission(facts: DateFacts, answers: Answers) -> tuple[Text, ...]:
    title = facts.mission.title if facts.mission else ""
    return (say(_("Dates for “<b>{title}</b>”. Do they come again?"), title=title),)


def likely_days(facts: DateFacts, answers: Answers) -> tuple[date, ...]:
    return facts.offered


def usual_hour(facts: DateFacts, answers: Answers) -> str | None:
    slots = facts.mission.slots if facts.mission else frozenset()
    parts = {slot.part.value for slot in slots}
    only = next(iter(parts)) if len(parts) == 1 else ""
    return write_hour(time({"afternoon": 14, "evening": 18}.get(only, 9)), facts.main)


def usual_hours(facts: DateFacts, answers: Answers) -> tuple[Option, ...]:
    usual = facts.mission.hours if facts.mission else 2
    return tuple(Option(f"{one:g}", say("{hours}", hours=one)) for one in sorted({usual, 2, 3, 4}))


def usual_places(facts: DateFacts, answers: Answers) -> tuple[Option, ...]:
    usual = facts.mission.terms.maximum if facts.mission else None
    return tuple(Option(str(one), str(one)) for one in sorted({2, 4, 6, 8} | ({usual} if usual else set())))


def more_than_fit(facts: object, answers: Answers, least: float) -> Text | None:
    """Whoever asks for more people than there are places hears so at once."""
    most = answers.of("maximum")
    if not isinstance(most, int | float) or least <= most:
        return None
    few = ngettext("There is {count} place: no more people than that can be needed.",
                   "There are {count} places: no more people than that can be needed.")  # fmt: skip
    return say(few, count=round(most))


def closings(facts: DateFacts, answers: Answers) -> tuple[Option, ...]:
    named = {"0": say(_("When it begins")), "12": say(_("12 hours before")), "24": say(_("The day before")),
             "48": say(_("Two days before"))}  # fmt: skip
    own = answers.text("closes") or str(round(facts.mission.terms.closes_hours if facts.mission else 0))
    named.setdefault(own, say(ngettext("{count} hour before", "{count} hours before"), count=int(own)))
    return tuple(Option(hours, label) for hours, label in named.items())


MOST_SOON = 60
_SOON = ngettext("{count} of them opens at once, the others eight weeks ahead.",
                 "{count} of them open at once, the others eight weeks ahead.")  # fmt: skip


def what_comes(facts: DateFacts, answers: Answers) -> tuple[Text, ...]:
    """The dates that will be there, before they are."""
    days = facts.coming(answers, MOST_SOON)
    shown: list[Text] = [say("• {day}", day=day) for day in islice(days, 8)]
    if not days:
        return (say(_("With these answers, no date is to come. Please change something.")),)
    more = (say(_("… and so on.")),) if len(days) > 8 else ()
    pauses = [say("{name}", name=one.name) for one in facts.breaks if one.last_day >= facts.today]
    during = Listed(tuple(pauses), apart=True)
    resting = (say(_("None during: {breaks}."), breaks=during),) if pauses and len(days) > 1 else ()
    heading = say(ngettext("This date will be there to sign up for:", "These dates will be there to sign up for:"),
                  count=len(days))  # fmt: skip
    return (
        heading,
        lines([*shown, *more]),
        *_when_they_open(facts, answers, days),
        *resting,
        say(_("Is everything right?")),
    )


def _when_they_open(facts: DateFacts, answers: Answers, days: list[date]) -> tuple[Text, ...]:
    """A series is made some weeks ahead, week by week."""
    soon = sum(facts.is_made_at_once(day) for day in days)
    if answers.text("repeat") == ONCE or soon == len(days):
        return ()
    return (counted(_SOON, soon, _("They open eight weeks ahead.")),)


dates = Conversation(
    DATES,
    title=_("Adding dates"),
    facts=read_date_facts,
    on_done=take_dates,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("repeat", which_mission, summary=_("Comes again"), human=False, options=(
            Option(ONCE, _("One date")), Option(WEEKLY, _("Every week")),
            Option(FORTNIGHTLY, _("Every two weeks")),
            Option(MONTHLY, _("Every month, such as the first Saturday")), Option(OWN_RULE, _("By a rule of my own")))),
        Words("rule", (_("Please type the rule as RFC 5545 has it, for example FREQ=MONTHLY;BYDAY=1SA"),),
              summary=_("Rule"), when=by_rule, check=is_rule, longest=300, one_line=True, human=False),
        Day("day", _("On which day, or from which day on?"), summary=_("First day"), offers=likely_days,
            past=False, human=False),
        Words("starts", _("At what time does it begin?"), summary=_("Begins"), check=is_hour, told=as_hour,
              suggest=usual_hour, longest=20, one_line=True, human=False),
        Hours("hours", _("How many hours does it last?"), summary=_("Hours"), minimum=0.25, maximum=24, whole=False,
              columns=4, options=usual_hours, human=False),
        Number("maximum", _("How many people fit, guests counted?"), summary=_("Places"), minimum=1, maximum=1000,
               columns=4, options=usual_places, skippable=True, skip=_("No limit"), human=False),
        Number("minimum", _("How many are needed at least?"), summary=_("At least"), minimum=0, maximum=1000,
               columns=4, options=counts(0, 1, 2, 3), objects=more_than_fit, human=False),
        Number("guests", _("How many people may somebody bring along?"), summary=_("Guests"), minimum=0, maximum=20,
               columns=4, options=counts(0, 1, 2, 3), human=False),
        Number("newcomers", _("How many places are kept for people who come for the first time?"),
               summary=_("For newcomers"), minimum=0, maximum=1000, columns=4, options=counts(0, 1, 2, 3),
               human=False),
        Choose("closes", _("Until when can people sign up?"), summary=_("Sign up until"), options=closings,
               human=False),
        Day("until", _("On which day does it end?"), summary=_("Until"), when=is_series, skippable=True,
            skip=_("It goes on"), past=False, human=False),
        Several("season", _("Only in some months?"), summary=_("Months"), when=is_series, nothing=_("All year"),
                options=tuple(Option(str(number), name) for number, name in enumerate(MONTHS, 1)), columns=2,
                per_page=12, human=False),
        Words("without", _("On which days is there none? For example 01/05/2027, 08/05/2027"),
              summary=_("Days without"), when=is_series, check=are_days, skippable=True, skip=_("Every time"),
              human=False),
        Words("meeting", in_which_language(_("Where do people meet?")), summary=_("Meeting point"), skippable=True,
              skip=_("As the mission says"), longest=LINE, one_line=True, human=False),
        Words("equipment", in_which_language(_("What should they bring?")), summary=_("To bring"), skippable=True,
              skip=_("Nothing"), longest=LINE, one_line=True, human=False),
        Several("in_other", also_in, summary=_("Other languages"), options=where_written("meeting", "equipment"),
                columns=2, nothing=_("Not now"), human=False),
        in_other("meeting", _("Where people meet, in <b>{language}</b>:"), _("Meeting point"), LINE,
                 when=not_(answered("meeting", None)), skippable=True),
        in_other("equipment", _("What they should bring, in <b>{language}</b>:"), _("To bring"), LINE,
                 when=not_(answered("equipment", None)), skippable=True),
        Review("review", what_comes, confirm=_("Yes, these dates"), human=False),
    ],
)  # fmt: skip


def who_is_told(facts: ShiftFacts, *before: Text) -> tuple[Text, ...]:
    told = say(ngettext("{count} person has a place or waits for one: they will be told.",
                        "{count} people have a place or wait for one: they will be told."),
               count=facts.people)  # fmt: skip
    nobody = say(_("Nobody is signed up yet."))
    return (*before, told if facts.people else nobody)


def move_to_day(facts: ShiftFacts, answers: Answers) -> tuple[Text, ...]:
    return (say(_("You move “{mission}”, {date}."), mission=facts.title, date=facts.starts_at),
            say(_("To which day?")))  # fmt: skip


def the_same_day(facts: ShiftFacts, answers: Answers) -> tuple[date, ...]:
    return (facts.day,) if facts.day else ()


def the_same_hour(facts: ShiftFacts, answers: Answers) -> str | None:
    hour: time | None = facts.hour
    return write_hour(hour, facts.garden.languages[0]) if hour else None


def before_moving(facts: ShiftFacts, answers: Answers) -> tuple[Text, ...]:
    starts_at, _ends_at = new_times(facts, answers)
    moved = say(_("From {before} to {after}."), before=Brief(facts.starts_at), after=Brief(starts_at))
    return who_is_told(facts, moved)


def before_cancelling(facts: ShiftFacts, answers: Answers) -> tuple[Text, ...]:
    heading = say(_("You cancel “{mission}”, {date}."), mission=facts.title, date=facts.starts_at)
    why = say(_("Please write why, in a kind sentence: they read it as you write it."))
    return (*who_is_told(facts, heading), why)


def before_weather(facts: ShiftFacts, answers: Answers) -> tuple[Text, ...]:
    heading = say(
        _("What does the weather mean for “{mission}”, {date}?"), mission=facts.title, date=facts.starts_at
    )
    return who_is_told(facts, heading, say(_("“Boots”, or “in the barn if it rains”. Write one sentence.")))


def before_resizing(facts: ShiftFacts, answers: Answers) -> tuple[Text, ...]:
    heading = say(_("“{mission}”, {date}: how many people fit?"), mission=facts.title, date=facts.starts_at)
    stand = (
        (facts.taken, ngettext("{count} person has a place, and keeps it.",
                               "{count} people have a place, and keep it.")),
        (facts.offered, ngettext("{count} person was asked, and a place is kept for them.",
                                 "{count} people were asked, and a place is kept for each of them.")),
        (facts.waiting, ngettext("{count} person waits for a place.", "{count} people wait for a place.")),
    )  # fmt: skip
    return (heading, *(say(words, count=count) for count, words in stand if count))


moving_shift = Conversation(
    "moving_shift",
    title=_("Moving a date"),
    facts=read_shift_facts,
    on_done=take_move,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Day("day", move_to_day, summary=_("Day"), past=False, offers=the_same_day, human=False),
        Words("starts", _("At what time does it begin?"), summary=_("Begins"), check=is_hour, told=as_hour,
              suggest=the_same_hour, longest=20, one_line=True, human=False),
        Choose("sure", before_moving, options=(Option("yes", _("Yes, move it")), Option("no", _("No, leave it"))),
               listed=False, human=False),
    ],
)  # fmt: skip

cancelling_shift = Conversation(
    "cancelling_shift",
    title=_("Cancelling a date"),
    facts=read_shift_facts,
    on_done=take_cancelling,
    stopped=_("All right. It takes place."),
    steps=[
        Words("reason", before_cancelling, summary=_("Reason"), longest=300, human=False),
        Choose("sure", _("Cancel it, with this reason?"),
               options=(Option("yes", _("Yes, cancel it")), Option("no", _("No, leave it"))),
               listed=False, human=False),
    ],
)  # fmt: skip

weather_note = Conversation(
    "weather_note",
    title=_("A weather note"),
    facts=read_shift_facts,
    on_done=take_weather,
    stopped=_("All right. Nothing was sent."),
    steps=[
        Words("weather", before_weather, summary=_("Weather"), longest=LINE, one_line=True, human=False),
        Several("in_other", also_in, summary=_("Other languages"), options=where_written("weather"), columns=2,
                nothing=_("Not now"), human=False),
        in_other("weather", _("In <b>{language}</b>:"), _("Weather"), LINE),
    ],
)  # fmt: skip

resizing_shift = Conversation(
    "resizing_shift",
    title=_("Places of a date"),
    facts=read_shift_facts,
    on_done=take_capacity,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Number("maximum", before_resizing, summary=_("Places"), minimum=1, maximum=1000, columns=4,
               options=counts(2, 4, 6, 8), skippable=True, skip=_("No limit"), human=False),
        Number("minimum", _("How many are needed at least?"), summary=_("At least"), minimum=0, maximum=1000,
               columns=4, options=counts(0, 1, 2, 3), objects=more_than_fit, human=False),
    ],
)  # fmt: skip
