"""The composition root: the one place where objects are built and tied together, and where long-lived tasks run."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder

import conversations
import handlers
from bot.clock import Clock, Instant, SetClock, SystemClock
from bot.delivery.marking import Marking
from bot.delivery.outbox import Outbox
from bot.delivery.pulse import Pulse
from bot.delivery.schedule import Schedule
from bot.delivery.timers import FetchFirst, LookFirst, OnDue, Timers
from bot.errors import CoupDeMainError, DatabaseBusy, Failure, Misuse
from bot.i18n import Catalogues
from bot.printing.press import Press
from bot.storage import occasions, pickups, receipts, reminders
from bot.storage.database import Database, Transaction, may_be_alive
from bot.storage.outbox import forget_ended, release_dead
from bot.transport.act import Act
from bot.transport.admission import Limits
from bot.transport.backend import AiohttpRequest
from bot.transport.gateway import Gateway
from bot.transport.ingress import Polling
from bot.transport.limiter import Limiter
from bot.transport.lists import ListReading
from bot.transport.menus import set_menus
from bot.transport.sender import Sender
from bot.transport.toasts import Toasts
from bot.usecases.agreements import AGREEMENT, look_at_agreements
from bot.usecases.apologise import apologise
from bot.usecases.calling.sending import CALLING, call_chunk, find_chunk, look_at_call
from bot.usecases.calling.sending import LOOK as CALL_LOOK
from bot.usecases.calling.stand_in import ask_candidates, find_candidates
from bot.usecases.claim import chase_claim
from bot.usecases.confirming import CONFIRM, ask_to_confirm
from bot.usecases.events import agreements as event_agreements
from bot.usecases.events.afterwards import AFTERWARDS, thank_for_coming
from bot.usecases.events.changing import TELLING, tell_concerned
from bot.usecases.events.passing import PASSING, put_cards_right
from bot.usecases.events.publishing import INVITING, find_invited, invite
from bot.usecases.events.seating import SEATING, look_at_line
from bot.usecases.hold import hold_all
from bot.usecases.house import House
from bot.usecases.link_group import lose_chat, lose_topic
from bot.usecases.member_list.importing import IMPORTING, find_households, import_chunk
from bot.usecases.member_list.reading_again import READING
from bot.usecases.member_list.receiving import FORGETTING, forget_list, keep_list
from bot.usecases.monthly import MONTHLY, ask_for_month
from bot.usecases.nudge import NUDGE, send_nudge
from bot.usecases.other_clocks import OTHER_CLOCKS, time_anew
from bot.usecases.pickups.closing import CLOSED, GONE, close_point, give_left, put_right
from bot.usecases.pickups.news import NEWS as BASKET_NEWS
from bot.usecases.pickups.news import find_news, tell_news
from bot.usecases.pickups.promises import ENDS, end_request
from bot.usecases.pickups.reminding import UNREMINDED, find_unreminded, remind_found
from bot.usecases.pickups.weeks import CLOSING, PICKUPS
from bot.usecases.pickups.weeks import find_chunk as find_baskets
from bot.usecases.pickups.weeks import write_chunk as write_baskets
from bot.usecases.planning import SERIES, plan_further
from bot.usecases.prompts import MEET, ask_whether_met
from bot.usecases.refer import CLAIM
from bot.usecases.reminding.firing import find_due, owe_due
from bot.usecases.reminding.planning import REMINDERS, REPLAN, plan_chunk
from bot.usecases.reporting import REMIND, REPORT, ask_for_reports, remind_of_report
from bot.usecases.retention import FAREWELL, RETENTION, keep_retention, plan_retention, take_leave
from bot.usecases.rosters import ROSTER, look_at_roster
from bot.usecases.rounds import plan_all_rounds
from bot.usecases.season import SEASON, thank_for_season
from bot.usecases.standing_in import STAND_IN
from bot.usecases.stepping_in import AWAY, BACK, begin_absence, end_absence
from bot.usecases.unanswered import UNANSWERED, chase_answer
from bot.usecases.watch import WATCH, watch_shift

if TYPE_CHECKING:
    from bot.rehearsal.follower import Follower
    from bot.web import WebServer

log = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

TIMERS: dict[str, OnDue] = {
    CLAIM: chase_claim,
    NUDGE: send_nudge,
    RETENTION: keep_retention,
    FAREWELL: take_leave,
    UNANSWERED: chase_answer,
    MEET: ask_whether_met,
    AWAY: begin_absence,
    BACK: end_absence,
    ROSTER: look_at_roster,
    AGREEMENT: look_at_agreements,
    event_agreements.AGREEMENT: event_agreements.look_at_agreements,
    SERIES: plan_further,
    WATCH: watch_shift,
    CALLING: LookFirst(find_chunk, call_chunk),
    CALL_LOOK: look_at_call,
    STAND_IN: LookFirst(find_candidates, ask_candidates),
    REPORT: ask_for_reports,
    REMIND: remind_of_report,
    CONFIRM: ask_to_confirm,
    MONTHLY: ask_for_month,
    SEASON: thank_for_season,
    SEATING: look_at_line,
    INVITING: LookFirst(find_invited, invite),
    TELLING: tell_concerned,
    PASSING: put_cards_right,
    AFTERWARDS: thank_for_coming,
    REMINDERS: LookFirst(find_due, owe_due),
    REPLAN: plan_chunk,
    OTHER_CLOCKS: time_anew,
    PICKUPS: LookFirst(find_baskets, write_baskets),
    UNREMINDED: LookFirst(find_unreminded, remind_found),
    CLOSING: close_point,
    BASKET_NEWS: LookFirst(find_news, tell_news),
    CLOSED: put_right,
    GONE: give_left,
    ENDS: end_request,
    IMPORTING: LookFirst(find_households, import_chunk),
    FORGETTING: forget_list,
}

RECEIPTS_KEPT = timedelta(days=7)
"""Telegram keeps updates for 24 hours (Bot API, getUpdates): a receipt a week old can meet none of them."""

MESSAGES_KEPT = timedelta(days=90)
"""What was sent is remembered so long, without its words: to edit a notice, and never to send one twice."""

FRIENDS_KEPT, BASKETS_KEPT = timedelta(days=7), timedelta(days=400)
"""Who collected somebody's basket is forgotten within a week; that it was fetched, after a year and a little."""

