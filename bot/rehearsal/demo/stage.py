"""Owns what is played: people act through the test client, and whoever watches is told before and after."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

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


class Watcher(Protocol):
    """Somebody the play is shown to, in order."""

    async def chapter(self, stage: Stage, words: str) -> None: ...

    async def touched(self, stage: Stage, touches: Sequence[Touch]) -> None: ...

    async def said(self, stage: Stage, who: Person, words: str, in_group: bool) -> None: ...

    async def happened(self, stage: Stage, news: Sequence[News]) -> None: ...


class Stage:
    """The emulator's people, seen: one phone at a time and the referents' group."""

    def __init__(self, emulator: Emulator, speaker: Speaker, watchers: Sequence[Watcher] = ()) -> None:
        self.emulator = emulator
        self.speaker = speaker
        self.phone: Person | None = None
        self.group: Group | None = None
        self._watchers = list(watchers)
        self._known: dict[int, dict[int, tuple[str, str]]] = {}
        self._toasts: dict[int, int] = {}
        self._people: list[Person] = []

    @property
    def now(self) -> datetime:
        """The rehearsal's present, in the garden's time zone."""
        return self.emulator.now.astimezone(self.speaker.zone)

    def say(self, text: Text) -> str:
        return self.speaker.plain(text)

    def person(self, first_name: str, *, id: int | None = None, seen: bool = True) -> Person:
        """Somebody who speaks the language of the play; unless `seen`, what reaches them is no news."""
        person = self.emulator.person(first_name, language=self.speaker.language, id=id)
        if seen:
            self.follow(person)
        return person

    def follow(self, person: Person) -> None:
        """From now on what reaches this person is news."""
        self._people.append(person)

    def watch(self, watcher: Watcher) -> None:
        self._watchers.append(watcher)

    def look_at(self, person: Person) -> None:
        """From now on the phone that is shown is theirs."""
        self.phone = person

    async def chapter(self, words: Text) -> None:
        for watcher in self._watchers:
            await watcher.chapter(self, self.say(words))

    async def says(self, who: Person, words: str, *, in_group: bool = False) -> None:
        for watcher in self._watchers:
            await watcher.said(self, who, words, in_group)
        await who.says(words, chat=self.group if in_group else None)
        await self.shown()

    async def taps(self, who: Person, label: Text, *, in_group: bool = False) -> None:
        """Tap what reads `label` in the play's language, the newest message first."""
        await self.tap_at_once([(who, label)], in_group=in_group)

    async def tap_at_once(
        self, taps: Sequence[tuple[Person, Text]], *, in_group: bool = False, beside: Sequence[Act] = ()
    ) -> None:
        """Several taps that reach the bot as one batch; `beside` are acts that nobody is shown."""
        labels = [(who, self.say(label)) for who, label in taps]
        touches = [Touch(who, self._find(who, label, in_group), in_group) for who, label in labels]
        for watcher in self._watchers:
            await watcher.touched(self, touches)
        chat = self.group if in_group else None
        messages = [touch.button.message for touch in touches]
        acts = [
            who.taps(label, chat=chat, message=on) for (who, label), on in zip(labels, messages, strict=True)
        ]
        await self.emulator.together(*acts, *beside)
        await self.shown()

    async def presses(self, who: Person, button: Button, *, in_group: bool = False) -> None:
        """Tap this very button."""
        for watcher in self._watchers:
            await watcher.touched(self, [Touch(who, button, in_group)])
        chat = self.group if in_group else None
        await who.taps(button.label, chat=chat, message=button.message)
        await self.shown()

    async def waits(self, by: timedelta) -> None:
        """Time passes, and nothing is due meanwhile."""
        await self.emulator.advance(by)

    async def waits_for_what_is_due(self) -> None:
        """Time passes until the bot has something to do, and it does it."""
        due = self.emulator.following.next_due
        assert due is not None, "the bot has nothing left to do, ever"
        await self.emulator.advance(to=due)

    def overlook(self) -> None:
        """What has changed since is no news: it happened off the stage."""
        self._news()
        self._new_toasts()

    async def shown(self) -> None:
        """Tell the watchers what has changed since."""
        news = [*self._news(), *self._new_toasts()]
        for watcher in self._watchers:
            await watcher.happened(self, news)

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


Act = Coroutine[Any, Any, object]
