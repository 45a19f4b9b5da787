"""Owns the rehearsal by hand: one is anybody of the garden, types, taps by number, moves the clock."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Words

from bot.rehearsal.buttons import Button
from bot.rehearsal.client import Person
from bot.rehearsal.demo.bubbles import written
from bot.rehearsal.messages import Message
from bot.rehearsal.stage import News, Stage, Watcher

HELP = """\
words        say them           3           tap button 3
:tap WORDS   tap that button, in whatever message it stands
:as NAME     be somebody else   :who        who there is
:group       write and tap in the referents' group; again: in private
:clock +2h   let time pass (m, h, d); what falls due on the way happens
:save FILE   keep the newest photo, voice or document of this chat
:help  :quit"""

_SPAN = re.compile(r"\+(\d{1,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class NoSuchThing(Exception):
    """What was typed means nothing here; the text says what would."""


class Terminal(Watcher):
    """One person at a keyboard, who may be anybody. Only Telegram's side is simulated."""

    def __init__(self, stage: Stage, people: Mapping[str, Person], me: Person, console: Console) -> None:
        self._stage, self._people, self._me = stage, people, me
        self._console = console
        self._in_group = False
        self._numbered: list[Button] = []
        self._doings: Mapping[str, Callable[[str], Awaitable[None]]] = {
            "tap": self._tap,
            "as": self._become,
            "who": self._list_people,
            "group": self._turn_to_group,
            "clock": self._let_time_pass,
            "save": self._save,
            "help": self._help,
        }

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Until `:quit` or the end of the input."""
        await self._help("")
        await self._stage.says(self._me, "/start")
        self._prompt()
        async for line in lines:
            if not self._console.is_interactive:
                self._console.print(Words(line))
            if line.strip() == ":quit":
                return
            await self._take(line.strip())
            self._prompt()

    async def _take(self, line: str) -> None:
        if not line:
            return
        try:
            if line.startswith(":"):
                name, _, rest = line[1:].partition(" ")
                await self._doing(name)(rest.strip())
            elif line.isdecimal() and self._numbered:
                await self._press(int(line))
            else:
                await self._stage.says(self._me, line, in_group=self._in_group)
        except (NoSuchThing, AssertionError) as error:
            self._console.print(Words(str(error), "red"))

    def _doing(self, name: str) -> Callable[[str], Awaitable[None]]:
        if name not in self._doings:
            raise NoSuchThing(f"nothing is called :{name}; type :help")
        return self._doings[name]

    async def _press(self, number: int) -> None:
        if not 1 <= number <= len(self._numbered):
            raise NoSuchThing(
                f"there are {len(self._numbered)} buttons; type :tap and its words for another one"
            )
        await self._stage.presses(self._me, self._numbered[number - 1], in_group=self._in_group)

    async def _tap(self, label: str) -> None:
        await self._stage.taps(self._me, label, in_group=self._in_group)

    async def _become(self, name: str) -> None:
        found = [person for known, person in self._people.items() if known.startswith(name.casefold())]
        if not name or not found:
            raise NoSuchThing(f"nobody is called {name!r}; type :who")
        self._me, self._in_group = found[0], False
        self._stage.look_at(self._me)
        self._number()

    async def _list_people(self, _rest: str) -> None:
        for person in self._people.values():
            self._console.print(f"  {person.name}")

    async def _turn_to_group(self, _rest: str) -> None:
        group = self._stage.group
        if group is None or not group.chat.standing_of(self._me.user).inside:
            raise NoSuchThing(f"{self._me.name} is not in the group; be a referent first: type :who")
        self._in_group = not self._in_group
        self._number()

    async def _let_time_pass(self, span: str) -> None:
        found = _SPAN.fullmatch(span)
        if found is None:
            raise NoSuchThing("say by how much, as :clock +2h or :clock +1d")
        await self._stage.waits(timedelta(**{_UNITS[found[2]]: int(found[1])}))
        await self._stage.shown()

    async def _save(self, path: str) -> None:
        """Under its own name here, or where one says; nothing is ever overwritten."""
        file = next((one.file for one in reversed(self._messages()) if one.file), None)
        if file is None:
            raise NoSuchThing("nothing was sent here that could be saved")
        target = Path(path or Path(file.name).name)
        try:
            keep(target, file.content)
        except FileExistsError:
            raise NoSuchThing(f"{target} is there already; type :save and another name") from None
        except OSError as error:
            raise NoSuchThing(
                f"{target} cannot be written ({error.strerror}); type :save and a path"
            ) from None
        self._console.print(Words(f"saved: {target}", "dim"))

    def _messages(self) -> list[Message]:
        group = self._stage.group
        return group.messages if self._in_group and group else self._me.messages

    async def _help(self, _rest: str) -> None:
        self._console.print(Words(HELP, "dim"))

    def _number(self) -> None:
        """Give numbers to the buttons of the newest message that has some, where one writes now."""
        newest = next((one for one in reversed(self._messages()) if one.inline_keyboard), None)
        rows = newest.inline_keyboard if newest else []
        self._numbered = [Button(button, newest) for row in rows for button in row]

    def _prompt(self) -> None:
        self._number()
        for number, button in enumerate(self._numbered, 1):
            self._console.print(Words.assemble((f" {number:>2} ", "black on grey82"), f" {button.label}"))
        place = " 👥" if self._in_group else ""
        when = self._stage.now.strftime("%a %d %b %H:%M")
        self._console.print(Words.assemble((f"{when} {self._me.name}{place} › ", "bold green")), end="")

    async def happened(self, stage: Stage, news: Sequence[News]) -> None:
        """Show one's own chat and the group in full; of other phones only that something came."""
        self._console.print()
        for one in news:
            if one.toast:
                self._console.print(Words(f"◂ {one.toast}", "italic yellow"))
            elif one.message is None or not one.message.by_bot:
                continue
            elif one.place is self._me or not isinstance(one.place, Person):
                self._show(one, one.message)
            else:
                self._console.print(Words(f"📱 {one.place.name} got a message (:as {one.place.name})", "dim"))

    def _show(self, news: News, message: Message) -> None:
        name = "📱" if isinstance(news.place, Person) else f"👥 {news.place.title}"
        if not news.is_new:
            if news.change:
                self._console.print(Words(f"{name} ✎ {' / '.join(news.change)}", "dim"))
            return
        self._console.print(Words(name, "dim"))
        self._console.print(Padding(written(message), (0, 0, 1, 3)))


def keep(target: Path, content: bytes) -> None:
    with target.open("xb") as file:
        file.write(content)
