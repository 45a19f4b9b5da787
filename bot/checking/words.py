"""Owns the check of what conversations say: every screen, in every language, within Telegram's limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.checking.screens import DAY, screens
from bot.domain.message import Button, Message
from bot.domain.person import (
    ALL_SLOTS,
    AgeBracket,
    Form,
    GardenId,
    Level,
    Motivation,
    Person,
    PersonId,
    Profile,
    Rhythm,
    Situation,
    Skill,
    Travel,
)
from bot.domain.text import Text
from bot.engine.conversation import Conversation
from bot.i18n import Catalogues, Speaker
from bot.storage import gardens, instances, missions, people, profiles
from bot.storage.database import Database, Transaction
from bot.storage.instances import InstanceKey
from bot.usecases.converse import read_facts
from bot.usecases.garden_file import GardenFile
from bot.usecases.house import Caller, House, Talk
from bot.usecases.import_garden import import_garden
from bot.usecases.mission_sheet import in_short

READ_TO_THE_END = 600
"""Characters of a message that a phone shows at one look and people read to the end; Telegram would take 4,096. A
remark above the question is not counted: it is one sentence, and goes with the next answer."""
LONGEST_DATA = 64
"""Bytes of callback_data (Bot API, InlineKeyboardButton)."""
LONGEST_LABEL = 40
"""Characters of a button that a phone shows whole."""
LONGEST_NAME = "Maximilienne-Alexandrine de la Rochefouc"
"""As long as a first name may be."""


@dataclass(frozen=True, slots=True)
class Walked:
    """How much was looked at, and what is wrong in it, one line each."""

    screens: int
    problems: tuple[str, ...]


async def check_words(
    file: GardenFile, conversations: Mapping[str, Conversation], catalogues: Catalogues
) -> Walked:
    """Walk through every conversation on this garden, in a database of its own that is gone afterwards."""
    house = House(conversations, catalogues, frozenset(), "coupdemain_bot")
    db = await Database.open("sqlite:///:memory:")
    try:
        await db.run(import_garden, file, DAY)
        said = await db.run(lambda tx: list(_everything_said(tx, house)))
    finally:
        await db.close()
    speakers = [catalogues.speaker(language, file.garden.timezone) for language in catalogues.languages]
    problems = [
        f"{place} ({speaker.language}): {problem}"
        for speaker in speakers
        for place, message, remark in said
        for problem in _problems(message, remark, speaker)
    ]
    return Walked(len(said) * len(speakers), tuple(dict.fromkeys(problems)))


def _everything_said(tx: Transaction, house: House) -> Iterator[tuple[str, Message, Text | None]]:
    """Each message by its place, with the remark above it."""
    caller = _somebody(tx, house)
    for conversation in house.conversations.values():
        key = InstanceKey(caller.garden.id, 1, caller.person.id, conversation.name, subject="0")
        talk = Talk(caller, instances.add_instance(tx, key, {}, DAY))
        for drawn in screens(conversation, read_facts(tx, talk, conversation)):
            yield f"{conversation.name}.{drawn.step}", drawn.message, drawn.remark
    for mission in missions.list_missions(tx, caller.garden.id):
        yield f"mission {mission.slug}", Message(in_short(mission)), None


def _somebody(tx: Transaction, house: House) -> Caller:
    """Somebody for whom every mission is open, so that every one is offered."""
    garden = gardens.list_gardens(tx)[0]
    person = people.add_person(tx, name=LONGEST_NAME, language=garden.languages[0], now=DAY, telegram_id=1)
    profiles.save_profile(tx, _able_to_everything(person, garden.id), DAY)
    return Caller(house, garden, person, 1, 0, "check", LONGEST_NAME, DAY)


def _able_to_everything(person: Person, garden_id: GardenId) -> Profile:
    return Profile(
        person_id=PersonId(person.id),
        garden_id=garden_id,
        name=LONGEST_NAME,
        age=AgeBracket.ADULT,
        guardian="",
        guardian_agreed_at=None,
        situation=Situation.OTHER,
        motivations=frozenset(Motivation),
        forms=frozenset(Form),
        skills=dict.fromkeys(Skill, Level.MY_JOB),
        languages=frozenset({"fr", "en"}),
        rhythm=Rhythm.WEEKLY,
        slots=frozenset(ALL_SLOTS),
        max_km=None,
        town="",
        travel=frozenset(Travel),
    )


def _problems(message: Message, remark: Text | None, speaker: Speaker) -> Iterator[str]:
    said = message.paragraphs if remark is None else message.paragraphs[1:] or message.paragraphs
    length = len("\n\n".join(speaker.plain(paragraph) for paragraph in said))
    if length > READ_TO_THE_END:
        yield f"{length} characters, people read {READ_TO_THE_END}; shorten the texts of this screen"
    if not length:
        yield "a message without words; write a prompt"
    for row in message.rows:
        for button in row:
            yield from _button_problems(button, speaker)


def _button_problems(button: Button, speaker: Speaker) -> Iterator[str]:
    label = speaker.plain(button.label)
    if len(button.data.encode()) > LONGEST_DATA:
        yield f"the button {label!r} carries {button.data!r}, over {LONGEST_DATA} bytes; shorten its option's id"
    if not label.strip() or len(label) > LONGEST_LABEL:
        yield f"the button {label!r} has {len(label)} characters, of 1 to {LONGEST_LABEL}; reword it"
