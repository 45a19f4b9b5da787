"""Owns what follows from a choice: a place and a referent, a date, a turn in a line, a wish, a link to pass on."""

from __future__ import annotations

from bot.domain.message import Message
from bot.domain.mission import Mission, MissionId, SignUp
from bot.domain.shift import Booking, ShiftId
from bot.domain.text import say
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import missions, rosters, shifts, wishes
from bot.storage.database import Transaction
from bot.usecases.booking import book
from bot.usecases.finding import Finding
from bot.usecases.house import Ending, Talk
from bot.usecases.links import SHIFT, number_in
from bot.usecases.notify import tell_coordinators
from bot.usecases.refresh import about_wish
from bot.usecases.replies import HUMAN, MY_SIGN_UPS, reply
from bot.usecases.sign_up import join_mission, wait_for_mission

WEEK, NEAR, OTHERWISE, NONE = ":week", ":near", ":otherwise", ":none"
BY_FORM, OTHERS, MINE, TEAM = ":form", ":others", ":mine", ":team"
YES, WAIT, SHARE, MY_PROFILE = "yes", ":wait", ":share", ":profile"
"""The options beside the missions themselves; a slug has no colon, and is never one word of these."""


def shift_option(shift_id: ShiftId) -> str:
    """The id of the option that stands for a date."""
    return f"{SHIFT}{shift_id}"


def shift_chosen(option: str) -> ShiftId | None:
    number = number_in(option, SHIFT)
    return ShiftId(number) if number else None


def sought(answers: Answers) -> str:
    """The words that were typed to look for a mission; "" where they came another way."""
    match answers.of("mission"):
        case {"words": str(words)}:
            return words
        case _:
            return ""


def picked(finding: Finding, answers: Answers) -> Mission | None:
    """The mission they are looking at, whichever way they came."""
    shift_id = shift_chosen(answers.text("week"))
    if shift_id is not None:
        return finding.mission_of(shift_id)
    slug = answers.text("among") or answers.text("mission")
    return finding.mission(slug) if slug and not slug.startswith(":") else None


def take_choice(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The choice is made: a date, a mission with its referent, a turn in the line, or a wish the coordinators read."""
    if NONE in (answers.text("mission"), answers.text("among")):
        _keep_wish(tx, talk, answers.text("wish"))
        return None
    decision = answers.text("join")
    shift_id = shift_chosen(decision)
    if shift_id is not None:
        taken = _book(tx, talk, shift_id, answers)
        return taken if isinstance(taken, Refusal) else None
    mission = picked(Finding(tx, talk), answers)
    mission_id = mission.id if mission else MissionId(0)
    if decision == WAIT:
        return _wait(tx, talk, mission_id)
    joined = join_mission(tx, talk.garden, talk.person.id, mission_id, talk.now)
    return joined if isinstance(joined, Refusal) else None


def say_later(tx: Transaction, talk: Talk) -> None:
    """They left the list of missions: nothing is lost."""
    reply(
        tx,
        talk.caller,
        Message(
            (say(_("No hurry. Type /missions whenever you like, and /human to talk to somebody.")),),
            ((HUMAN,),),
        ),
        about="later",
    )


def _book(tx: Transaction, talk: Talk, shift_id: ShiftId, answers: Answers) -> Booking | Refusal:
    """A place for everybody who comes along; in the line, where they agreed to wait."""
    shift = shifts.find_shift(tx, shift_id)
    roster = rosters.roster_of_shift(tx, shift_id) if shift and shift.garden_id == talk.garden.id else None
    if roster is None:
        return NotFound()
    guests = max(0, int(answers.text("guests") or 1) - 1)
    return book(
        tx,
        talk.garden,
        talk.person.id,
        roster.id,
        talk.now,
        guests=guests,
        wait=answers.text("line") == WAIT,
    )


def _wait(tx: Transaction, talk: Talk, mission_id: MissionId) -> Ending:
    waiting = wait_for_mission(tx, talk.garden, talk.person.id, mission_id, talk.now)
    if isinstance(waiting, Refusal):
        return waiting
    if isinstance(waiting, SignUp):  # a place came free while they read: what follows from it is told
        return None
    mission = missions.find_mission(tx, mission_id)
    told = say(
        _("You are on the waiting list of “<b>{mission}</b>”."), mission=mission.title if mission else "?"
    )
    how = say(_("If a place comes free, you are asked here and have a few hours to say yes. Never at night."))
    reply(tx, talk.caller, Message((told, how), ((MY_SIGN_UPS, HUMAN),)), about="waiting")
    return None


def _keep_wish(tx: Transaction, talk: Talk, text: str) -> None:
    wish = wishes.add_wish(tx, talk.garden.id, talk.person.id, text, talk.now)
    tell_coordinators(
        tx,
        talk.garden.id,
        "wish",
        {"wish": wish.id},
        dedupe=f"wish:{wish.id}",
        subject=about_wish(wish.id),
        now=talk.now,
    )
    thanks = _("Thank you for telling us. The coordinators read it, and you will hear when something fits.")
    unsaid = _("All right. The coordinators know, and you will hear when something fits.")
    reply(
        tx,
        talk.caller,
        Message(
            (
                say(thanks if text else unsaid),
                say(_("Type /missions to look again, or /human to talk to somebody.")),
            ),
            ((HUMAN,),),
        ),
        about="wish",
    )
