"""Owns the thanks at a season's end: one message to everybody who came, the team invited to add words of their own."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.text import say
from bot.domain.thanks import Occasion, Thanks, next_season_end, season_of
from bot.errors import NotAllowed, Refusal
from bot.marks import _
from bot.storage import assignments, gardens, referents, reports, thanks, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.claim import is_team
from bot.usecases.followed import called
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.replies import reply
from bot.usecases.thanking import owe_thanks

SEASON = "season"
WORDS = "season_words"
AT = time(10)
"""In the garden's time: thanks arrive by day."""
BATCH = 200
"""People thanked in one transaction, so that nobody waits behind them."""
SHOWN = 8


def plan_season(tx: Transaction, garden: Garden, now: Instant) -> None:
    """Remember the next end of a season; one that has begun is finished first. Without seasons, nothing is planned."""
    key = f"{SEASON}:{garden.id}"
    end = garden.rules.season_end
    if end is None:
        timers.cancel_timer(tx, key)
        return
    today = now.astimezone(garden.zone).date()
    last = next_season_end(end, today - timedelta(days=1))
    if at_local(last, AT, garden.zone) <= now:
        last = next_season_end(end, today)
    timers.set_timer(
        tx,
        kind=SEASON,
        subject_id=garden.id,
        key=key,
        due_at=at_local(last, AT, garden.zone),
        garden_id=garden.id,
        payload={"last": last.isoformat()},
    )


def thank_for_season(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The next people who came are thanked; after the last of them the team is told, and the next season planned."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None or garden.rules.season_end is None:
        return
    last = date.fromisoformat(timer.payload["last"])
    first, last = season_of(garden.rules.season_end, last)
    after = PersonId(timer.payload.get("after", 0))
    found = reports.who_came_between(tx, garden.id, first, last, after, BATCH)
    for person_id in found:
        said = thanks.add_thanks(tx, garden.id, person_id, Occasion.SEASON, str(last.year), now)
        if said is not None:
            owe_thanks(tx, said, now, Lane.BROADCAST)
    if len(found) < BATCH:
        _invite_team(tx, garden, last.year, now)
        plan_season(tx, garden, now)
    else:
        _go_on(tx, garden, timer, found[-1], now)


def compose_words(tx: Transaction, parcel: Parcel) -> Composed:
    """To a referent: whom of theirs a word would please."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None or parcel.person_id is None:
        return None
    return _words(tx, garden, PersonId(parcel.person_id), int(parcel.payload["year"]), 0)


def turn_words(tx: Transaction, caller: Caller, year: int, page: int) -> Refusal | None:
    """The next people of the list."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    shown = _words(tx, caller.garden, caller.person.id, year, page)
    nobody = Message((say(_("Nothing more to do here.")),))
    reply(tx, caller.in_private(), shown or nobody, about=f"{WORDS}:{page}")
    return None


def _words(tx: Transaction, garden: Garden, reader: PersonId, year: int, page: int) -> Message | None:
    theirs = _unsigned(tx, garden, reader, year)
    shown = theirs[page * SHOWN : (page + 1) * SHOWN]
    if not shown:
        return None
    rows = [(Button(called(tx, garden.id, one.person_id), data=f"n.word.{one.id}"),) for one in shown]
    if len(theirs) > (page + 1) * SHOWN:
        rows.append((Button(say(_("Show me others")), data=f"n.words.{year}.{page + 1}"),))
    return Message(
        (
            say(_("The season is over, and I have thanked everybody in the garden’s name.")),
            say(_("Would you like to add a word of your own? It reaches them signed by you. For whom?")),
        ),
        tuple(rows),
    )


def _invite_team(tx: Transaction, garden: Garden, year: int, now: Instant) -> None:
    for referent in referents.list_referents(tx, garden.id):
        if referent.person_id is not None:
            dedupe = f"{WORDS}:{garden.id}:{year}"
            tell_person(
                tx,
                garden.id,
                referent.person_id,
                WORDS,
                {"year": year},
                dedupe=dedupe,
                now=now,
                unasked=True,
            )


def _unsigned(tx: Transaction, garden: Garden, reader: PersonId, year: int) -> list[Thanks]:
    """Whom the reader follows and who was thanked, as long as nobody has added a word."""
    mine = referents.referent_of_person(tx, garden.id, reader)
    theirs = {one.person_id for one in assignments.live_of_referent(tx, mine.id)} if mine else set()
    every = thanks.thanks_of(tx, garden.id, Occasion.SEASON, str(year), theirs)
    return [one for one in every if one.personal_by is None]


def _go_on(tx: Transaction, garden: Garden, timer: Timer, after: PersonId, now: Instant) -> None:
    timers.set_timer(
        tx,
        kind=SEASON,
        subject_id=garden.id,
        key=timer.key,
        due_at=now,
        garden_id=garden.id,
        payload={**timer.payload, "after": after},
    )
