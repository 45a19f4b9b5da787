"""Owns posters that coordinators print: of one mission or of the whole garden, in a language and a size they choose."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Document, Message
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.person import GardenId
from bot.domain.prints import PaperSize, Poster
from bot.domain.text import Text, say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import gardens, missions, shifts
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.links import link_to_garden, link_to_mission
from bot.usecases.managing.access import may_manage, mission_to_manage
from bot.usecases.managing.cards import Rows, called
from bot.usecases.notices.shift_case import hours_of
from bot.usecases.notify import tell_person

POSTER = "poster"
WHOLE_GARDEN = MissionId(0)
"""In place of a mission's number."""
MOST_LANGUAGES = 6
NEXT_DATES = 3
GARDEN_TITLE = say(_("Come and lend a hand in the garden"))


def choose_poster(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | Message:
    """Which size, and in which language of the garden's."""
    mission = _wanted(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    heading = say(_("🖨 <b>Poster: “{title}”</b>"), title=_title(mission))
    told: list[Text] = [
        heading,
        say(
            _(
                "It says what, when and where, with a code to scan. A4 hangs at a pickup point or a market, "
                "A5 is handed out."
            )
        ),
    ]
    if mission is not None and mission.state is not MissionState.OPEN:
        told.append(say(_("The mission is not offered at the moment: whoever scans the code hears so.")))
    return Message(tuple(told), _choices(caller.garden, mission_id))


def owe_poster(
    tx: Transaction, caller: Caller, mission_id: MissionId, size: PaperSize, language: str
) -> Refusal | None:
    """Owe the file; it is composed and printed when it is sent."""
    mission = _wanted(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if language not in caller.garden.languages:
        return NotFound()
    payload = {
        "mission": mission_id,
        "size": size.value,
        "paper": language,
        "bot": caller.house.bot_name,
    }
    dedupe = f"{POSTER}:{caller.cause}"
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        POSTER,
        payload,
        dedupe=dedupe,
        now=caller.now,
        lane=Lane.REPLY,
    )
    return None


def compose_poster(tx: Transaction, parcel: Parcel) -> Composed:
    """As things stand now, in the language it was asked in; what is said with it, in that of who asked."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    number = MissionId(parcel.payload["mission"])
    mission = missions.find_mission(tx, number) if number else None
    if garden is None or (number and mission is None):
        return None
    size, bot = PaperSize(parcel.payload["size"]), str(parcel.payload["bot"])
    poster = _of_mission(tx, garden, mission, bot, parcel.created_at) if mission else _of_garden(garden, bot)
    filename = say(
        _("Poster {title} {size} {language}.pdf"),
        title=_title(mission),
        size=size.value.upper(),
        language=parcel.payload["paper"],
    )
    told = say(_("🖨 To print as it is, in colour or in black and white. The code on it leads here."))
    paper = Document(filename, replace(poster, size=size), language=parcel.payload["paper"])
    return Message((told,), (_back(number),), paper)


def _of_mission(tx: Transaction, garden: Garden, mission: Mission, bot: str, now: Instant) -> Poster:
    """Its usual times, then the next dates there are."""
    coming = shifts.shifts_of_mission(tx, mission.id, now)[:NEXT_DATES] if mission.has_dates else []
    usual = (mission.when,) if mission.when else ()
    return Poster(
        garden=garden.name,
        title=mission.title,
        url=link_to_mission(bot, mission.id),
        what=mission.purpose,
        when=(*usual, *(hours_of(shift, garden) for shift in coming)),
        where=mission.where,
        contact=garden.contact,
    )


def _of_garden(garden: Garden, bot: str) -> Poster:
    return Poster(
        garden=garden.name,
        title=GARDEN_TITLE,
        url=link_to_garden(bot, garden),
        what=garden.story[0] if garden.story else "",
        where=garden.address,
        contact=garden.contact,
    )


def _wanted(tx: Transaction, caller: Caller, mission_id: MissionId) -> Mission | Refusal | None:
    """The mission; None where it is to be the whole garden."""
    if mission_id == WHOLE_GARDEN:
        return may_manage(tx, caller)
    return mission_to_manage(tx, caller, mission_id)


def _title(mission: Mission | None) -> Text:
    return mission.title if mission else GARDEN_TITLE


def _choices(garden: Garden, mission_id: MissionId) -> Rows:
    rows = tuple(
        tuple(
            Button(
                say("{size} · {language}", size=size.value.upper(), language=called(language)),
                data=f"n.mposter.{mission_id}.{size.value}-{language}",
            )
            for size in PaperSize
        )
        for language in garden.languages[:MOST_LANGUAGES]
    )
    return (*rows, _back(mission_id))


def _back(mission_id: MissionId) -> tuple[Button, ...]:
    if mission_id == WHOLE_GARDEN:
        return (Button(say(_("← Manage")), data="n.manage"),)
    return (Button(say(_("← The mission")), data=f"n.mcard.{mission_id}"),)
