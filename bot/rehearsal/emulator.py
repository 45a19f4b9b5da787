"""Owns the composition of the rehearsal: state, clock, server, and the people who act in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from types import TracebackType
from typing import Any

from bot.clock import Instant, SetClock, SystemClock
from bot.errors import Misuse
from bot.rehearsal.calls import CallLog
from bot.rehearsal.chats import Standing
from bot.rehearsal.client import Person
from bot.rehearsal.clock import Elapsed, Following
from bot.rehearsal.desk import Desk
from bot.rehearsal.faults import Faults
from bot.rehearsal.flood import OVERALL, Flood
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import User
from bot.rehearsal.pulse import Pulse
from bot.rehearsal.server import LOOPBACK, Server, looks_real
from bot.rehearsal.settling import Settling
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.webhook import Courier
from bot.rehearsal.world import World

TOKEN = "1234567:rehearsal-not-a-real-token"
BOT_NAME = "Coup de Main"
BOT_USERNAME = "coupdemain_rehearsal_bot"
FIRST_PERSON = 5_000_000_001


class Emulator:
    """Telegram's Bot API on this machine, with people in it.

    `floods`: refuse what goes over Telegram's limits, measured on `flood_clock` (seconds; by default real
    time plus what the clock was moved by); `a_second` messages overall. `privacy`: in groups the bot hears only
    commands and replies to it, as BotFather leaves a new bot. `follows`: wait for the bot's clock even before it
    has connected. `settles`: acts wait until the bot has nothing left to do. `timeout`: how many real seconds.
    """

    def __init__(
        self,
        now: Instant | None = None,
        *,
        token: str = TOKEN,
        port: int = 0,
        floods: bool = False,
        flood_clock: Callable[[], float] | None = None,
        a_second: float = OVERALL[1],
        privacy: bool = True,
        follows: bool = False,
        settles: bool = True,
        timeout: float = 20.0,
        webhook_retry: float = 0.1,
    ) -> None:
        _check_token(token)
        self.token = token
        self.clock = SetClock(now or SystemClock().now())
        self._pulse = Pulse()
        self.updates = UpdateQueue(self._pulse)
        self.bot = User(int(token.partition(":")[0]), BOT_NAME, username=BOT_USERNAME, is_bot=True)
        self.world = World(self.bot, self.clock, self.updates, privacy=privacy)
        self.faults = Faults()
        self.faults.wake_pollers = self.updates.nudge
        self.calls = CallLog()
        flood = Flood(flood_clock or Elapsed(self.clock), (a_second, a_second)) if floods else None
        self._desk = Desk(self.world, self.faults, self.calls, flood)
        self.complaints = self._desk.complaints
        self.following = Following(self.clock, self._pulse)
        self.following.connected = follows
        self._settling = Settling(self.clock, self.updates, self.calls, self.following, timeout=timeout)
        self._server = Server(self._desk, self.following, token, port)
        self._courier = Courier(self.updates, self.clock, retry=webhook_retry)
        self._tasks = asyncio.TaskGroup()
        self._carrying: asyncio.Task[None] | None = None
        self._people: dict[int, Person] = {}
        self._groups: list[Group] = []
        self._settles = settles

    async def __aenter__(self) -> Emulator:
        await self._server.start()
        await self._tasks.__aenter__()
        self._carrying = self._tasks.create_task(self._courier.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._carrying is not None:
            self._carrying.cancel()
        self.faults.down("cut")
        self.following.close()
        await self._tasks.__aexit__(None, None, None)
        await self._server.stop()

    @property
    def url(self) -> str:
        """The server's root: append /bot<token>/<method>, or for files /file/bot<token>/<path>."""
        return f"http://{LOOPBACK}:{self._server.port}"

    @property
    def now(self) -> Instant:
        return self.clock.now()

    def person(
        self,
        first_name: str,
        *,
        language: str | None = None,
        id: int | None = None,
        username: str | None = None,
        last_name: str | None = None,
    ) -> Person:
        """Someone with Telegram on their phone, who has not met the bot."""
        user = User(id or self._next_id(), first_name, last_name, username, language)
        assert user.id not in self.world.users, f"there is already someone with the id {user.id}"
        person = self._people[user.id] = Person(self, user, self.world.add_person(user))
        return person

    def _next_id(self) -> int:
        return next(id for id in count(FIRST_PERSON + len(self._people)) if id not in self.world.users)

    def group(
        self,
        title: str,
        *,
        members: Sequence[Person] = (),
        admins: Sequence[Person] = (),
        forum: bool = False,
        supergroup: bool = False,
    ) -> Group:
        """A group without the bot; the first member created it."""
        chat = self.world.add_group(title, supergroup=supergroup, forum=forum)
        for place, person in enumerate([*members, *(a for a in admins if a not in members)]):
            standing = Standing.ADMINISTRATOR if person in admins else Standing.MEMBER
            self.world.put_member(chat, person.user, standing if place else Standing.CREATOR)
        group = Group(self, chat)
        self._groups.append(group)
        return group

    @property
    def people(self) -> list[Person]:
        """Everybody, in the order they came."""
        return list(self._people.values())

    @property
    def groups(self) -> list[Group]:
        """Every group, in the order they were made; one that became a supergroup is still one."""
        return list(self._groups)

    def inhabit(self, people: Sequence[int], groups: Sequence[int]) -> None:
        """Give their hands back to those who live in the world by now: people's ids, and of each group the first."""
        world = self.world
        self._people = {id: Person(self, world.users[id], world.chats[id]) for id in people}
        self._groups = [Group(self, world.chats[id]) for id in groups]

    def person_of(self, user_id: int) -> Person:
        """Raises: KeyError where there is nobody with this id."""
        return self._people[user_id]

    def group_of(self, chat_id: int) -> Group:
        """By the id it has, or had before it became a supergroup. Raises: KeyError."""
        found = next((group for group in self._groups if chat_id in group.ids), None)
        if found is None:
            raise KeyError(chat_id)
        return found

    async def settle(self, timeout: float | None = None) -> None:
        """Wait until the bot has nothing left to do at this instant. Raises: AssertionError."""
        await self._settling.settle(timeout)

    async def until(self, holds: Callable[[], bool], timeout: float = 20.0) -> bool:
        """Wait for something the bot is to do, looked at after each of its calls; false where it did not come."""
        return await self._pulse.until(holds, asyncio.get_running_loop().time() + timeout)

    async def advance(self, by: timedelta | None = None, *, to: Instant | None = None) -> None:
        """Move the clock, settling at every instant at which the bot has something due."""
        await self._settling.walk(by, to)

    def elapse(self, by: timedelta) -> None:
        """Let time pass without waiting for anybody: the bot is away, or must not notice yet."""
        self.clock.put(self.clock.now() + by)

    async def connected(self, timeout: float = 20.0) -> None:
        """Wait until a bot polls or has set a webhook. Raises: AssertionError."""
        deadline = asyncio.get_running_loop().time() + timeout
        ready = await self._pulse.until(
            lambda: self.updates.polled or bool(self.updates.webhook.url), deadline
        )
        assert ready, f"no bot came within {timeout} s"

    def at_once(self) -> AtOnce:
        """What is done inside reaches the bot as one batch. With `async with` it settles at the end."""
        return AtOnce(self)

    async def together(self, *acts: Coroutine[Any, Any, object]) -> None:
        """Several acts as one batch, then settle."""
        try:
            async with self.at_once():
                for act in acts:
                    await act
        finally:
            for act in acts:
                act.close()

    async def after_act(self, settle: bool) -> None:
        """What an act ends with."""
        if settle and self._settles and not self.updates.holding:
            await self.settle()

    def redeliver(self, count: int = 1) -> list[int]:
        """Forget that the last `count` updates were confirmed and deliver them again; their ids."""
        return self.updates.redeliver(count)


class AtOnce:
    """A block whose acts are handed to the bot together."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._held: AbstractContextManager[None] = emulator.updates.held()

    def __enter__(self) -> None:
        self._held.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.__exit__(kind, error, trace)

    async def __aenter__(self) -> None:
        self._held.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.__exit__(kind, error, trace)
        if error is None:
            await self._emulator.after_act(settle=True)


def _check_token(token: str) -> None:
    if looks_real(token):
        raise Misuse("the rehearsal was given a token that looks real; it never needs one: leave it out")
    number, colon, secret = token.partition(":")
    if not (colon and number.isdigit() and secret.startswith("rehearsal")):
        raise Misuse(f"a rehearsal's token is written 1234:rehearsal-…, for instance {TOKEN}")
