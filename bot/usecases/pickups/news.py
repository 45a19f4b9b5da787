"""Owns what members hear of a basket that the garden moved or cancelled: once, old and new; storms are waited out.

What is known of a basket is remembered while it is elsewhere; back in time, and nobody hears of it. By night it waits
for the morning, but for what begins before, or soon after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.member import MemberId
from bot.domain.person import GardenId, Person
from bot.domain.pickup import Pickup, PickupId, PickupState
from bot.domain.point import PointId
from bot.domain.quiet import next_allowed
from bot.storage import basket_news, gardens, people, pickups, points, timers
from bot.storage.basket_news import Known, News
from bot.storage.database import Transaction
from bot.storage.mailing import Posted, queue_each
from bot.storage.outbox import Lane
from bot.storage.pickups import Placing
from bot.storage.timers import Timer
from bot.usecases.notify import tell_person
from bot.usecases.pickups.news_words import BASKET_CHANGED, DELIVERY_CHANGED, to_payload
from bot.usecases.pickups.subjects import about_list, about_pickup
from bot.usecases.refresh import refresh_subjects

NEWS = "basket_news"
"""The timer of a garden: members are told, a chunk at a time, what became of their baskets."""
SETTLES, AT_THE_LATEST = timedelta(minutes=5), timedelta(minutes=30)
"""After the last change; and after the first, however many follow."""
CHUNK = 50
NEAR = timedelta(hours=2)
"""So long before it begins, nobody's sleep is worth a way for nothing."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some of those who are to be told; `later` is when the rest may be, None where all may be now."""

    some: Sequence[News]
    later: Instant | None


def note_moved(tx: Transaction, garden: Garden, placed: Sequence[Placing], now: Instant) -> None:
    """The garden put these elsewhere: whoever counts on one is told in a while, of this and of what follows."""
    moved = [one.was for one in placed if not _stays_paused(one) and _is_other(one)]
    basket_news.note_known(tx, garden.id, moved)
    basket_news.forget_old_news(tx, [one.was.id for one in placed])
    if not moved:
        return
    first = timers.find_timer(tx, _key(garden.id))
    begun = datetime.fromisoformat(first.payload["begun"]) if first else now
    _plan(tx, garden.id, begun, min(now + SETTLES, max(now, begun + AT_THE_LATEST)))


