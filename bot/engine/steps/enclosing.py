"""Owns the step answered by sending photos: one by one or as an album, and one tap once they are all there."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.domain.message import Media
from bot.domain.said import Said
from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply, Stays
from bot.engine.events import Enclosed
from bot.engine.state import MISSING, MaybeValue, Value
from bot.engine.steps.base import Row, Step, staying
from bot.marks import _, ngettext


@dataclass(frozen=True, kw_only=True)
class Photos(Step):
    """Photos with what is written below each; `most` of them. The answer is read by `photos_in`.

    `gathered` is what is asked once there are some, and `done` the button that says yes to it, of their number.
    """

    gathered: Callable[[Any, int], tuple[Text, ...]]
    done: Callable[[int], Text]
    most: int = 10

    expects: ClassVar[str] = _("That is no photo. Please send one.")

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        return value if isinstance(value, tuple) and value else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        return say(ngettext("📷 {count} photo", "📷 {count} photos"), count=len(photos_in(value)))

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        sent = self.sent(asking)
        return self.gathered(asking.facts, len(sent)) if sent else super().paragraphs(asking)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        sent = self.sent(asking)
        if not sent:
            return []
        done = Choice("done", self.done(len(sent)), "yes")
        return [(done,), (Choice("none", say(_("No, leave them out")), "no"),)]

    def press(self, asking: Asking, action: str) -> Reply | None:
        sent = self.sent(asking)
        if action == "done" and sent:
            return Given(sent)
        if action == "none":
            return Stays(replace(asking.state, draft=(), remark=None, confirming=""))
        return None

    def hear(self, asking: Asking, words: str) -> Reply:
        return staying(asking, say(self.expects))

    def take_enclosed(self, asking: Asking, enclosed: Enclosed) -> Reply | None:
        sent = self.sent(asking)
        if enclosed.relay.kind is not Media.PHOTO:
            return staying(asking, say(self.expects))
        if len(sent) >= self.most:
            return staying(
                asking, say(_("No more than {most} at a time: the others were not taken."), most=self.most)
            )
        new = json.dumps(Said(enclosed.words, enclosed.relay).to_json())
        return Stays(replace(asking.state, draft=(*sent, new), remark=None, confirming=""))

    def sent(self, asking: Asking) -> tuple[str, ...]:
        """Those that are there so far."""
        return asking.state.draft or ()


def photos_in(value: Value) -> list[Said]:
    """What was sent, in its order."""
    return [Said.from_json(json.loads(one)) for one in value] if isinstance(value, tuple) else []
