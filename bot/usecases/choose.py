"""Owns choosing a mission: the ones that suit, best first with reasons; the sheet; joining; or a wish for later."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.eligibility import why_not
from bot.domain.garden import Garden
from bot.domain.matching import Match, rank_missions
from bot.domain.message import Message
from bot.domain.mission import Mission, MissionId
from bot.domain.person import Profile
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.engine.steps import lines
from bot.errors import Refusal
from bot.marks import _
from bot.storage import missions, profiles, sign_ups, wishes
from bot.storage.database import Transaction
from bot.usecases.house import Ending, Talk
from bot.usecases.notify import tell_coordinators
from bot.usecases.refresh import about_wish
from bot.usecases.replies import HUMAN, refusal_text, reply
from bot.usecases.sign_up import AlreadySignedUp, join_mission

NONE = "none"
"""The option that says that no mission suits."""


@dataclass(frozen=True, slots=True)
class ChoosingFacts:
    """What suits one volunteer now, best first. `obstacle` says why the mission of a link is not among them."""

    garden: Garden
    profile: Profile | None
    matches: tuple[Match, ...]
    held: tuple[Mission, ...]
    obstacle: Text | None

    def match(self, slug: str) -> Match | None:
        return next((match for match in self.matches if match.mission.slug == slug), None)

    def holding(self, slug: str) -> Mission | None:
        """The mission of this slug if they hold a place in it: what they said yes to is still shown afterwards."""
        return next((mission for mission in self.held if mission.slug == slug), None)


def read_choosing_facts(tx: Transaction, talk: Talk) -> ChoosingFacts:
    profile = profiles.find_profile(tx, talk.person.id, talk.garden.id)
    mine = sign_ups.open_sign_ups(tx, talk.person.id, talk.garden.id)
    held = [mission for one in mine if (mission := missions.find_mission(tx, one.mission_id))]
    taken = frozenset(mission.id for mission in held)
    matches = (
        rank_missions(profile, missions.open_missions(tx, talk.garden.id), talk.garden, excluding=taken)
        if profile
        else ()
    )
    obstacle = _obstacle(tx, profile, held, talk) if profile and talk.subject else None
    return ChoosingFacts(talk.garden, profile, _asked_first(matches, talk.subject), tuple(held), obstacle)


def take_choice(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The choice is made: a place with its referent, or a wish the coordinators read."""
    if answers.text("mission") == NONE:
        _keep_wish(tx, talk, answers.text("wish"))
        return None
    mission = missions.find_mission_by_slug(tx, talk.garden.id, answers.text("mission"))
    mission_id = mission.id if mission else MissionId(0)
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


def sheet(mission: Mission) -> tuple[Text, ...]:
    """The mission sheet (fiche de poste), as volunteers read it before they say yes."""
    tasks = lines([say("• {task}", task=task) for task in mission.tasks])
    parts: list[Text] = [
        say(_("<b>{title}</b>\n{purpose}"), title=mission.title, purpose=mission.purpose),
        say(_("What you do:\n{tasks}"), tasks=tasks),
        say(
            _("📅 {when}\n⏱ about {hours} h each time\n📍 {where}"),
            when=mission.when,
            hours=mission.hours,
            where=mission.where,
        ),
    ]
    if mission.learn:
        parts.append(say(_("What you learn: {learn}"), learn=mission.learn))
    if mission.provided:
        parts.append(say(_("What is provided: {provided}"), provided=mission.provided))
    if mission.places_left is not None:
        parts.append(say(_("Places left: {left}"), left=mission.places_left))
    if mission.on_request:
        parts.append(
            say(_("Some experience is needed here: a referent looks at your request and answers you."))
        )
    return tuple(parts)


def _asked_first(matches: tuple[Match, ...], slug: str) -> tuple[Match, ...]:
    """The mission of the link first, the others in their order."""
    return tuple(sorted(matches, key=lambda match: match.mission.slug != slug))


def _obstacle(tx: Transaction, profile: Profile, held: list[Mission], talk: Talk) -> Text | None:
    """Why the mission that a link named cannot be chosen; None where it can."""
    mission = missions.find_mission_by_slug(tx, talk.garden.id, talk.subject)
    if mission is None:
        return None
    if any(one.id == mission.id for one in held):
        return refusal_text(AlreadySignedUp(mission=mission.title))
    return why_not(profile, mission, talk.garden)


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
