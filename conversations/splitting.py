"""A coordinator cuts a mission into smaller ones: how many, which tasks, what each is called, who goes where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.text import Text, counted, say
from bot.engine.conditions import Condition, all_of, answered, fact
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import Choose, ForEach, Number, Option, Review, Several, Step, Words
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.usecases.garden_file.schema import TITLE
from bot.usecases.managing.splitting import (
    COPIED,
    DEALT,
    KEPT,
    MOST_PARTS,
    SPLITTING,
    SplitFacts,
    dates_left,
    left_over,
    parts_of,
    read_split_facts,
    take_split,
)
from conversations.missions import counts

TITLES = (_("Title of part 1"), _("Title of part 2"), _("Title of part 3"), _("Title of part 4"))
TASKS = (_("Tasks of part 1"), _("Tasks of part 2"), _("Tasks of part 3"))
DATES = (_("Dates of part 2"), _("Dates of part 3"), _("Dates of part 4"))
MOST_LISTED = 8
has_dates = fact("it has dates to come", lambda facts: bool(facts.dates))
PLACES = (_("Places of part 1"), _("Places of part 2"), _("Places of part 3"), _("Places of part 4"))


def how_many(facts: SplitFacts, answers: Answers) -> tuple[Text, ...]:
    title = facts.mission.title if facts.mission else ""
    return (
        say(_("You cut “<b>{title}</b>” into smaller missions, so that several people fit."), title=title),
        say(_("Everybody who takes part keeps a place and their referent.")),
        say(_("Into how many parts?")),
    )


def possible_counts(facts: SplitFacts, answers: Answers) -> tuple[Option, ...]:
    tasks = len(facts.mission.tasks) if facts.mission else 0
    return tuple(Option(str(count), str(count)) for count in range(2, min(MOST_PARTS, tasks) + 1))


def tasks_left(part: int) -> Callable[[SplitFacts, Answers], tuple[Option, ...]]:
    def options(facts: SplitFacts, answers: Answers) -> tuple[Option, ...]:
        return tuple(
            Option(number, facts.task(number), short=facts.task(number))
            for number in left_over(facts, answers, part)
        )

    return options


def proposed_title(part: int) -> Callable[[SplitFacts, Answers], str | None]:
    """The mission's own for the first part; for the others, their first task."""

    def title(facts: SplitFacts, answers: Answers) -> str | None:
        if part == 1 and facts.mission is not None:
            return facts.mission.title.in_language(facts.main)
        mine = parts_of(facts, answers)[part - 1].tasks
        return facts.task(str(mine[0]))[:TITLE] if mine else None

    return title


def about_part(part: int, prompt: str) -> Callable[[SplitFacts, Answers], tuple[Text, ...]]:
    def said(facts: SplitFacts, answers: Answers) -> tuple[Text, ...]:
        mine = parts_of(facts, answers)[part - 1].tasks
        return (say(prompt, part=part), lines([say("• {task}", task=facts.task(str(one))) for one in mine]))

    return said


def which_tasks(part: int) -> Callable[[SplitFacts, Answers], tuple[Text, ...]]:
    return lambda facts, answers: (say(_("Part {part}: which tasks?"), part=part),)


def who_takes_part(facts: SplitFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(number, name) for number, name in facts.people)


def who_moves(facts: SplitFacts, answers: Answers) -> tuple[Text, ...]:
    return (
        say(_("Who goes to another part? Everybody else stays in “{title}”."), title=answers.text("title1")),
        say(_("Each of them is told, kindly.")),
    )


def other_parts(facts: SplitFacts, answers: Answers) -> tuple[Option, ...]:
    parts = parts_of(facts, answers)
    return tuple(Option(str(number), part.title) for number, part in enumerate(parts, 1) if number > 1)


def what_becomes(facts: SplitFacts, answers: Answers) -> tuple[Text, ...]:
    parts = parts_of(facts, answers)
    titles = lines(
        [say("{number}. {title}", number=number, title=part.title) for number, part in enumerate(parts, 1)]
    )
    people = ngettext("{count} person is told.", "{count} people are told.")
    told = counted(people, len(facts.people), _("Nobody takes part yet: there is nobody to tell."))
    return (say(_("<b>This will be done</b>")), titles, told)


