"""Owns who keeps a pickup point, as a coordinator says in the chat: it stands until the garden file says the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.point import Point, PointId
from bot.domain.referent import Referent, ReferentId
from bot.domain.text import say
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, points, referents
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.managing.access import may_manage
from bot.usecases.notify import tell_person
from bot.usecases.pickups.asking import ask_new_keeper
from bot.usecases.pickups.case import hours_of_point
from bot.usecases.pickups.lateness import tell_new_keeper
from bot.usecases.replies import HUMAN, refusal_text, reply

KEEPERS = "keepers"
KEEPER_NAMED, KEEPER_THANKED = "keeper_named", "keeper_thanked"
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class KeeperFacts:
    """The garden's points, and the team that can keep them."""

    points: tuple[Point, ...]
    team: tuple[Referent, ...]

    def point(self, answers: Answers) -> Point | None:
        return next((one for one in self.points if str(one.id) == answers.text("point")), None)

    def chosen(self, answers: Answers) -> Referent | None:
        return next((one for one in self.team if str(one.id) == answers.text("who")), None)

    def keeper_of(self, point: Point) -> Referent | None:
        return next((one for one in self.team if one.id == point.referent_id), None)


def open_keepers(tx: Transaction, caller: Caller) -> Refusal | None:
    refusal = may_manage(tx, caller)
    if refusal is None:
        begin(tx, caller.in_private(), KEEPERS)
    return refusal


def read_keeper_facts(tx: Transaction, talk: Talk) -> KeeperFacts:
    there = points.list_points(tx, talk.garden.id)
    return KeeperFacts(tuple(there), tuple(referents.list_referents(tx, talk.garden.id)))


def take_keeper(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """They keep it from now on; whoever does, and whoever did, reads so."""
    refusal = may_manage(tx, talk.caller)
    facts = read_keeper_facts(tx, talk)
    point, chosen = facts.point(answers), facts.chosen(answers)
    if refusal is not None or point is None or answers.text("sure") != "yes":
        told = refusal_text(refusal) if refusal else say(_("All right. Nothing was changed."))
        reply(tx, talk.caller, Message((told,)), about=KEEPERS)
        return None
    _name(tx, talk, point, chosen.id if chosen else None)
    before, after = point.keeper_id, chosen.person_id if chosen else None
    if before != after:
        _tell(tx, talk, KEEPER_THANKED, point, before)
        _tell(tx, talk, KEEPER_NAMED, point, after)
        ask_new_keeper(tx, replace(point, keeper_id=after), talk.now)
        tell_new_keeper(tx, talk.garden, replace(point, keeper_id=after), talk.now)
    again = Button(say(_("🔑 Another point")), data="n.bkeepers")
    reply(tx, talk.caller, Message((say(_("Noted.")),), ((again,),)), about=KEEPERS)
    return None


def compose_keeper_named(tx: Transaction, parcel: Parcel) -> Composed:
    """What keeping a point is; not for whoever keeps it no more by then."""
    point = points.find_point(tx, PointId(parcel.payload["point"]))
    if point is None or point.keeper_id != parcel.person_id:
        return None
    told = (
        say(_("🔑 From now on you keep this pickup point: <b>{point}</b>, {when}. Thank you!"), point=point.name,
            when=hours_of_point(point)),
        say(_("/keeper shows the list of the day, to tick in the chat or to print. Late questions come to you.")),
        say(_("<i>A coordinator has named you. If that does not suit you, write to them here.</i>")),
    )  # fmt: skip
    return Message(told, ((Button(say(_("🧺 Lists of baskets")), data="n.blists"),), (HUMAN,)))


def compose_keeper_thanked(tx: Transaction, parcel: Parcel) -> Composed:
    """For whoever kept it until now."""
    point = points.find_point(tx, PointId(parcel.payload["point"]))
    if point is None or point.keeper_id == parcel.person_id:
        return None
    told = say(_("🔑 You no longer keep this pickup point: <b>{point}</b>. Thank you for all you did there!"),
               point=point.name)  # fmt: skip
    return Message((told,), ((HUMAN,),))


def _name(tx: Transaction, talk: Talk, point: Point, referent_id: ReferentId | None) -> None:
    points.name_keeper(tx, point.id, referent_id)
    audit.note(
        tx,
        garden_id=talk.garden.id,
        actor_id=talk.person.id,
        action="point.keeper",
        subject=f"point:{point.id}",
        details={"referent": referent_id},
        now=talk.now,
    )


def _tell(tx: Transaction, talk: Talk, kind: str, point: Point, person_id: PersonId | None) -> None:
    if person_id is not None and person_id != talk.person.id:
        dedupe = f"{kind}:{point.id}:{talk.caller.cause}"
        tell_person(tx, talk.garden.id, person_id, kind, {"point": point.id}, dedupe=dedupe, now=talk.now)
