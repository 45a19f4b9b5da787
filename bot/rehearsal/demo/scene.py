"""The play itself, in the test client's own words: a coordinator, two referents, Ana, and Bilal after her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.labels import (
    AGES,
    FORMS,
    LANGUAGE_NAMES,
    LEVELS,
    MOTIVATIONS,
    RHYTHMS,
    SITUATIONS,
    SKILLS,
    TRAVELS,
)
from bot.domain.person import AgeBracket, Form, Level, Motivation, Rhythm, Situation, Skill, Travel
from bot.domain.text import Text, say
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.groups import Group
from bot.rehearsal.stage import Stage
from bot.rehearsal.team import COORDINATOR_ID
from bot.usecases.garden_file import GardenFile

BEGINS = datetime(2026, 3, 13, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
"""A Friday, an hour and a half before the end of a working day: what nobody takes waits until Monday."""

PLANTING = "planting"
"""The mission Ana and Bilal choose, by its slug in the example garden; Solène and Mehdi look after it."""

GO_ON, DONE, TAKE = say(_("Go on")), say(_("Done")), say(_("✅ I take them"))


@dataclass(frozen=True, slots=True)
class Garden:
    """What the play needs to know of the garden: the words on its buttons."""

    name: str
    mission: Text
    wrong_answer: Text
    right_answers: Sequence[Text]


def garden_of(file: GardenFile) -> Garden:
    """The example garden's own words for the buttons of this play."""
    mission = next(sheet for sheet in file.missions if sheet.slug == PLANTING)
    first, *_others = file.charter.questions
    wrong = next(words for slug, words in first.answers.items() if slug != first.right)
    right = [question.answers[question.right] for question in file.charter.questions]
    return Garden(file.garden.name, mission.title, wrong, right)


async def play(stage: Stage, garden: Garden) -> Person:
    """Everything, in order; the volunteer who was welcomed."""
    nadia, solene, mehdi = (
        stage.person("Nadia", id=COORDINATOR_ID),
        stage.person("Solène"),
        stage.person("Mehdi"),
    )
    ana, bilal = stage.person("Ana"), stage.person("Bilal", seen=False)
    await link_the_group(stage, garden, [nadia, solene, mehdi])
    await referents_join(stage, nadia, solene, mehdi)
    await ana_is_welcomed(stage, garden, ana)
    await two_referents_tap(stage, solene, mehdi)
    await nobody_takes_bilal(stage, garden, bilal, mehdi)
    stage.look_at(ana)
    return ana


async def link_the_group(stage: Stage, garden: Garden, team: Sequence[Person]) -> None:
    nadia = team[0]
    stage.look_at(nadia)
    await stage.chapter(say(_("A coordinator makes a group the referents’ group")))
    await stage.says(nadia, "/help")
    stage.group = stage.emulator.group(
        stage.say(say(_("Referents · {garden}"), garden=garden.name)), members=team, supergroup=True
    )
    await stage.group.adds_bot(by=nadia)
    await stage.says(nadia, "/link", in_group=True)


async def referents_join(stage: Stage, nadia: Person, solene: Person, mehdi: Person) -> None:
    await stage.waits(timedelta(minutes=5))
    await stage.chapter(say(_("Two referents join: one says “That’s me”, one opens a link")))
    await solene.says("/help")
    stage.overlook()
    await stage.taps(solene, say(_("That’s me: {name}"), name="Solène Arbaud"), in_group=True)
    await stage.taps(nadia, say(_("Yes, it is")))
    await stage.says(nadia, "/people")
    await stage.taps(nadia, say(_("Invite {name}"), name="Mehdi Tazrout"))
    stage.look_at(mehdi)
    await stage.says(mehdi, start_of_link(nadia))


def start_of_link(reader: Person) -> str:
    """What opening the invitation that `reader` was sent makes a phone send."""
    link = next(word for word in reader.screen.text.split() if word.startswith("https://t.me/"))
    return f"/start {link.partition('=')[2]}"


async def ana_is_welcomed(stage: Stage, garden: Garden, ana: Person) -> None:
    await stage.waits(timedelta(minutes=10))
    stage.look_at(ana)
    await stage.chapter(say(_("Ana writes to the bot, and only taps")))
    await introduce(stage, garden, ana)
    await stage.waits(timedelta(minutes=6))
    await stage.chapter(say(_("A mission that suits, and one named referent")))
    await stage.taps(ana, garden.mission)
    await stage.taps(ana, JOIN)


async def introduce(stage: Stage, garden: Garden, who: Person) -> None:
    await stage.says(who, "/start")
    for label in answers(stage, garden):
        await stage.taps(who, who.name if label is FIRST_NAME else label)


FIRST_NAME = "first name"
JOIN = say(_("Yes, count me in"))


def answers(stage: Stage, garden: Garden) -> list[Text]:
    """What is tapped from the first screen to the missions, in order."""
    saturday = say(_("{row} {column}"), row=say(_("Sat")), column=say(_("morning")))
    return [
        *(LANGUAGE_NAMES[stage.speaker.language], GO_ON, say(_("Yes, I agree")), FIRST_NAME),
        *(AGES[AgeBracket.ADULT], SITUATIONS[Situation.NEIGHBOUR]),
        *(MOTIVATIONS[Motivation.MEET_PEOPLE], MOTIVATIONS[Motivation.INCLUSION], DONE),
        *(FORMS[Form.GIVE_TIME], DONE, SKILLS[Skill.GARDENING], DONE, LEVELS[Level.DID_IT]),
        *(DONE, RHYTHMS[Rhythm.WEEKLY], saturday, DONE, say(_("Somewhere else"))),
        *(say(_("Within 5 km")), TRAVELS[Travel.BICYCLE], DONE),
        *(say(_("Why?")), GO_ON, GO_ON),
        *(garden.wrong_answer, *garden.right_answers),
        *(say(_("Yes, I accept")), say(_("Everything is right"))),
    ]


async def two_referents_tap(stage: Stage, solene: Person, mehdi: Person) -> None:
    await stage.waits(timedelta(minutes=2))
    await stage.chapter(say(_("The newcomer is in the group; two referents tap at the same moment")))
    await stage.tap_at_once([(mehdi, TAKE), (solene, TAKE)], in_group=True)


async def nobody_takes_bilal(stage: Stage, garden: Garden, bilal: Person, mehdi: Person) -> None:
    await stage.waits(timedelta(minutes=57))
    with stage.behind_the_curtain():
        await introduce(stage, garden, bilal)
        await stage.taps(bilal, garden.mission)
    stage.follow(bilal)
    stage.overlook()
    stage.look_at(bilal)
    await stage.chapter(say(_("On Friday afternoon Bilal arrives too, and nobody takes him")))
    await stage.taps(bilal, JOIN)
    assert isinstance(stage.group, Group)
    announced = stage.group.screen
    while stage.group.screen is announced:
        await stage.waits_for_what_is_due()
    await stage.chapter(say(_("On Monday morning, the group is reminded")))
    await stage.shown()
    await stage.taps(mehdi, TAKE, in_group=True)
