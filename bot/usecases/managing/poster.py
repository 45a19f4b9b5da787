"""Owns the poster of a mission: a page to print, with the code that leads to it in the chat."""

from __future__ import annotations

from bot.domain.message import Button, Document, Message
from bot.domain.mission import Mission, MissionId
from bot.domain.prints import PaperSize, Poster
from bot.domain.text import Text, say
from bot.errors import Refusal
from bot.marks import _
from bot.storage import gardens, missions, shifts
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.links import link_to_mission
from bot.usecases.managing.access import mission_to_manage
from bot.usecases.notify import tell_person

POSTER = "poster"
MOST_DATES = 3


def send_poster(tx: Transaction, caller: Caller, mission_id: MissionId, size: str) -> Refusal | None:
    """Owe the coordinator the poster as a file; it is printed when it is sent."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        POSTER,
        {"mission": mission.id, "size": size, "link": link_to_mission(caller.house.bot_name, mission.id)},
        dedupe=f"{POSTER}:{mission.id}:{caller.cause}",
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def compose_poster(tx: Transaction, parcel: Parcel) -> Composed:
    """The poster of the mission as it stands, with its next dates."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    garden = gardens.find_garden(tx, mission.garden_id) if mission else None
    if mission is None or garden is None:
        return None
    poster = Poster(
        garden=garden.name,
        title=mission.title,
        url=parcel.payload["link"],
        what=mission.purpose,
        when=(mission.when, *_next_dates(tx, mission, parcel)),
        where=mission.where,
        contact=garden.contact,
        size=PaperSize(parcel.payload["size"]),
    )
    told = say(
        _("The poster of “<b>{title}</b>”. The code on it leads to this mission."), title=mission.title
    )
    back = (Button(say(_("← The mission")), data=f"n.mcard.{mission.id}"),)
    return Message((told,), (back,), Document(say(_("Poster {slug}.pdf"), slug=mission.slug), poster))


def _next_dates(tx: Transaction, mission: Mission, parcel: Parcel) -> tuple[Text, ...]:
    coming = shifts.shifts_of_mission(tx, mission.id, parcel.created_at) if mission.has_dates else []
    return tuple(say("{date}", date=shift.starts_at) for shift in coming[:MOST_DATES])
