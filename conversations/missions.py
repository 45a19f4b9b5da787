"""A coordinator writes a mission sheet: few questions, what usually suits answered already, seen before it is out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.labels import (
    DAY_PARTS,
    FORMS,
    FROM_AGES,
    KINDS,
    LEVELS,
    RHYTHMS,
    SHORT_WEEKDAYS,
    SKILLS,
    language_inside,
    slot_name,
)
from bot.domain.mission import MissionKind, MissionState
from bot.domain.person import DayPart, Level, Slot, Weekday
from bot.domain.text import Text, say
from bot.engine.checks import Check, at_most, not_blank
from bot.engine.conditions import Condition, answered
from bot.engine.conversation import Conversation
from bot.engine.state import Answers
from bot.engine.steps import (
    Choose,
    ForEach,
    Grid,
    Number,
    Option,
    Page,
    Review,
    Several,
    Shortcut,
    Step,
    Words,
)
from bot.engine.steps.grid import CLEAR
from bot.marks import _
from bot.usecases.garden_file.schema import LINE, SENTENCES, TITLE
from bot.usecases.managing.sheets import AS_IT_IS, GARDEN, HOME, IN, lines_in
from bot.usecases.managing.writing import WRITING, SheetFacts, read_sheet_facts, take_sheet
from conversations.questions import options
from conversations.translating import also_in, in_other, in_which_language, other_languages, translated

MOST_TASKS = 8
YES_NO = (Option("yes", say(_("Yes"))), Option("no", say(_("No"))))
is_about_skills = answered("kind", MissionKind.SKILLS.value)


def each_line(longest: int, most: int) -> Check:
    """At least one line and at most `most`, each of at most `longest` characters."""

    def check(words: str) -> Text | None:
        found = lines_in(words)
        if not found:
            return not_blank("")
        if len(found) > most:
            return say(_("That makes {count} lines, and {most} fit. Could you put some together?"),
                       count=len(found), most=most)  # fmt: skip
        return next((remark for one in found if (remark := at_most(longest)(one))), None)

    return check


def usual(step: str) -> Callable[[SheetFacts, Answers], str | None]:
    def proposal(facts: SheetFacts, answers: Answers) -> str | None:
        return facts.usual.get(step)

    return proposal


def usual_where(facts: SheetFacts, answers: Answers) -> str | None:
    """The place chosen just before, in words."""
    place = answers.text("place")
    if place == HOME:
        return facts.usual.get("from_home")
    points = {point.slug: point for point in facts.garden.pickup_points}
    if place in points:
        return f"{points[place].name.in_language(facts.main)}, {points[place].address}"
    town = facts.garden.town(place)
    return town.name if town else facts.usual.get("where")


def places(facts: SheetFacts, answers: Answers) -> tuple[Option, ...]:
    same = facts.mission is not None and answers.text("place") == AS_IT_IS
    return (
        Option(GARDEN, say(_("At the garden"))),
        Option(HOME, say(_("From home"))),
        *(Option(point.slug, point.name) for point in facts.garden.pickup_points),
        *(Option(town.slug, town.name) for town in facts.garden.towns),
        *((Option(AS_IT_IS, say(_("As it is now"))),) if same or facts.mission else ()),
    )


def domains(facts: SheetFacts, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(domain, facts.garden.field_name(domain)) for domain in facts.domains)


def chosen_skills(facts: SheetFacts, answers: Answers) -> tuple[Option, ...]:
    ticked = answers.ticked("skills")
    return tuple(Option(skill.value, label) for skill, label in SKILLS.items() if skill.value in ticked)


def unless_required(facts: SheetFacts, answers: Answers) -> tuple[Option, ...]:
    """Where a level is required, a referent confirms each person anyway."""
    return () if answers.ticked("required") else YES_NO


def preview(facts: SheetFacts, answers: Answers) -> tuple[Text, ...]:
    heading = say(_("👁 <b>What volunteers read</b> ({language})"), language=language_inside(facts.main))
    return (heading, *facts.preview(answers, facts.main))


def preview_in(facts: SheetFacts, answers: Answers) -> tuple[Text, ...]:
    heading = say(_("👁 <b>What volunteers read</b> ({language})"), language=language_inside(answers.item))
    return (heading, *facts.preview(answers, answers.item))


def publish(facts: SheetFacts, answers: Answers) -> tuple[Text, ...]:
    if facts.mission is not None and facts.mission.state is MissionState.OPEN:
        return (say(_("Shall volunteers read it so from now on?")),)
    return (say(_("Nobody has seen it yet. Shall volunteers be offered this mission?")),)


def ways_out(facts: SheetFacts, answers: Answers) -> tuple[Option, ...]:
    if facts.mission is not None and facts.mission.state is MissionState.OPEN:
        return (
            Option("yes", say(_("Save, and keep it public"))),
            Option("no", say(_("Save, and offer it to nobody for now"))),
        )
    return (Option("yes", say(_("Publish"))), Option("no", say(_("Keep it for later"))))


def counts(*numbers: float) -> Callable[[SheetFacts, Answers], tuple[Option, ...]]:
    """Numbers in one tap."""
    return lambda facts, answers: tuple(
        Option(str(number), say("{number}", number=number)) for number in numbers
    )


def text(
    step: str,
    prompt: str,
    summary: str,
    longest: int,
    *,
    when: Condition | None = None,
    suggest: Callable[[SheetFacts, Answers], str | None] | None = None,
) -> Words:
    """A text of the sheet, asked in the coordinator's language."""
    asked = in_which_language(prompt)
    return Words(
        step,
        asked,
        summary=summary,
        when=when,
        suggest=suggest,
        longest=longest,
        one_line=True,
        human=False,
    )


