"""Owns the steps that scenes share: somebody introduces themselves, chooses, is announced to the group, is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.domain.labels import (
    AGES,
    DAY_PARTS,
    FORMS,
    LANGUAGE_NAMES,
    LEVELS,
    MOTIVATIONS,
    RHYTHMS,
    SHORT_WEEKDAYS,
    SITUATIONS,
    SKILLS,
    TRAVELS,
)
from bot.domain.mission import MissionKind
from bot.domain.person import (
    AgeBracket,
    DayPart,
    Level,
    Motivation,
    Rhythm,
    Situation,
    Skill,
    Slot,
    Travel,
    Weekday,
)
from bot.domain.text import Text, say
from bot.domain.working_time import add_working_time
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.scenes.scene import CannotPlay, Cast
from bot.rehearsal.stage import Stage
from bot.usecases.garden_file.schema import CharterSheet, MissionSheet
from bot.usecases.garden_file.values import garden_of

GO_ON, DONE, JOIN = say(_("Go on")), say(_("Done")), say(_("Yes, count me in"))
TAKE, CONFIRM = say(_("✅ I take them")), say(_("✅ Confirm"))
OTHERS, JUST_ME = say(_("Show me others")), say(_("Just me"))
MOST_NEEDED = 6
LONGEST_WAIT = timedelta(days=60)
SATURDAY_MORNING = Slot(Weekday.SATURDAY, DayPart.MORNING)

_AGES = list(AgeBracket)


def mission_for(cast: Cast, age: AgeBracket = AgeBracket.ADULT, *, plain: bool = False) -> MissionSheet:
    """The first mission a neighbour of that age can do, rather one that asks for nothing; `plain`: only such a one.

    Raises: CannotPlay where the garden file has none.
    """
    open_to = [
        sheet
        for sheet in cast.file.missions
        if not sheet.paused and _AGES.index(sheet.minimum_age) <= _AGES.index(age)
    ]
    simple = [sheet for sheet in open_to if not (sheet.on_request or sheet.required)]
    found = [*simple, *([] if plain else open_to)]
    if not found:
        raise CannotPlay(
            say(
                _(
                    "This scene needs a mission that is open to everybody of that age. In this garden file each one "
                    "is paused, reserved for older people, or decided on request."
                )
            )
        )
    return found[0]


def dated_mission(cast: Cast, fewest: int = 0) -> MissionSheet:
    """The first mission with dates that anybody of age may join, and that needs `fewest` people to a handful.

    Raises: CannotPlay where the garden file has none.
    """
    found = [
        sheet
        for sheet in cast.file.missions
        if sheet.kind is MissionKind.SHIFTS
        and not (sheet.paused or sheet.on_request or sheet.required)
        and fewest <= needed(sheet) <= MOST_NEEDED
    ]
    if not found:
        raise CannotPlay(
            say(
                _(
                    "This scene needs a mission with dates that is open to everybody, and a few people for it. "
                    "In this garden file there is none."
                )
            )
        )
    return found[0]


def needed(mission: MissionSheet) -> int:
    """How many people its dates need at least."""
    return 1 if mission.terms.minimum is None else mission.terms.minimum


async def sign_up_for_first_date(stage: Stage, cast: Cast, who: Person, mission: MissionSheet) -> None:
    """From the first word to a place at the soonest date, alone."""
    await introduce(stage, cast, who, mission)
    await choose(stage, who, mission)
    await say_yes(stage, who)


async def say_yes(stage: Stage, who: Person) -> None:
    """Join the mission whose sheet is open; one with dates at its soonest, alone."""
    if stage.sees(who, JOIN):
        await stage.taps(who, JOIN)
        return
    await stage.taps(who, who.screen.buttons[0][0])
    if stage.sees(who, JUST_ME):
        await stage.taps(who, JUST_ME)


def reader_of(stage: Stage, people: Sequence[Person], label: Text) -> Person | None:
    """Who of them has this button on their newest message."""
    return next((one for one in people if stage.sees(one, label)), None)


async def time_passes(stage: Stage, until: Callable[[], bool]) -> None:
    """From one thing that is due to the next."""
    latest = stage.now + LONGEST_WAIT
    while not until() and stage.now < latest:
        await stage.waits_for_what_is_due()
    if not until():
        raise CannotPlay(
            say(
                _(
                    "For two months nothing more happens: somebody has taken them in the meantime, or the delays "
                    "of this garden file are very long."
                )
            )
        )


async def by_day(stage: Stage, cast: Cast) -> None:
    """Nobody is disturbed at night: a scene begins when the garden is at work."""
    garden = garden_of(cast.file)
    opening = add_working_time(stage.now, 0, garden.rules.working, garden.zone)
    if opening > stage.now:
        await stage.waits_until(opening)


async def introduce(
    stage: Stage,
    cast: Cast,
    who: Person,
    mission: MissionSheet,
    *,
    age: AgeBracket = AgeBracket.ADULT,
    guardian: str = "",
) -> None:
    """From the first word to the missions that suit, with answers that suit this mission."""
    await stage.says(who, "/start")
    await tap_all(stage, who, [LANGUAGE_NAMES[stage.speaker.language], GO_ON, say(_("Yes, I agree"))])
    await tap_all(stage, who, [who.name, AGES[age]])
    if guardian:
        await stage.says(who, guardian)
    await tap_all(stage, who, [*about_you(mission), *about_us(cast.file.charter)])


async def tap_all(stage: Stage, who: Person, labels: Sequence[Text]) -> None:
    for label in labels:
        await stage.taps(who, label)


def about_you(mission: MissionSheet) -> list[Text]:
    """What somebody answers from their situation to how they travel."""
    return [
        SITUATIONS[Situation.NEIGHBOUR],
        *(MOTIVATIONS[Motivation.MEET_PEOPLE], MOTIVATIONS[Motivation.INCLUSION], DONE),
        *(FORMS[mission.form], DONE),
        *_skills(mission),
        DONE,
        RHYTHMS[Rhythm.WEEKLY if Rhythm.WEEKLY in mission.rhythms else mission.rhythms[0]],
        *_moments(mission),
        *(say(_("Somewhere else")), say(_("Within 5 km")), TRAVELS[Travel.BICYCLE], DONE),
    ]


def _skills(mission: MissionSheet) -> list[Text]:
    wanted = [skill for skill in Skill if skill in mission.required] or mission.skills[:1]
    if not wanted:
        return [say(_("Nothing in particular"))]
    levels = [LEVELS[mission.required.get(skill, Level.DID_IT)] for skill in wanted]
    return [*(SKILLS[skill] for skill in wanted), DONE, *levels]


def _moments(mission: MissionSheet) -> list[Text]:
    if not mission.slots:
        return [say(_("Any time"))]
    slot = SATURDAY_MORNING if SATURDAY_MORNING in mission.slots else mission.slots[0]
    return [say(_("{row} {column}"), row=SHORT_WEEKDAYS[slot.day], column=DAY_PARTS[slot.part]), DONE]


def about_us(charter: CharterSheet) -> list[Text]:
    """Rights, duties, the questions with one wrong answer, the charter, and that everything is right."""
    first, *_others = charter.questions
    wrong = next(words for slug, words in first.answers.items() if slug != first.right)
    right = [question.answers[question.right] for question in charter.questions]
    return [
        *(say(_("Why?")), GO_ON, GO_ON),
        *(wrong, *right),
        *(say(_("Yes, I accept")), say(_("Everything is right"))),
    ]


async def choose(stage: Stage, who: Person, mission: MissionSheet) -> None:
    """Open the mission's sheet, on whatever page of the list it stands. Raises: CannotPlay where it is not offered."""
    seen: set[str] = set()
    while not stage.sees(who, mission.title):
        if who.screen.text in seen or not stage.sees(who, OTHERS):
            raise CannotPlay(
                say(
                    _("The mission “{mission}” is not offered here; perhaps it is full."),
                    mission=mission.title,
                )
            )
        seen.add(who.screen.text)
        await stage.taps(who, OTHERS)
    await stage.taps(who, mission.title)


