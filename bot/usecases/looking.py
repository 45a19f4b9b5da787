"""Owns what can be done beside looking for a mission: passing it on, seeing one's sign-ups, changing one's profile."""

from __future__ import annotations

from bot.domain.message import Message
from bot.domain.mission import Mission
from bot.domain.shift import ShiftId
from bot.domain.text import say
from bot.engine.state import State
from bot.marks import _
from bot.storage.database import Transaction
from bot.usecases.choose import MINE, MY_PROFILE, SHARE, picked, shift_chosen
from bot.usecases.finding import Finding
from bot.usecases.helping import open_profile
from bot.usecases.house import Talk
from bot.usecases.links import link_to_mission, link_to_shift
from bot.usecases.replies import reply
from bot.usecases.signed_up import open_planning


def do_beside(tx: Transaction, talk: Talk, option: str) -> None:
    """What an option does that decides nothing."""
    match option:
        case _ if option == SHARE:
            _share(tx, talk)
        case _ if option == MINE:
            open_planning(tx, talk.caller)
        case _ if option == MY_PROFILE:
            open_profile(tx, talk.caller)


def _share(tx: Transaction, talk: Talk) -> None:
    """A text that is ready to be forwarded, and how to."""
    finding, answers = Finding(tx, talk), State.from_json(talk.instance.state).answers
    mission = picked(finding, answers)
    if mission is None:
        return
    shift_id = shift_chosen(answers.text("week")) or (finding.asked_shift.id if finding.asked_shift else None)
    reply(tx, talk.caller, Message((say(_("Forward the next message to whoever you like:")),)), about="how")
    reply(tx, talk.caller, to_forward(talk, mission, shift_id), about="share")


def to_forward(talk: Talk, mission: Mission, shift_id: ShiftId | None) -> Message:
    """What somebody else reads: what it is, where, and the link that leads here."""
    name = talk.caller.house.bot_name
    link = link_to_shift(name, shift_id) if shift_id else link_to_mission(name, mission.id)
    return Message(
        (
            say(_("🌱 <b>{title}</b>\n{purpose}"), title=mission.title, purpose=mission.purpose),
            say(_("📅 {when}\n📍 {where}"), when=mission.when, where=mission.where),
            say(
                _("{garden} tells you more, and welcomes you here:\n{link}"),
                garden=talk.garden.name,
                link=link,
            ),
        )
    )
