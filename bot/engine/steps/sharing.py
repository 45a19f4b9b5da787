"""Owns the steps answered by sharing: a place, or how to reach somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.garden import Place as Point
from bot.domain.message import Ask
from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply
from bot.engine.checks import Check, at_most, is_reachable, not_blank
from bot.engine.events import SharedContact
from bot.engine.options import Option
from bot.engine.state import MISSING, MaybeValue, Value
from bot.engine.steps.base import Row, Step, action_for, not_understood, staying, tick_mark
from bot.engine.steps.choosing import WithOptions
from bot.marks import _

LONGEST = 200
"""Characters of a place or a contact in words."""


@dataclass(frozen=True, kw_only=True)
class Place(WithOptions):
    """A town among `options`, a position that is shared, or, where `free`, any words.

    Stored as {"town": id}, {"latitude": …, "longitude": …} or {"words": …}. `share` adds a button that hands
    over the position, which turns the screen's buttons into a reply keyboard. `keeps`: what is made of a position the
    moment it is shared and kept in its stead, as {"instead": …}; the position itself is written down nowhere.
    """

    free: bool = False
    keeps: Callable[[Any, Point], Value] | None = None
    share: bool = False
    columns: int = 2

    @property
    def width(self) -> int:
        return self.columns

    expects: ClassVar[str] = _("Please type the name of your town, or share your position.")

    def is_idle(self, asking: Asking) -> bool:
        return False

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        match value:
            case {"town": str(town)}:
                return {"town": town} if asking.option(town) else MISSING
            case {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}:
                return MISSING if self.keeps else {"latitude": latitude, "longitude": longitude}
            case {"instead": made} if self.keeps:
                return {"instead": made}
            case {"words": str(words)} if self.free:
                return {"words": words}
            case _:
                return MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        match value:
            case {"town": str(town)}:
                return asking.label(town)
            case {"words": str(words)}:
                return words
            case _:
                return say(_("the place you shared"))

    def chosen_now(self, asking: Asking) -> tuple[str, ...]:
        match asking.proposed:
            case {"town": str(town)}:
                return (town,)
            case _:
                return ()

    def marks(self, asking: Asking) -> bool:
        return bool(self.chosen_now(asking))

    def choice(self, asking: Asking, option: Option) -> Choice:
        label = tick_mark(option.label) if option.id in self.chosen_now(asking) else option.label
        return Choice(action_for("o.", option.id), label, option=True)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        share = (Choice("share", say(_("Share my position")), share=Ask.LOCATION),)
        return [*([share] if self.share else []), *super().buttons(asking)]

    def pick(self, asking: Asking, action: str) -> Reply | None:
        option = asking.coded(action[2:]) if action.startswith("o.") else None
        return Given({"town": option.id}) if option else None

    def hear(self, asking: Asking, words: str) -> Reply:
        if not self.free:
            return staying(
                asking, say(_("I do not know that town. Tap one of these, or share your position."))
            )
        return _heard(asking, words, not_blank)

    def take_place(self, asking: Asking, point: Point) -> Reply | None:
        if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):
            return not_understood(asking)
        if self.keeps is not None:
            return Given({"instead": self.keeps(asking.facts, point)})
        return Given({"latitude": point.latitude, "longitude": point.longitude})


@dataclass(frozen=True, kw_only=True)
class Contact(Step):
    """A contact card that is shared, or a way to reach somebody in words.

    Stored as {"phone": …, "name": …, "own": …} or {"words": …}. `own_only` refuses somebody else's card;
    `share` adds a button that hands over one's own, which turns the screen into a reply keyboard. `keeps`: what is made
    of a card the moment it is shared and kept in its stead, as {"instead": …}; the card itself is written down nowhere.
    """

    check: Check = is_reachable
    keeps: Callable[[Any, SharedContact], Value] | None = None
    own_only: bool = False
    share: bool = False

    wants_words: ClassVar[bool] = True
    expects: ClassVar[str] = _("Please share a contact, or type a phone number or an e-mail address.")

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        match value:
            case {"phone": str(phone), "name": str(name), "own": bool(own)}:
                return MISSING if self.keeps else {"phone": phone, "name": name, "own": own}
            case {"instead": made} if self.keeps:
                return {"instead": made}
            case {"words": str(words)}:
                return {"words": words}
            case _:
                return MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        match value:
            case {"words": str(words)}:
                return words
            case {"instead": _made}:
                return say(_("my number"))
            case {"phone": str(phone), "name": str(name)} if name:
                return say(_("{name}, {phone}"), name=name, phone=phone)
            case Mapping():
                return str(value.get("phone", ""))
            case _:
                return str(value)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        return [(Choice("share", say(_("Share my number")), share=Ask.CONTACT),)] if self.share else []

    def hear(self, asking: Asking, words: str) -> Reply:
        return _heard(asking, words, self.check)

    def take_contact(self, asking: Asking, contact: SharedContact) -> Reply | None:
        if self.own_only and not contact.own:
            return staying(asking, say(_("That is somebody else's card. Please share your own.")))
        if self.keeps is not None:
            return Given({"instead": self.keeps(asking.facts, contact)})
        return Given({"phone": contact.phone, "name": contact.name, "own": contact.own})


def _heard(asking: Asking, words: str, check: Check) -> Reply:
    tidied = " ".join(words.split())
    problem = at_most(LONGEST)(tidied) or check(tidied)
    return staying(asking, problem) if problem else Given({"words": tidied})