REMINDERS_KEPT = timedelta(days=30)
"""What was reminded of is remembered so long after its day: a message about it is edited till then."""

START_TRIES, START_PAUSE = 3, 1.0
HEALTH_SECONDS, OUTBOX_SECONDS = 5.0, 60.0
"""How long the database may take to answer, and the outbox to look again for what is due: it does so every second."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Where a followed clock stands before the emulator said what time it is; it only ever goes forward."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the operator decided. `clock_url` is the emulator's root where the clock is followed, empty in real life.

    `limits` are Telegram's, unless a rehearsal lifts them. `port` None: nothing is served over HTTP; 0: on any free
    port, and `public_url` is then this machine's own.
    """

    token: str
    api_url: str
    database_url: str
    admins: frozenset[int] = frozenset()
    clock_url: str = ""
    limits: Limits = field(default_factory=Limits)
    port: int | None = None
    listen_address: str = "127.0.0.1"
    public_url: str = ""


class App:
    """The bot, built and ready to run. Everything in it is made here, and nothing is made anywhere else."""

    def __init__(
        self,
        plan: Plan,
        db: Database,
        bot: AnyApplication,
        clock: Clock,
        listener: socket.socket | None = None,
    ) -> None:
        self.db = db
        self.clock = clock
        self.telegram = bot
        public_url = _public_url(plan, listener)
        self.house = House(conversations.ALL, Catalogues.load(), plan.admins, bot.bot.username, public_url)
        gateway = Gateway(bot.bot)
        self._toasts = Toasts(gateway)
        sender = Sender(db, gateway, self.house, clock, Press())
        self._outbox = Outbox(
            db, sender, clock, Marking(lose_chat, _lose_topic), hold_all, probe=gateway.answers
        )
        self._timers = Timers(db, _timers(db, gateway), clock)
        self._pulse = Pulse(self._timers, self._outbox, clock)
        self._schedule = Schedule(self._pulse.beat, self._clean)
        self._polling = Polling(bot.bot, bot, db, clock, self._apologise)
        self._follower = self._following(plan.clock_url, clock)
        self._web = self._serving(listener)
        db.after_commit(self._outbox.submit)
        handlers.register(bot, handlers.Deps(Act(db, self.house, clock, self._toasts)))

    async def run(self) -> None:
        """Run until cancelled: what was fetched is committed, what is in flight arrives, the rest is found again.

        Raises:
            Misuse: Telegram refuses the token.
        """
        try:
            await self._run()
        except ExceptionGroup as group:
            expected = group.subgroup(CoupDeMainError)
            raise _first(expected) if expected is not None else group from None

    async def _run(self) -> None:
        if self._follower is not None:
            await self._follower.sync()
        await self.db.run(release_dead, self.clock.now(), may_be_alive)
        await self.db.run(plan_retention, self.clock.now())
        await self.db.run(plan_all_rounds, self.clock.now())
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(set_menus(self.telegram.bot, self.house.catalogues))
            tasks.create_task(self._toasts.run())
            tasks.create_task(self._outbox.run())
            tasks.create_task(self._timers.run())
            tasks.create_task(self._schedule.run())
            tasks.create_task(self._polling.run())
            if self._web is not None:
                tasks.create_task(self._web.run())
            if self._follower is not None:
                tasks.create_task(self._follower.run())
            log.info("ready: @%s answers", self.telegram.bot.username)

    def _following(self, clock_url: str, clock: Clock) -> Follower | None:
        """Only a rehearsal loads what belongs to it: it weighs a few megabytes."""
        if not clock_url or not isinstance(clock, SetClock):
            return None
        from bot.rehearsal.follower import Follower

        return Follower(clock_url, clock, self._settle)

    def _serving(self, listener: socket.socket | None) -> WebServer | None:
        """Only who serves loads the server."""
        if listener is None:
            return None
        from bot.web import WebServer

        return WebServer(self.db, self.house, self.clock, self._health, listener)

    async def _health(self) -> dict[str, bool]:
        """Whether the database answers, and whether what is due has been looked for lately."""
        try:
            async with asyncio.timeout(HEALTH_SECONDS):
                await self.db.ping()
            database = True
        except (DatabaseBusy, TimeoutError):
            database = False
        looked_at = self._outbox.looked_at
        lately = asyncio.get_running_loop().time() - OUTBOX_SECONDS
        return {"database": database, "outbox": looked_at is not None and looked_at > lately}

    async def _settle(self) -> Instant | None:
        """Everything due now is done; the instant of the next thing."""
        due = await self._pulse.settle()
        await self._toasts.settle()
        return due

    def _apologise(self, tx: Transaction, update: Update, incident: str) -> None:
        chat, user, tapped = update.effective_chat, update.effective_user, update.callback_query
        if chat is not None:
            spoken = self.house.catalogues.speaker((user.language_code if user else None) or "")
            apologise(tx, chat.id, update.update_id, incident, spoken.language, self.clock.now())
        if tapped is not None:
            self._toasts.answer(tapped.id, "")

    async def _clean(self) -> None:
        """Once a day: receipts that can meet no update any more, and messages nobody edits any more."""
        now = self.clock.now()
        await self.db.run(receipts.forget_before, now - RECEIPTS_KEPT)
        await self.db.run(forget_ended, now - MESSAGES_KEPT)
        await self.db.run(reminders.forget_past, now - REMINDERS_KEPT)
        await self.db.run(occasions.forget_past, now - REMINDERS_KEPT)
        await self.db.run(pickups.forget_friends, (now - FRIENDS_KEPT).date())
        await self.db.run(pickups.forget_past, (now - BASKETS_KEPT).date())


