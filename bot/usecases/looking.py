"""Owns what can be done beside looking for a mission: sharing it, sign-ups, the profile, words for the team."""

from __future__ import annotations

from bot.domain.said import Said
from bot.engine.state import State
from bot.storage import shifts
from bot.storage.database import Transaction
from bot.usecases.choose import MINE, MY_PROFILE, SHARE, TEAM, picked, shift_chosen, sought
from bot.usecases.finding import Finding
from bot.usecases.helping import open_profile
from bot.usecases.house import Talk
from bot.usecases.human import pass_on_once
from bot.usecases.sharing import share_mission
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
        case _ if option == TEAM:
            _send_words(tx, talk)


def _share(tx: Transaction, talk: Talk) -> None:
    """The mission they look at; the date, where they came for one."""
    finding, answers = Finding(tx, talk), State.from_json(talk.instance.state).answers
    mission = picked(finding, answers)
    if mission is None:
        return
    tapped = shift_chosen(answers.text("week"))
    named = finding.asked_shift if mission.slug == finding.asked else None
    share_mission(tx, talk.caller, mission, shifts.find_shift(tx, tapped) if tapped else named)


def _send_words(tx: Transaction, talk: Talk) -> None:
    """The words that were looked for were meant for the team."""
    words = sought(State.from_json(talk.instance.state).answers)
    if words:
        pass_on_once(tx, talk.caller, Said(words))