async def join_unseen(stage: Stage, cast: Cast, who: Person, mission: MissionSheet) -> None:
    """They answer everything behind the curtain, up to the mission's sheet."""
    with stage.behind_the_curtain():
        await introduce(stage, cast, who, mission)
        await choose(stage, who, mission)
    stage.follow(who)
    stage.overlook()


def proposed(cast: Cast) -> Person:
    """The referent whom the group's newest notice names, else the first one."""
    said = cast.group.screen.text
    named = [one for one in cast.referents if one.name in said]
    return max(named, key=lambda one: len(one.name), default=cast.referents[0])


def another(cast: Cast, than: Person, domain: str) -> Person:
    """A second referent, rather of the same domain. Raises: CannotPlay where the garden has only one."""
    others = [one for one in cast.referents if one is not than]
    if not others:
        raise CannotPlay(say(_("This scene needs two referents, and the garden file names only one.")))
    return next((one for one in others if looks_after(cast, one, domain)), others[0])


def looks_after(cast: Cast, referent: Person, domain: str) -> bool:
    """Whether the garden file says that this is one of their domains."""
    sheets = [sheet for sheet in cast.file.referents if sheet.name.startswith(referent.name)]
    return any(domain in sheet.domains for sheet in sheets)


def take_label(mission: MissionSheet) -> Text:
    """What a referent taps: a request is confirmed, which takes the person too."""
    return CONFIRM if mission.on_request or mission.required else TAKE
