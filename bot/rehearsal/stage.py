"""Owns what is played: people act through the test client, and whoever watches is told before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.text import Text
from bot.i18n import Speaker
from bot.rehearsal.buttons import Button, find_button, visible_buttons
from bot.rehearsal.client import Person
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.groups import Group
from bot.rehearsal.messages import Message


@dataclass(frozen=True, slots=True)
class Touch:
    """A finger on a button: who, which button, in the group or on their own phone."""

    who: Person
    button: Button
    in_group: bool

    @property
    def chat_id(self) -> int:
        return self.button.message.chat.id if self.button.message else self.who.id

    @property
    def message_id(self) -> int:
        """0: the button stands on the reply keyboard."""
        return self.button.message.id if self.button.message else 0


@dataclass(frozen=True, slots=True)
class News:
    """A message that appeared, or changed: then `before` is what it said. `toast`: what a tap was answered with."""

    place: Person | Group
    message: Message | None
    before: str | None = None
    toast: str = ""

    @property
    def is_new(self) -> bool:
        return self.message is not None and self.before is None

    @property
    def change(self) -> list[str]:
        """The lines of an edited message that it did not have before."""
        if self.message is None or self.before is None:
            return []
        before = set(self.before.splitlines())
        return [line for line in self.message.text.splitlines() if line and line not in before]


class Watcher:
    """Somebody the play is shown to, in order. Overrides what interests them; the play waits for each."""

    def entered(self, stage: Stage, who: Person) -> None:
        """Somebody new has a phone."""

    async def chapter(self, stage: Stage, words: str) -> None:
        """A part begins."""

    async def touched(self, stage: Stage, touches: Sequence[Touch]) -> None:
        """They are about to tap, all at the same moment."""

    async def said(self, stage: Stage, who: Person, words: str, in_group: bool) -> None:
        """They are about to write."""

    async def time_passes(self, stage: Stage) -> None:
        """The clock is about to move."""

    async def happened(self, stage: Stage, news: Sequence[News]) -> None:
        """What an act has brought."""


class Stage:
    """The emulator's people, seen: one phone at a time and the referents' group.

    `speaker` is the language of the people, `group_speaker` that of the group: by default the same. So is the
    `narrator`'s, who says the chapters.
    """

    def __init__(
        self,
        emulator: Emulator,
        speaker: Speaker,
        watchers: Sequence[Watcher] = (),
        *,
        group_speaker: Speaker | None = None,
    ) -> None:
        self.emulator = emulator
        self.speaker = speaker
        self.group_speaker = group_speaker or speaker
        self.narrator = speaker
        self.phone: Person | None = None
        self.in_group = False
        self.group: Group | None = None
        self._watchers = list(watchers)
        self._known: dict[int, dict[int, tuple[str, str]]] = {}
        self._toasts: dict[int, int] = {}
        self._people: list[Person] = []
        self._curtain = False

    @property
    def now(self) -> datetime:
        """The rehearsal's present, in the garden's time zone."""
        return self.emulator.now.astimezone(self.speaker.zone)

    def say(self, text: Text, *, in_group: bool = False) -> str:
        return (self.group_speaker if in_group else self.speaker).plain(text)

    def person(self, first_name: str, *, id: int | None = None, seen: bool = True) -> Person:
        """Somebody who speaks the language of the play; unless `seen`, what reaches them is no news."""
        person = self.emulator.person(first_name, language=self.speaker.language, id=id)
        for watcher in self._watchers:
            watcher.entered(self, person)
        if seen:
            self.follow(person)
        return person

    def follow(self, person: Person) -> None:
        """From now on what reaches this person is news."""
        if person not in self._people:
            self._people.append(person)

    def watch(self, watcher: Watcher) -> None:
        self._watchers.append(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        self._watchers.remove(watcher)

    @contextmanager
    def behind_the_curtain(self) -> Iterator[None]:
        """What is done inside is shown to nobody, and is no news afterwards."""
        before, self._curtain = self._curtain, True
        try:
            yield
        finally:
            self._curtain = before
            self.overlook()

    def look_at(self, person: Person, *, in_group: bool = False) -> None:
        """From now on the phone that is shown is theirs; `in_group`: with the referents' group on it."""
        self.phone, self.in_group = person, in_group

    async def chapter(self, words: Text) -> None:
        for watcher in self._audience:
            await watcher.chapter(self, self.narrator.plain(words))

    async def says(
        self, who: Person, words: str, *, in_group: bool = False, reply_to: Message | None = None
    ) -> None:
        for watcher in self._audience:
            await watcher.said(self, who, words, in_group)
        await who.says(words, chat=self.group if in_group else None, reply_to=reply_to)
        await self.shown()

    async def taps(self, who: Person, label: Text, *, in_group: bool = False) -> None:
        """Tap what reads `label` in the language of the place, the newest message first."""
        await self.tap_at_once([(who, label)], in_group=in_group)

    async def tap_at_once(self, taps: Sequence[tuple[Person, Text]], *, in_group: bool = False) -> None:
        """Several taps that reach the bot as one batch."""
        spoken = [(who, self.say(label, in_group=in_group)) for who, label in taps]
        touches = [Touch(who, self._find(who, label, in_group), in_group) for who, label in spoken]
        await self._touch(touches)

    async def presses(self, who: Person, button: Button, *, in_group: bool = False) -> None:
        """Tap this very button."""
        await self._touch([Touch(who, button, in_group)])

    async def _touch(self, touches: Sequence[Touch]) -> None:
        for watcher in self._audience:
            await watcher.touched(self, touches)
        acts = [
            touch.who.taps(
                touch.button.label, chat=self.group if touch.in_group else None, message=touch.button.message
            )
            for touch in touches
        ]
        await self.emulator.together(*acts)
        await self.shown()

    def sees(self, who: Person, label: Text) -> bool:
        """Whether a button of the bot's newest message to them reads exactly so."""
        said = [message for message in who.messages if message.by_bot]
        return bool(said) and self.say(label) in [one for row in said[-1].buttons for one in row]

    def has(self, who: Person, label: Text) -> bool:
        """Whether a button of any of the bot's messages to them reads so: others may have come since."""
        wanted = self.say(label)
        return any(wanted in row for message in who.messages for row in message.buttons)

    async def waits(self, by: timedelta) -> None:
        """Time passes; what falls due on the way happens."""
        await self._time_passes()
        await self.emulator.advance(by)

    async def waits_until(self, instant: datetime) -> None:
        await self._time_passes()
        await self.emulator.advance(to=instant)

    async def waits_for_what_is_due(self) -> None:
        """Time passes until the bot has something to do, and it does it."""
        due = self.emulator.following.next_due
        assert due is not None, "the bot has nothing left to do, ever"
        await self.waits_until(due)

    async def _time_passes(self) -> None:
        for watcher in self._audience:
            await watcher.time_passes(self)

    def overlook(self) -> None:
        """What has changed since is no news: it happened off the stage."""
        self._news()
        self._new_toasts()

    async def shown(self) -> None:
        """Tell the watchers what has changed since."""
        if self._curtain:
            return
        news = [*self._news(), *self._new_toasts()]
        for watcher in self._audience:
            await watcher.happened(self, news)

    @property
    def _audience(self) -> list[Watcher]:
        return [] if self._curtain else list(self._watchers)

    def _find(self, who: Person, label: str, in_group: bool) -> Button:
        place = self.group if in_group and self.group is not None else who
        keyboard = self.emulator.world.keyboards.get(place.id)
        return find_button(label, visible_buttons(place.messages, keyboard, None), who=who.name)

    def _news(self) -> list[News]:
        places: list[Person | Group] = [*self._people, *([self.group] if self.group else [])]
        return [one for place in places for one in self._news_of(place)]

    def _news_of(self, place: Person | Group) -> list[News]:
        known = self._known.setdefault(place.id, {})
        found = []
        for message in place.messages:
            is_now = (message.text, repr(message.buttons))
            before = known.get(message.id)
            known[message.id] = is_now
            if message.is_service or (before is None and not message.by_bot):
                continue
            if before is None or before != is_now:
                found.append(News(place, message, before[0] if before else None))
        return found

    def _new_toasts(self) -> list[News]:
        found = []
        for person in self._people:
            said = person.toasts
            found += [News(person, None, toast=toast) for toast in said[self._toasts.get(person.id, 0) :]]
            self._toasts[person.id] = len(said)
        return [one for one in found if one.toast]