tasks = Words(
    "tasks",
    in_which_language(_("What does one do? One task a line, eight at most.")),
    summary=_("Tasks"),
    longest=MOST_TASKS * (LINE + 3),
    check=each_line(LINE, MOST_TASKS),
    human=False,
)
tasks_in = replace(
    tasks,
    id="tasks" + IN,
    prompt=translated("tasks", _("The tasks in <b>{language}</b>, one a line, in the same order:")),
)

ABOUT_SKILLS: Sequence[Step] = (
    text("need", _("What does the garden need? Say what was looked at first."), _("Need"), SENTENCES,
         when=is_about_skills),
    text("transfer", _("What will be handed on, so that the team can go on alone?"), _("Handed on"), SENTENCES,
         when=is_about_skills),
    text("recipients", _("To whom? Functions only, no names of employees."), _("To whom"), SENTENCES,
         when=is_about_skills),
)  # fmt: skip

mission_sheet = Conversation(
    WRITING,
    title=_("Writing a mission"),
    facts=read_sheet_facts,
    on_done=take_sheet,
    stopping=_("Do you want to stop here? What you wrote in this sheet will not be kept. “Later” keeps it."),
    stopped=_("All right. Nothing was changed."),
    steps=[
        Choose("kind", _("What kind of mission is it?"), summary=_("Kind"), options=options(KINDS), human=False),
        text("title", _("What is it called? A few words, verbs first: “Water the seedlings”."), _("Title"), TITLE),
        text("purpose", _("What is it good for? One or two sentences."), _("Purpose"), SENTENCES),
        *ABOUT_SKILLS,
        tasks,
        text("when", _("When, in words? “Saturday mornings, 9 to 12”."), _("When"), LINE, suggest=usual("when")),
        Choose("place", _("Where does it take place?"), summary=_("Place"), options=places, human=False),
        text("where", _("How would you tell somebody the place?"), _("Where"), LINE, suggest=usual_where),
        Number("hours", _("How long is one outing, in hours?"), summary=_("Hours"), minimum=0.25, maximum=24,
               whole=False, columns=4, human=False,
               options=counts(1, 2, 3, 4)),
        Number("places", _("For how many people at once?"), summary=_("Places"), minimum=1, maximum=1000, columns=4,
               options=counts(1, 2, 4, 8),
               skippable=True, skip=_("No limit"), human=False),
        text("learn", _("What does one learn?"), _("Learns"), SENTENCES, suggest=usual("learn")),
        text("provided", _("What is provided? Never a reward, in money or in kind."), _("Provided"), SENTENCES,
             suggest=usual("provided")),
        Choose("domain", _("Whose field is it? A referent of this field welcomes those who come."),
               summary=_("Field"), options=domains, columns=2, human=False),
        Choose("form", _("Which form of involvement is it?"), summary=_("Form"), options=options(FORMS), human=False),
        Grid("slots", _("On which kinds of days? This is how the bot finds people who are free."),
             summary=_("Days"), rows=tuple(Option(day.value, SHORT_WEEKDAYS[day]) for day in Weekday),
             columns=tuple(Option(part.value, DAY_PARTS[part]) for part in DayPart),
             shortcuts=(Shortcut("any", _("Any time"), (), at_once=True), CLEAR), nothing=_("Any time"),
             named=lambda tick: slot_name(Slot.parse(tick)), human=False),
        Several("rhythms", _("How often can one come?"), summary=_("How often"), options=options(RHYTHMS),
                minimum=1, human=False),
        Several("skills", _("Which skills help? They shut nobody out."), summary=_("Skills"), options=options(SKILLS),
                columns=2, per_page=12, human=False),
        Several("required", _("Must somebody have one of them? Who has not is not offered the mission."),
                summary=_("Required"), options=chosen_skills, nothing=_("Nothing is required"), human=False),
        ForEach(over="required", step=Choose(
            "level", _("<b>{item}</b>: which level at least?"), summary=_("Level at least"), human=False,
            options=tuple(Option(level.value, label) for level, label in LEVELS.items() if level is not Level.NEVER))),
        Choose("on_request", _("Does a referent confirm each person first?"), summary=_("On request"),
               options=unless_required, columns=2, human=False),
        Choose("minimum_age", _("From which age?"), summary=_("Age"), options=options(FROM_AGES), human=False),
        Choose("accompanied", _("Is somebody of the team there the first time?"), summary=_("Accompanied"),
               options=YES_NO, columns=2, human=False),
        Several("in_other", also_in, summary=_("Other languages"), options=other_languages, columns=2,
                nothing=_("Not now"), human=False),
        in_other("title", _("The title in <b>{language}</b>:"), _("Title"), TITLE),
        in_other("purpose", _("What it is good for, in <b>{language}</b>:"), _("Purpose"), SENTENCES),
        in_other("need", _("The need, in <b>{language}</b>:"), _("Need"), SENTENCES, when=is_about_skills),
        in_other("transfer", _("What is handed on, in <b>{language}</b>:"), _("Handed on"), SENTENCES,
                 when=is_about_skills),
        in_other("recipients", _("To whom, in <b>{language}</b>:"), _("To whom"), SENTENCES, when=is_about_skills),
        ForEach(over="in_other", step=tasks_in),
        in_other("when", _("When, in <b>{language}</b>:"), _("When"), LINE),
        in_other("where", _("Where, in <b>{language}</b>:"), _("Where"), LINE),
        in_other("learn", _("What one learns, in <b>{language}</b>:"), _("Learns"), SENTENCES),
        in_other("provided", _("What is provided, in <b>{language}</b>:"), _("Provided"), SENTENCES),
        Review("review", _("<b>Is everything as you want it?</b> Next, you see it as volunteers do."),
               confirm=_("See it as volunteers do"), human=False),
        Page("preview", preview, human=False),
        ForEach(over="in_other", step=Page("preview_in", preview_in, human=False)),
        Choose("publish", publish, options=ways_out, summary=_("Published"), listed=False, human=False),
    ],
)  # fmt: skip
