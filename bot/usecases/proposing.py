"""Owns the third answer to a request: another mission that suits better, which the volunteer may take with one tap."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.labels import LEVELS, SKILLS
from bot.domain.matching import rank_missions
from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, SignUpId, SignUpState
from bot.domain.person import Level
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import missions, sign_ups
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.leaving import leave_mission
from bot.usecases.notices.case import Case, case_of_sign_up
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_sign_up
from bot.usecases.replies import HUMAN, refusal_text, reply
from bot.usecases.sign_up import join_mission, may_decline

PROPOSED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """Whose request it is, what it asks for and what they declared, and what else suits them, best first."""

    name: str
    mission: Text
    declared: tuple[Text, ...]
    others: tuple[Mission, ...]


def open_proposing(tx: Transaction, caller: Caller, sign_up_id: SignUpId) -> Refusal | None:
    """Ask in private for which mission instead; the tap comes from the group."""
    refusal = may_decline(tx, caller.garden, sign_up_id, caller.person.id)
    if refusal is not None:
        return refusal
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin(tx, caller.in_private(), "proposing", str(sign_up_id))
    return None


def read_proposal_facts(tx: Transaction, talk: Talk) -> ProposalFacts:
    case = case_of_sign_up(tx, SignUpId(int(talk.subject)))
    if case is None:
        return ProposalFacts("", "", (), ())
    return ProposalFacts(case.name, case.mission.title, declared_levels(case), _others(tx, case))


class Answered(Refusal):
    message = _("Your request is answered by now: there is nothing left to choose here.")


def declared_levels(case: Case) -> tuple[Text, ...]:
    """For each skill the mission asks for: the level it needs and the one they declared."""
    known = case.profile.skills if case.profile else {}
    return tuple(
        say(
            _("{skill}: declared “{declared}”, needed “{needed}”"),
            skill=SKILLS[skill],
            declared=LEVELS[known.get(skill, Level.NEVER)],
            needed=LEVELS[needed],
        )
        for skill, needed in case.mission.required.items()
    )


def take_proposal(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """The volunteer reads the proposal, with the referent's word; their request stands until they answer."""
    case = case_of_sign_up(tx, SignUpId(int(talk.subject)))
    mission = missions.find_mission_by_slug(tx, talk.garden.id, answers.text("mission"))
    refusal = may_decline(tx, talk.garden, SignUpId(int(talk.subject)), talk.person.id)
    if refusal is not None or case is None or mission is None:
        reply(tx, talk.caller, Message((refusal_text(refusal or NotFound()),)))
        return None
    tell_person(
        tx,
        talk.garden.id,
        case.person.id,
        "mission_proposed",
        {"sign_up": case.sign_up.id, "mission": mission.id, "text": answers.text("word")},
        dedupe=f"mission_proposed:{case.sign_up.id}:{talk.caller.cause}",
        subject=about_sign_up(case.sign_up.id),
        now=talk.now,
    )
    reply(
        tx, talk.caller, Message((say(_("Done. They have been told, and their request waits meanwhile.")),))
    )
    return None


def mission_proposed(tx: Transaction, parcel: Parcel) -> Composed:
    """What the volunteer reads: what is proposed instead, why, and one tap either way."""
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if case is None or mission is None:
        return None
    if case.sign_up.state is not SignUpState.REQUESTED:
        return _answered(case, parcel)
    told: list[Text] = [
        say(
            _("About “<b>{mission}</b>”: something else may suit you better, “<b>{other}</b>”."),
            mission=case.mission.title,
            other=mission.title,
        )
    ]
    if word := parcel.payload.get("text"):
        name = case.referent.name if case.referent else case.garden.name
        told += [say(_("{name} writes:"), name=name), str(word)]
    told.append(say(_("📅 {when}\n📍 {where}"), when=mission.when, where=mission.where))
    told.append(say(_("Nothing is decided: your request stands until you choose.")))
    numbers = f"{case.sign_up.id}.{mission.id}"
    return Message(
        tuple(told),
        (
            (Button(say(_("Yes, I prefer this one")), data=f"n.instead.{numbers}"),),
            (Button(say(_("No, I keep my request")), data=f"n.keep.{case.sign_up.id}"),),
            (HUMAN,),
        ),
    )