def what_of_the_dates(facts: SplitFacts, answers: Answers) -> tuple[Text, ...]:
    there = lines([say("• {date}", date=words) for _handle, words in facts.dates[:MOST_LISTED]])
    more = (say(_("… and so on.")),) if len(facts.dates) > MOST_LISTED else ()
    kept = say(_("Whatever you choose, whoever signed up for a date keeps it."))
    return (say(_("And the dates?")), there, *more, kept)


def which_dates(part: int) -> Callable[[SplitFacts, Answers], tuple[Text, ...]]:
    return lambda facts, answers: (
        say(
            _("Which dates go to “{title}”, with whoever signed up for them?"),
            title=answers.text(f"title{part}"),
        ),
        say(_("What you leave out stays with “{title}”."), title=answers.text("title1")),
    )


def dates_to_give(part: int) -> Callable[[SplitFacts, Answers], tuple[Option, ...]]:
    return lambda facts, answers: tuple(Option(*one) for one in dates_left(facts, answers, part))


def dates_of(part: int) -> Step:
    are_dealt, there = answered("dates", DEALT), parts_beyond(part)
    return Several(
        f"dates{part}",
        which_dates(part),
        summary=DATES[part - 2],
        options=dates_to_give(part),
        nothing=_("None"),
        when=all_of(are_dealt, there) if there else are_dealt,
        human=False,
    )


def parts_beyond(part: int) -> Condition | None:
    """The part is there: the first two always are."""
    return None if part <= 2 else answered("count", *(str(count) for count in range(part, MOST_PARTS + 1)))


def dealt(part: int) -> Condition | None:
    """The part's tasks are chosen: the last part has what is left."""
    return (
        None if part == 1 else answered("count", *(str(count) for count in range(part + 1, MOST_PARTS + 1)))
    )


def steps_of(part: int) -> Sequence[Step]:
    there = parts_beyond(part)
    chosen = Several(
        f"tasks{part}",
        which_tasks(part),
        summary=TASKS[min(part, MOST_PARTS - 1) - 1],
        options=tasks_left(part),
        minimum=1,
        when=dealt(part),
        human=False,
    )
    title = Words(
        f"title{part}",
        about_part(part, _("Part {part}: what is it called?")),
        summary=TITLES[part - 1],
        suggest=proposed_title(part),
        longest=TITLE,
        one_line=True,
        when=there,
        human=False,
    )
    places = Number(
        f"places{part}",
        lambda facts, answers: (
            say(_("For how many people is “{title}”?"), title=answers.text(f"title{part}")),
        ),
        summary=PLACES[part - 1],
        minimum=1,
        maximum=1000,
        columns=4,
        options=counts(1, 2, 4, 8),
        skippable=True,
        skip=_("No limit"),
        when=there,
        human=False,
    )
    return (chosen, title, places) if part < MOST_PARTS else (title, places)


splitting = Conversation(
    SPLITTING,
    title=_("Splitting a mission"),
    facts=read_split_facts,
    on_done=take_split,
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("count", how_many, summary=_("Parts"), options=possible_counts, columns=2, human=False),
        *(step for part in range(1, MOST_PARTS + 1) for step in steps_of(part)),
        Choose("dates", what_of_the_dates, summary=_("Dates"), when=has_dates, human=False, options=(
            Option(KEPT, _("All stay with the first part")), Option(COPIED, _("Each part has them all")),
            Option(DEALT, _("I deal them out")))),
        *(dates_of(part) for part in range(2, MOST_PARTS + 1)),
        Several("movers", who_moves, summary=_("Go elsewhere"), options=who_takes_part, nothing=_("Nobody"),
                human=False),
        ForEach(over="movers", step=Choose("goes_to", _("<b>{item}</b>: to which part?"), summary=_("To"),
                                           options=other_parts, human=False)),
        Review("review", what_becomes, confirm=_("Yes, split it"), human=False),
    ],
)  # fmt: skip
