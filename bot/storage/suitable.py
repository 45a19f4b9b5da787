"""Owns finding the people whom a mission suits, in SQL: of a hundred thousand, only those few ever become objects.

Each condition says in SQL what `bot.domain.eligibility` says of one profile; a property test holds them together.
How far away towns are is computed beforehand: a garden knows some dozens, not a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from bot.domain.call import (
    NO_CALLS,
    RUNS_AT_MOST,
    Bearing,
    CallAnswer,
    CalledState,
    CallId,
    CallKind,
    Search,
    Width,
)
from bot.domain.distance import distance_km
from bot.domain.mission import HOLDING, MissionId, SignUpState
from bot.domain.person import AgeBracket, Level, PersonId, Skill
from bot.domain.shift import BookingState
from bot.storage.database import Transaction
from bot.storage.tables import (
    acceptances,
    bookings,
    called,
    calls,
    charters,
    consents,
    people,
    profiles,
    rosters,
    shifts,
    sign_ups,
    traits,
)

Clause: TypeAlias = ColumnElement[bool]

PRIME, OTHER_PRIME = 7_919, 9_973
DRAWN = 10
"""So many times as many people as are wanted are drawn, and compared by how often they were asked."""

_INVOLVED = [
    BookingState.WAITING.value,
    BookingState.OFFERED.value,
    BookingState.TAKEN.value,
    BookingState.DROPPED.value,
    BookingState.DECLINED.value,
]


def is_engaged(tx: Transaction, search: Search, person_id: PersonId, since: datetime, own: CallId) -> bool:
    """Whether somebody is in by now, wants no calls, is elsewhere then, or hears of an older call: asked of one person.

    `since`: calls that were over by then count no more. Of two calls to one person the older goes; `own` is this one.
    """
    ways = [
        _involved(search),
        _left(search),
        _stopped(search),
        _asked(search, since, calls.c.id < own),
        *_elsewhere(search),
    ]
    mine = [way.where(way.selected_columns[0] == person_id).exists() for way in ways]
    return bool(tx.connection.execute(select(or_(*mine))).scalar_one())


def count_bearings(tx: Transaction, search: Search, since: datetime) -> dict[Bearing, int]:
    """How many volunteers stand how to a search."""
    everybody = _everybody(search, since).subquery()
    counted = select(everybody.c.bearing, func.count()).group_by(everybody.c.bearing)
    return {Bearing(bearing): count for bearing, count in tx.connection.execute(counted)}


def next_people(
    tx: Transaction, search: Search, width: Width, since: datetime, own: CallId, after: int, limit: int
) -> list[tuple[int, PersonId]]:
    """Up to `limit` suitable people beyond the profile `after`, with the number of theirs: where to go on from.

    WELL are those whom it fits well, ALL the rest of those who could.
    """
    wanted = Bearing.FITS if width is Width.WELL else Bearing.COULD
    everybody = _not_called(search, since, own).where(profiles.c.id > after).subquery()
    chosen = select(everybody.c.id, everybody.c.person_id).where(everybody.c.bearing == wanted.value)
    rows = tx.connection.execute(chosen.order_by(everybody.c.id).limit(limit))
    return [(number, PersonId(person)) for number, person in rows]


def best_people(
    tx: Transaction, search: Search, since: datetime, own: CallId, turn: int, limit: int
) -> list[PersonId]:
    """The most promising for a stand-in: who offered already or was asked, belongs to the mission, then whom it fits.

    After that those asked least.

    Equals are drawn by `turn`, another one each time, so that it is not always the same people's.
    """
    everybody = _not_called(search, since, own).add_columns(_belongs(search).label("belongs")).subquery()
    suitable = everybody.c.bearing.in_([Bearing.FITS.value, Bearing.COULD.value])
    rank = case(
        (everybody.c.person_id.in_(_of_this_shift(search, _late())), -2),
        (everybody.c.person_id.in_(_of_this_shift(search, _silent())), -1),
        (everybody.c.belongs, 0),
        (everybody.c.bearing == Bearing.FITS.value, 1),
        else_=2,
    ).label("rank")
    drawn = ((everybody.c.person_id * PRIME + turn) % OTHER_PRIME).label("drawn")
    promising = (
        select(everybody.c.person_id, rank, drawn)
        .where(suitable, or_(everybody.c.belongs, not_(_on_request(search))))
        .order_by(rank, drawn)
        .limit(limit * DRAWN)
        .subquery()
    )
    asked = select(func.count()).where(called.c.person_id == promising.c.person_id).scalar_subquery()
    best = select(promising.c.person_id).order_by(promising.c.rank, asked, promising.c.drawn).limit(limit)
    return [PersonId(person) for person in tx.connection.execute(best).scalars()]


def members_among(
    tx: Transaction, mission_id: MissionId, person_ids: Sequence[PersonId]
) -> frozenset[PersonId]:
    """Those of these people who are confirmed in the mission."""
    mine = (sign_ups.c.mission_id == mission_id, sign_ups.c.state == SignUpState.CONFIRMED.value)
    known = select(sign_ups.c.person_id).where(*mine, sign_ups.c.person_id.in_(person_ids))
    return frozenset(PersonId(number) for number in tx.connection.execute(known).scalars())


def _not_called(search: Search, since: datetime, own: CallId) -> Select[Any]:
    """Everybody whom the call has not gone to yet."""
    mine = select(called.c.person_id).where(called.c.call_id == own)
    return _everybody(search, since, calls.c.id != own).where(profiles.c.person_id.not_in(mine))


def _everybody(search: Search, since: datetime, others: Clause | None = None) -> Select[Any]:
    """Every volunteer of the garden, one row each: profile, person, bearing. `others` are the calls that count."""
    bearing = case(
        (profiles.c.person_id.in_(_involved(search)), Bearing.INVOLVED.value),
        (profiles.c.person_id.in_(_left(search)), Bearing.INVOLVED.value),
        (profiles.c.person_id.in_(_stopped(search)), Bearing.STOPPED.value),
        (or_(people.c.telegram_id.is_(None), not_(people.c.reachable)), Bearing.UNREACHABLE.value),
        (profiles.c.person_id.in_(_asked(search, since, others)), Bearing.ASKED.value),
        (or_(false(), *_not_open(search)), Bearing.NOT_OPEN.value),
        (_too_far(search), Bearing.TOO_FAR.value),
        (_not_free(search), Bearing.NOT_FREE.value),
        (_fits_well(search), Bearing.FITS.value),
        else_=Bearing.COULD.value,
    )
    return (
        select(profiles.c.id, profiles.c.person_id, bearing.label("bearing"))
        .join(people, people.c.id == profiles.c.person_id)
        .where(profiles.c.garden_id == search.garden.id, _accepted(search))
    )


def _accepted(search: Search) -> Clause:
    """Whoever accepted the charter: nobody else is a volunteer yet."""
    here = select(charters.c.id).where(charters.c.garden_id == search.garden.id)
    return exists().where(acceptances.c.person_id == profiles.c.person_id, acceptances.c.charter_id.in_(here))


def _involved(search: Search) -> Select[Any]:
    """Whoever has or had to do with it: nobody is asked for what they gave up, or were told no.

    Those who missed an offer, or found no place, may be asked again.
    """
    if search.roster_id is not None and search.starts_at is not None:
        return select(bookings.c.person_id).where(
            bookings.c.roster_id == search.roster_id, bookings.c.state.in_(_INVOLVED)
        )
    return select(sign_ups.c.person_id).where(sign_ups.c.mission_id == search.mission.id)


def _left(search: Search) -> Select[Any]:
    """Whoever left the mission, or was told no, and is not in it again: none of its dates is for them."""
    mine = select(sign_ups.c.person_id).where(sign_ups.c.mission_id == search.mission.id)
    back = mine.where(sign_ups.c.state.in_([state.value for state in HOLDING]))
    over = (SignUpState.WITHDRAWN.value, SignUpState.DECLINED.value)
    return mine.where(sign_ups.c.state.in_(over), sign_ups.c.person_id.not_in(back))


def _stopped(search: Search) -> Select[Any]:
    return select(consents.c.person_id).where(
        consents.c.garden_id == search.garden.id, consents.c.kind == NO_CALLS
    )


def _asked(search: Search, since: datetime, others: Clause | None) -> Select[Any]:
    """Whoever another call goes or went to that is under way, or was until lately."""
    recent = calls.c.created_at > since - RUNS_AT_MOST
    return (
        select(called.c.person_id)
        .join(calls, calls.c.id == called.c.call_id)
        .where(
            calls.c.garden_id == search.garden.id,
            calls.c.kind != CallKind.DRAFT.value,
            or_(calls.c.ended_at > since, and_(calls.c.ended_at.is_(None), recent)),
            called.c.state.in_([CalledState.OWED.value, CalledState.SENT.value]),
            not_(_may_be_asked_again(search)),
            true() if others is None else others,
        )
    )


def _late() -> Clause:
    return called.c.answer == CallAnswer.LATE.value


def _silent() -> Clause:
    """Asked to stand in, and neither yes nor no said until somebody else was found."""
    return and_(
        calls.c.kind == CallKind.STAND_IN.value,
        calls.c.ended_at.is_not(None),
        called.c.answer == CallAnswer.NONE.value,
    )


def _of_this_shift(search: Search, how: Clause) -> Select[Any]:
    asked = select(called.c.person_id).join(calls, calls.c.id == called.c.call_id)
    return asked.where(calls.c.shift_id == search.shift_id, how)


def _may_be_asked_again(search: Search) -> Clause:
    """What does not count as having been asked: the same shift, where they said yes too late, or nothing, once."""
    if not search.at_once or search.shift_id is None:
        return false()
    before, then = called.alias(), calls.alias()
    silent_before = exists().where(
        before.c.person_id == called.c.person_id,
        before.c.call_id == then.c.id,
        then.c.shift_id == search.shift_id,
        then.c.id < calls.c.id,
        before.c.answer == CallAnswer.NONE.value,
    )
    once = and_(_silent(), not_(silent_before))
    return and_(calls.c.shift_id == search.shift_id, or_(_late(), once))


def _not_open(search: Search) -> Iterable[Clause]:
    yield and_(profiles.c.guardian_refused_at.is_not(None), profiles.c.guardian_agreed_at.is_(None))
    yield from _too_young(search)
    yield from (_lacking(skill, level) for skill, level in search.mission.required.items() if level.rank)


def _too_young(search: Search) -> Iterable[Clause]:
    ages = list(AgeBracket)
    below = ages[: ages.index(search.mission.minimum_age)]
    if below:
        yield profiles.c.age.in_([age.value for age in below])
    if search.at_once:
        minor = profiles.c.age != AgeBracket.ADULT.value
        yield and_(minor, profiles.c.guardian_agreed_at.is_(None))


def _lacking(skill: Skill, lowest: Level) -> Clause:
    enough = [level.value for level in Level if level.rank >= lowest.rank]
    return not_(_has_trait("skill", [skill.value], traits.c.level.in_(enough)))


def _too_far(search: Search) -> Clause:
    """As `eligibility`: 0 km is from home only; a town the garden does not know is at no known distance."""
    place = search.mission.place
    if place is None:
        return false()
    away = {town.slug: round(distance_km(town.place, place)) for town in search.garden.towns}
    home_only = profiles.c.max_km == 0
    if not away:
        return home_only
    km = case(away, value=profiles.c.town, else_=0)
    return or_(home_only, km > profiles.c.max_km)


def _not_free(search: Search) -> Clause:
    """At another shift then; or free at other times than the mission's, where both said any."""
    busy = _busy(search)
    slots = [str(slot) for slot in search.mission.slots]
    if not slots:
        return busy
    elsewhere = and_(_has_trait("slot", None), not_(_has_trait("slot", slots)))
    return or_(busy, elsewhere)


