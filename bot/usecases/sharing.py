"""Owns passing a mission on: a text ready to be forwarded, its link, and the same link as a picture to scan."""

from __future__ import annotations

from bot.domain.message import Document, Message
from bot.domain.mission import Mission, MissionId
from bot.domain.prints import Code
from bot.domain.shift import Shift
from bot.domain.text import say
from bot.marks import _
from bot.storage import missions
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.links import link_to_mission, link_to_shift
from bot.usecases.notices.shift_case import hours_of
from bot.usecases.notify import tell_person
from bot.usecases.replies import reply

CODE = "share_code"


def share_mission(tx: Transaction, caller: Caller, mission: Mission, shift: Shift | None) -> None:
    """First how, then the picture; the text to forward comes last, and alone."""
    name = caller.house.bot_name
    link = link_to_shift(name, shift.id) if shift else link_to_mission(name, mission.id)
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        CODE,
        {"mission": mission.id, "link": link},
        dedupe=f"{CODE}:{caller.cause}",
        now=caller.now,
        lane=Lane.REPLY,
    )
    reply(tx, caller, _to_forward(caller, mission, shift, link), about="share")


def compose_code(tx: Transaction, parcel: Parcel) -> Composed:
    """The link as a picture, and what to do with the message below it."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if mission is None:
        return None
    told = say(
        _("Show this code to somebody beside you, or print it: their phone’s camera opens the mission.")
    )
    how = say(_("To send it to somebody, forward them the next message."))
    filename = say(_("Code {mission}.png"), mission=mission.title)
    return Message((told, how), (), Document(filename, Code(parcel.payload["link"])))


def _to_forward(caller: Caller, mission: Mission, shift: Shift | None, link: str) -> Message:
    """What somebody else reads: what it is, when and where, and the link that leads here."""
    when = hours_of(shift, caller.garden) if shift else mission.when
    return Message(
        (
            say(_("🌱 <b>{title}</b>\n{purpose}"), title=mission.title, purpose=mission.purpose),
            say(_("📅 {when}\n📍 {where}"), when=when, where=mission.where),
            say(
                _("{garden} tells you more, and welcomes you here:\n{link}"),
                garden=caller.garden.name,
                link=link,
            ),
        )
    )
