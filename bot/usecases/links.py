"""Owns what deep links carry: a garden, a mission, an invitation. Whatever else comes is no link of ours."""

from __future__ import annotations

from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionId
from bot.domain.text import say
from bot.marks import _
from bot.storage import gardens, invitations, missions
from bot.storage.database import Transaction
from bot.usecases.joining import PREFIX

GARDEN = "g_"
MISSION = "m_"
"""What start parameters begin with: `g_<slug>` of a garden, `m_<number>` of a mission, `i_<token>` an invitation."""

NOWHERE = say(
    _("Unfortunately this link leads nowhere any more: just go on here, or write /human to reach somebody.")
)
"""What whoever opened a link to something gone is told, before they are welcomed all the same."""

LONGEST_NUMBER = 15
"""Digits of a number that a database holds for sure."""


def leads_nowhere(tx: Transaction, payload: str) -> bool:
    """Whether it reads like a link of ours, to what is not there or never was."""
    return payload.startswith((GARDEN, MISSION, PREFIX)) and garden_of_link(tx, payload) is None


def garden_of_link(tx: Transaction, payload: str) -> Garden | None:
    """The garden a link leads to, by name, by its mission or by its invitation."""
    if payload.startswith(GARDEN):
        return gardens.find_garden_by_slug(tx, payload.removeprefix(GARDEN))
    if payload.startswith(PREFIX):
        invitation = invitations.find_invitation(tx, payload.removeprefix(PREFIX))
        return gardens.find_garden(tx, invitation.garden_id) if invitation else None
    mission = mission_of_link(tx, payload)
    return gardens.find_garden(tx, mission.garden_id) if mission else None


def mission_of_link(tx: Transaction, payload: str) -> Mission | None:
    """The mission a link names, in whatever garden."""
    number = payload.removeprefix(MISSION)
    if not payload.startswith(MISSION) or len(number) > LONGEST_NUMBER:
        return None
    return (
        missions.find_mission(tx, MissionId(int(number))) if number.isascii() and number.isdecimal() else None
    )