def _busy(search: Search) -> Clause:
    return or_(false(), *(profiles.c.person_id.in_(there) for there in _elsewhere(search)))


def _elsewhere(search: Search) -> Iterator[Select[Any]]:
    """Whoever has a place in a shift at that time; or gave one up: who cannot come to one is not asked for another."""
    if search.starts_at is None or search.ends_at is None:
        return
    states = (BookingState.TAKEN, BookingState.OFFERED, BookingState.DROPPED)
    there = bookings.c.state.in_([state.value for state in states])
    then = and_(shifts.c.starts_at < search.ends_at, shifts.c.ends_at > search.starts_at)
    yield (
        select(bookings.c.person_id)
        .join(rosters, rosters.c.id == bookings.c.roster_id)
        .join(shifts, shifts.c.id == rosters.c.shift_id)
        .where(there, then)
    )


def _fits_well(search: Search) -> Clause:
    """As `bot.domain.call.fits_well`."""
    mission = search.mission
    skills = sorted(mission.skills | mission.required.keys())
    likes = _has_trait("form", [mission.form.value])
    if not skills:
        return likes
    return or_(likes, _has_trait("skill", skills, traits.c.level != Level.NEVER.value))


def _belongs(search: Search) -> Clause:
    """Confirmed in the mission already: they know the way."""
    return profiles.c.person_id.in_(
        select(sign_ups.c.person_id).where(
            sign_ups.c.mission_id == search.mission.id, sign_ups.c.state == SignUpState.CONFIRMED.value
        )
    )


def _on_request(search: Search) -> Clause:
    return true() if search.mission.on_request else false()


def _has_trait(kind: str, values: Sequence[str] | None, *more: Clause) -> Clause:
    """Whether the profile has a trait of this kind, with one of these values where they are given."""
    named = () if values is None else (traits.c.value.in_(values),)
    return exists().where(traits.c.profile_id == profiles.c.id, traits.c.kind == kind, *named, *more)
