"""Owns what deep links carry: a garden, mission, date, event or invitation. Whatever else comes is no link of ours."""

from __future__ import annotations

from bot.domain.event import Event, EventId
from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionId
from bot.domain.shift import Shift, ShiftId
from bot.domain.text import say
from bot.engine.state import Key, Value
from bot.marks import _
from bot.storage import events, gardens, invitations, missions, shifts
from bot.storage.database import Transaction
from bot.usecases.joining import PREFIX

GARDEN = "g_"
MISSION = "m_"
SHIFT = "s_"
EVENT = "e_"
"""What start parameters begin with: `g_<slug>` of a garden, `m_<number>` of a mission, `s_<number>` of a shift,
`e_<number>` of an event, `i_<token>` an invitation."""

NOWHERE = say(
    _("Unfortunately this link leads nowhere any more: just go on here, or write /human to reach somebody.")
)
"""What whoever opened a link to something gone is told, before they are welcomed all the same."""

LONGEST_NUMBER = 15
"""Digits of a number that a database holds for sure."""


def leads_nowhere(tx: Transaction, payload: str) -> bool:
    """Whether it reads like a link of ours, to what is not there or never was."""
    return payload.startswith((GARDEN, MISSION, SHIFT, EVENT, PREFIX)) and garden_of_link(tx, payload) is None


def garden_of_link(tx: Transaction, payload: str) -> Garden | None:
    """The garden a link leads to, by name, by its mission or by its invitation."""
    if payload.startswith(GARDEN):
        return gardens.find_garden_by_slug(tx, payload.removeprefix(GARDEN))
    if payload.startswith(PREFIX):
        invitation = invitations.find_invitation(tx, payload.removeprefix(PREFIX))
        return gardens.find_garden(tx, invitation.garden_id) if invitation else None
    led_to = event_of_link(tx, payload) or mission_of_link(tx, payload)
    return gardens.find_garden(tx, led_to.garden_id) if led_to else None


def mission_of_link(tx: Transaction, payload: str) -> Mission | None:
    """The mission a link names, itself or by one of its dates, in whatever garden."""
    if number := number_in(payload, MISSION):
        return missions.find_mission(tx, MissionId(number))
    shift = shift_of_link(tx, payload)
    return missions.find_mission(tx, shift.mission_id) if shift else None


def shift_of_link(tx: Transaction, payload: str) -> Shift | None:
    """The date a link names, in whatever garden."""
    number = number_in(payload, SHIFT)
    return shifts.find_shift(tx, ShiftId(number)) if number else None


def event_of_link(tx: Transaction, payload: str) -> Event | None:
    """The event a link names, in whatever garden; a draft is nobody's to see."""
    number = number_in(payload, EVENT)
    event = events.find_event(tx, EventId(number)) if number else None
    return event if event is not None and event.told is not None else None


def chosen_already(tx: Transaction, subject: str) -> dict[Key, Value]:
    """The answer to which mission, by what a link named: a slug, or `s_` and the number of a date."""
    mission = mission_of_link(tx, subject) if subject.startswith(SHIFT) else None
    slug = mission.slug if mission else subject
    return {("mission", ""): slug} if slug else {}


def link_to_garden(bot_name: str, garden: Garden) -> str:
    return f"https://t.me/{bot_name}?start={GARDEN}{garden.slug}"


def link_to_mission(bot_name: str, mission_id: MissionId) -> str:
    return f"https://t.me/{bot_name}?start={MISSION}{mission_id}"


def link_to_shift(bot_name: str, shift_id: ShiftId) -> str:
    return f"https://t.me/{bot_name}?start={SHIFT}{shift_id}"


def link_to_event(bot_name: str, event_id: EventId) -> str:
    return f"https://t.me/{bot_name}?start={EVENT}{event_id}"


def number_in(payload: str, prefix: str) -> int:
    """The number behind a prefix; 0 where it is none that a database could hold."""
    number = payload.removeprefix(prefix)
    fits = payload.startswith(prefix) and number.isascii() and number.isdecimal()
    return int(number) if fits and len(number) <= LONGEST_NUMBER else 0
