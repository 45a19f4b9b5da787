"""Owns what a request of the page leads to: the verbs, and an answer to every frame, whatever was in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.domain.text import say
from bot.errors import CoupDeMainError, Refusal
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.messages import Json
from bot.rehearsal.page import acts, backstage, company, history
from bot.rehearsal.page.asked import Asked, NotUnderstood
from bot.rehearsal.page.feed import Tabs
from bot.rehearsal.page.plays import Plays, scenes_shape
from bot.rehearsal.page.production import Production, Programme, Starting, Theatre
from bot.rehearsal.page.seats import Seat
from bot.rehearsal.page.state import state_shape
from bot.rehearsal.page.watching import Watching

log = logging.getLogger(__name__)

Act = Callable[[Production, Asked], Awaitable[Json]]
Verb = Callable[[Seat, Asked], Awaitable[Json]]

ACTS: Mapping[str, Act] = {
    "says": acts.says,
    "taps": acts.taps,
    "follows": acts.follows,
    "presses": acts.presses,
    "edits": acts.edits,
    "contact": acts.contact,
    "location": acts.location,
    "blocks": acts.blocks,
    "unblocks": acts.unblocks,
    "leaves": acts.leaves,
    "joins": company.joins,
    "departs": company.departs,
    "promotes": company.promotes,
    "bot": company.bot,
    "group": company.group,
    "migrates": company.migrates,
    "topic": company.topic,
    "close_topic": company.close_topic,
    "drop_topic": company.drop_topic,
    "redeliver": company.redeliver,
}


class Moving(Refusal):
    message = _("The clock is moving. One moment, please.")


class ScenePlays(Refusal):
    message = _("A scene is playing: take over first.")


class Desk:
    """Takes requests and answers them. `watching` is the production that is shown, None between two of them."""

    def __init__(self, theatre: Theatre, tabs: Tabs, example: Programme, tasks: asyncio.TaskGroup) -> None:
        self.watching: Watching | None = None
        self._theatre = theatre
        self._tabs = tabs
        self._example = example
        self._tasks = tasks
        self.plays = Plays(theatre, tabs, partial(self.begin_anew, None))
        self._verbs: Mapping[str, Verb] = {
            "newcomer": self._newcomer,
            "history": self._history,
            "clock": self._clock,
            "fault": self._fault,
            "lift": self._lift,
            "lift_all": self._lift_all,
            "watch": self._watch,
            "reset": self._reset,
            "scene": self._scene,
            "pause": self._pause,
            "resume": self._resume,
            "take_over": self._take_over,
            "pace": self._pace,
        }

    @property
    def shown(self) -> Watching:
        """Raises: Starting."""
        if self.watching is None:
            raise Starting
        return self.watching

    async def do(self, seat: Seat, asked: Asked) -> Json:
        """Raises: Refusal, AssertionError."""
        if (act := ACTS.get(asked.verb)) is not None:
            return await act(self.shown.production, asked)
        if (verb := self._verbs.get(asked.verb)) is not None:
            return await verb(seat, asked)
        raise NotUnderstood(what=asked.verb[:40] or "do")

    async def state(self, seat: Seat) -> Json:
        """Everything; from then on the seat is told what changes."""
        watching: Watching | None = None
        while watching is None or watching is not self.watching:
            await self._theatre.begins()
            await asyncio.sleep(0)
            watching = self.watching
            if watching is not None:
                await watching.refresh()
        speaker = self._speaker(seat)
        scenes: Json = {"scenes": scenes_shape(speaker), "scene": self.plays.shape()}
        state = state_shape(watching, speaker, {**scenes, "restores": watching.production.is_kept})
        seat.listens = True
        return state

    def _speaker(self, seat: Seat) -> Speaker:
        return self.shown.production.speaker(seat.language)

    async def _newcomer(self, seat: Seat, asked: Asked) -> Json:
        watching = self.shown
        made = await company.newcomer(watching.production, asked)
        await watching.look(surely=True)
        return next(one for one in watching.people(self._speaker(seat)) if one["id"] == made["id"])

    async def _history(self, seat: Seat, asked: Asked) -> Json:
        return history.earlier(self.shown, asked, self._speaker(seat))

    async def _clock(self, _seat: Seat, asked: Asked) -> Json:
        watching, to = self.shown, asked.words("to", longest=40)
        if self._theatre.moving.locked():
            raise ScenePlays if self.plays.is_on else Moving
        async with self._theatre.moving:
            return await watching.clock.move(to)

    async def _fault(self, seat: Seat, asked: Asked) -> Json:
        watching = self.shown
        posted = watching.faults.post(asked)
        watching.tell_faults()
        return watching.faults.fault_shape(posted, self._speaker(seat))

    async def _lift(self, _seat: Seat, asked: Asked) -> Json:
        watching = self.shown
        watching.faults.lift(asked.whole("fault"))
        watching.tell_faults()
        return {}

    async def _lift_all(self, _seat: Seat, _asked: Asked) -> Json:
        watching = self.shown
        watching.faults.lift_all()
        watching.tell_faults()
        return {}

    async def _watch(self, seat: Seat, asked: Asked) -> Json:
        """Open the drawer for a chat or a person, close it for neither."""
        chat, person = asked.maybe_whole("chat"), asked.maybe_whole("person")
        seat.watched = None if chat is None and person is None else (chat, person)
        seat.backstage, seat.calls_told = {}, 0
        await backstage.tell(self.shown.production, seat)
        return {}

    async def _reset(self, _seat: Seat, asked: Asked) -> Json:
        programme = self._example if asked.flag("example") else self._theatre.programme
        await self.begin_anew(programme)
        return {}

    async def begin_anew(self, programme: Programme | None) -> None:
        """Leave everything as it is, and rehearse this instead; None: the same garden."""
        self.plays.take_over()
        if self.watching is not None:
            self.watching.clock.halt()
            self.watching.faults.lift_all()
        async with self._theatre.moving:
            await self._theatre.replace(replace(programme or self._theatre.programme, fresh=True))

    async def _scene(self, seat: Seat, asked: Asked) -> Json:
        if self._theatre.moving.locked() and not self.plays.is_on:
            raise Moving
        await self.plays.start(asked.words("name", longest=40), seat.language, self._tasks)
        return {}

    async def _pause(self, _seat: Seat, _asked: Asked) -> Json:
        self.plays.pause()
        return {}

    async def _resume(self, _seat: Seat, _asked: Asked) -> Json:
        self.plays.resume()
        return {}

    async def _take_over(self, _seat: Seat, _asked: Asked) -> Json:
        self.plays.take_over()
        return {}

    async def _pace(self, _seat: Seat, asked: Asked) -> Json:
        self.plays.set_pace(asked.figure("pace"))
        return {}


async def answered(work: Callable[[], Awaitable[Json]], number: int | None, speaker: Speaker) -> Json:
    """The answer to one request: what came of it, or why nothing did."""
    try:
        return {"id": number, "ok": True, "result": await work()}
    except Refusal as refusal:
        words = say(refusal.message, **refusal.fields)
    except AssertionError as error:  # what the people of the rehearsal cannot do
        words = say(_("That cannot be done: {reason}"), reason=str(error))
    except CoupDeMainError as error:
        words = say(_("That did not work: {reason}"), reason=str(error))
    except Exception:
        log.exception("a request of the page failed")
        words = say(_("Something broke in the rehearsal itself. Its log says what."))
    return {"id": number, "ok": False, "error": speaker.plain(words)}