def find_news(tx: Transaction, timer: Timer, now: Instant) -> Chapter:
    """The next who are to be told. Reads only."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return Chapter((), None)
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    if morning <= now:
        return Chapter(basket_news.next_news(tx, garden.id, CHUNK), None)
    return Chapter(basket_news.next_news(tx, garden.id, CHUNK, morning + NEAR), morning)


def tell_news(tx: Transaction, timer: Timer, now: Instant, found: Chapter) -> None:
    """Tell them, and go on with the next; those whom nobody wakes, in the morning."""
    garden_id = GardenId(timer.subject_id)
    taken = basket_news.take_news(tx, [one.number for one in found.some])
    still = [one for one in found.some if one.number in taken]
    there = pickups.find_pickups(tx, [one.known.pickup_id for one in still])
    by_holder: dict[MemberId, list[News]] = {}
    for one in still:
        by_holder.setdefault(one.holder, []).append(one)
    _tell(tx, garden_id, list(by_holder.values()), there, now)
    keepers = _tell_keepers(tx, still, there, timer.payload.get("keepers", []), now)
    _forget_answers(tx, still, there, now)
    begun = datetime.fromisoformat(timer.payload["begun"])
    soon = found.later + NEAR if found.later is not None else None
    if basket_news.has_news(tx, garden_id, soon):
        _plan(tx, garden_id, begun, now, keepers)
    elif found.later is not None and basket_news.has_news(tx, garden_id):
        _plan(tx, garden_id, begun, found.later, keepers)


def _stays_paused(one: Placing) -> bool:
    """Nobody counts on it; moved out of their holiday, it is theirs again."""
    return one.was.state is PickupState.PAUSED and one.to.state is not PickupState.EXPECTED


def _is_other(one: Placing) -> bool:
    """Whether its holder would go at another time or to another place, or for nothing."""
    was, to = one.was, one.to
    cancelled = (was.state is PickupState.CANCELLED) is not (to.state is PickupState.CANCELLED)
    return cancelled or (was.opens_at, was.closes_at, was.point_id) != (
        to.opens_at,
        to.closes_at,
        to.point_id,
    )


def _tell(
    tx: Transaction,
    garden_id: GardenId,
    households: Sequence[Sequence[News]],
    there: Mapping[PickupId, Pickup],
    now: Instant,
) -> None:
    """One message each, whatever became of however many baskets of theirs; the worker takes them in their turn."""
    known = people.find_people(tx, {some[0].person_id for some in households if some[0].person_id})
    letters: list[Posted] = []
    for some in households:
        person = known.get(some[0].person_id) if some[0].person_id else None
        counting = [(one.known, there[one.known.pickup_id]) for one in some if one.known.pickup_id in there]
        counting = [one for one in counting if _counts(*one, now)]
        if person is not None and counting:
            letters += _letters(tx, person, sorted(counting, key=lambda one: one[1].opens_at), now)
    queue_each(
        tx, letters, garden_id=garden_id, kind=BASKET_CHANGED, lane=Lane.NOTICE, now=now, not_before=now,
        unasked=False,
    )  # fmt: skip


def _letters(
    tx: Transaction, person: Person, counting: Sequence[tuple[Known, Pickup]], now: Instant
) -> Iterator[Posted]:
    """Theirs; of somebody without Telegram, whoever follows them is told instead."""
    first, expires_at = counting[0][1], max(_ends_at(*one) for one in counting)
    payload = {"known": [to_payload(known) for known, _pickup in counting]}
    dedupe, subject = f"{BASKET_CHANGED}:{first.id}:{first.version}:{len(counting)}", about_pickup(first.id)
    if person.telegram_id is not None:
        yield Posted(person.id, person.telegram_id, f"{dedupe}:p{person.id}", payload, expires_at, subject)
    else:
        tell_person(
            tx, first.garden_id, person.id, BASKET_CHANGED, payload, dedupe=dedupe, subject=subject, now=now
        )


def _counts(known: Known, pickup: Pickup, now: Instant) -> bool:
    still = pickup.state in (PickupState.EXPECTED, PickupState.CANCELLED)
    return still and _ends_at(known, pickup) > now


def _ends_at(known: Known, pickup: Pickup) -> Instant:
    return max(pickup.closes_at, known.closes_at)


def _tell_keepers(
    tx: Transaction,
    told: Sequence[News],
    there: Mapping[PickupId, Pickup],
    before: Sequence[str],
    now: Instant,
) -> list[str]:
    """Whoever keeps a point hears once of its days that went elsewhere, or fall through; `before`: which they heard of.

    Which days they know of by now.
    """
    moved = [(one.known, there[one.known.pickup_id]) for one in told if one.known.pickup_id in there]
    days = {_day(*one): one for one in moved if one[0].point_id == one[1].point_id and _counts(*one, now)}
    new = {name: one for name, one in days.items() if name not in before}
    for point_id in sorted({known.point_id for known, _pickup in new.values()}):
        here = sorted(name for name, (known, _pickup) in new.items() if known.point_id == point_id)
        _tell_keeper(tx, point_id, [new[name] for name in here], f"{DELIVERY_CHANGED}:{here[0]}:{now}", now)
    return [*before, *new]


def _day(known: Known, pickup: Pickup) -> str:
    return f"{known.point_id}:{known.day}:{pickup.opens_at.isoformat()}:{pickup.state}"


def _tell_keeper(
    tx: Transaction, point_id: PointId, days: Sequence[tuple[Known, Pickup]], dedupe: str, now: Instant
) -> None:
    point = points.find_point(tx, point_id)
    if point is None or point.keeper_id is None:
        return
    tell_person(
        tx,
        point.garden_id,
        point.keeper_id,
        DELIVERY_CHANGED,
        {"point": point_id, "known": [to_payload(known) for known, _pickup in days]},
        dedupe=dedupe,
        subject=about_pickup(days[0][1].id),
        now=now,
        expires_after=max(_ends_at(*one) for one in days) - now,
    )


def _forget_answers(
    tx: Transaction, told: Sequence[News], there: Mapping[PickupId, Pickup], now: Instant
) -> None:
    """What was said of another day no longer counts: not before whoever said it hears so."""
    said = [one.known for one in told if one.known.answered and one.known.pickup_id in there]
    other = [there[one.pickup_id] for one in said if there[one.pickup_id].day != one.day]
    if other:
        pickups.forget_answers(tx, [one.id for one in other])
        lists = {about_list(one.point_id, one.day) for one in other}
        refresh_subjects(tx, [*(about_pickup(one.id) for one in other), *sorted(lists)], now)


def _plan(
    tx: Transaction, garden_id: GardenId, begun: Instant, due_at: Instant, keepers: Sequence[str] = ()
) -> None:
    timers.set_timer(
        tx,
        kind=NEWS,
        subject_id=garden_id,
        key=_key(garden_id),
        due_at=due_at,
        garden_id=garden_id,
        payload={"begun": begun.isoformat(), "keepers": [*keepers]},
    )


def _key(garden_id: GardenId) -> str:
    return f"{NEWS}:{garden_id}"