def _timers(db: Database, gateway: Gateway) -> dict[str, OnDue]:
    """Every kind of timer; those that fetch something first are tied to what they fetch with."""
    return {**TIMERS, READING: FetchFirst(ListReading(db, gateway), keep_list)}


@asynccontextmanager
async def opened(plan: Plan) -> AsyncIterator[App]:
    """The app with its database open and Telegram's answer to who we are; closed at the end.

    Raises:
        Misuse: the token is wrong.
        Failure: the database or the server cannot be used.
    """
    clock: Clock = SetClock(LONG_AGO) if plan.clock_url else SystemClock()
    listener = _bound(plan)
    lines = (AiohttpRequest(), AiohttpRequest())
    db: Database | None = None
    try:
        db = await Database.open(plan.database_url)
        bot = _telegram(plan, *lines)
        await _say_hello(bot, plan)
        try:
            yield App(plan, db, bot, clock, listener)
        finally:
            await bot.shutdown()
    finally:
        for line in lines:
            await line.shutdown()  # also where Telegram never said hello
        if db is not None:
            await db.close()
        if listener is not None:
            listener.close()


def _bound(plan: Plan) -> socket.socket | None:
    """The port is ours before anything else begins, or nothing begins."""
    if plan.port is None:
        return None
    from bot.web import listen

    return listen(plan.listen_address, plan.port)


def _public_url(plan: Plan, listener: socket.socket | None) -> str:
    if listener is None or plan.port != 0:
        return plan.public_url
    return plan.public_url or f"http://{plan.listen_address}:{listener.getsockname()[1]}"


def _telegram(plan: Plan, calls: AiohttpRequest, polls: AiohttpRequest) -> AnyApplication:
    """Only the routing of python-telegram-bot: no updater, no job queue, no persistence."""
    return (
        ApplicationBuilder()
        .token(plan.token)
        .base_url(f"{plan.api_url}/bot")
        .base_file_url(f"{plan.api_url}/file/bot")
        .request(calls)
        .get_updates_request(polls)
        .rate_limiter(Limiter(plan.limits))
        .updater(None)
        .job_queue(None)
        .build()
    )


async def _say_hello(bot: AnyApplication, plan: Plan) -> None:
    """Ask Telegram who we are; a server that is only slow to wake gets a second chance."""
    for tried in range(1, START_TRIES + 1):
        try:
            await bot.initialize()
            return
        except InvalidToken:
            raise Misuse(
                "Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from @BotFather (/mybots, API Token)"
            ) from None
        except NetworkError as error:
            if tried == START_TRIES:
                raise Failure(
                    f"{plan.api_url} cannot be reached ({error.message}); check the network and TELEGRAM_API_URL"
                ) from None
            await asyncio.sleep(START_PAUSE)
        except TelegramError as error:
            raise Failure(f"{plan.api_url} answered {error.message!r}; check TELEGRAM_API_URL") from None


def _first(group: BaseExceptionGroup[CoupDeMainError]) -> BaseException:
    """One of the errors inside: the program ends with one line, not with a tree."""
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


def _lose_topic(tx: Transaction, parcel: Any, now: Instant) -> None:
    lose_topic(tx, parcel.chat_id, now)