def take_instead(
    tx: Transaction, caller: Caller, sign_up_id: SignUpId, mission_id: MissionId
) -> Refusal | None:
    """The other mission in place of the request; where that has no place any more, the request stands."""
    sign_up = sign_ups.lock_sign_up(tx, sign_up_id)
    if sign_up is None or sign_up.person_id != caller.person.id:
        return NotFound()
    if sign_up.state is not SignUpState.REQUESTED:
        return Answered()
    joined = join_mission(tx, caller.garden, caller.person.id, mission_id, caller.now)
    if isinstance(joined, Refusal):
        return joined
    _tell_referent(tx, caller, sign_up.id, "proposal_taken", {"mission": mission_id})
    left = leave_mission(tx, caller.garden, sign_up.id, caller.person.id, caller.now, instead=mission_id)
    return left if isinstance(left, Refusal) else None


def keep_request(tx: Transaction, caller: Caller, sign_up_id: SignUpId) -> Refusal | None:
    """They would rather have what they asked for: whoever follows them knows."""
    case = case_of_sign_up(tx, sign_up_id)
    if case is None or case.person.id != caller.person.id:
        return NotFound()
    if case.sign_up.state is not SignUpState.REQUESTED:
        return Answered()
    _tell_referent(tx, caller, sign_up_id, "request_kept", {})
    return None


def _tell_referent(
    tx: Transaction, caller: Caller, sign_up_id: SignUpId, kind: str, payload: dict[str, MissionId]
) -> None:
    """Whose it was to answer the request hears what came of the proposal."""
    case = case_of_sign_up(tx, sign_up_id)
    if case is not None and case.referent is not None and case.referent.person_id is not None:
        tell_person(
            tx,
            caller.garden.id,
            case.referent.person_id,
            kind,
            {"sign_up": sign_up_id, **payload},
            dedupe=f"{kind}:{sign_up_id}:{caller.cause}",
            subject=about_sign_up(sign_up_id),
            now=caller.now,
        )


def proposal_taken(tx: Transaction, parcel: Parcel) -> Composed:
    """To the referent: what was proposed suits, and the request is answered by that."""
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    if case is None or mission is None:
        return None
    told = _("<b>{name}</b> says yes to what was proposed: “<b>{other}</b>” instead of “<b>{mission}</b>”.")
    why = say(_("You get this message because the request was yours to answer. You have nothing more to do."))
    return Message((say(told, name=case.name, other=mission.title, mission=case.mission.title), why))


def request_kept(tx: Transaction, parcel: Parcel) -> Composed:
    """To the referent: the request waits for a yes or a no."""
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    if case is None:
        return None
    if case.sign_up.state is not SignUpState.REQUESTED:
        return _answered(case, parcel)
    return Message(
        (
            say(
                _(
                    "<b>{name}</b> would rather keep the request for “<b>{mission}</b>”. It waits for your answer."
                ),
                name=case.name,
                mission=case.mission.title,
            ),
        ),
        (
            (
                Button(say(_("✅ Confirm")), data=f"n.yes.{case.sign_up.id}"),
                Button(say(_("Decline…")), data=f"n.no.{case.sign_up.id}"),
            ),
        ),
    )


def _answered(case: Case, parcel: Parcel) -> Composed:
    """What was sent leaves nothing to choose; what was not is not sent any more."""
    if parcel.message_id is None:
        return None
    told = say(_("The request for “<b>{mission}</b>” is answered by now."), mission=case.mission.title)
    return Message((told,))


def _others(tx: Transaction, case: Case) -> tuple[Mission, ...]:
    profile, garden = case.profile, case.garden
    if profile is None:
        return ()
    mine = {one.mission_id for one in sign_ups.open_sign_ups(tx, case.person.id, garden.id)}
    ranked = rank_missions(profile, missions.open_missions(tx, garden.id), garden, excluding=frozenset(mine))
    return tuple(match.mission for match in ranked[:PROPOSED_AT_MOST])
