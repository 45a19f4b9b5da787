"""Owns what every kind of step has in common: its declaration, and how it is drawn, answered and skipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any, ClassVar, TypeAlias

from bot.domain.garden import Place as Point
from bot.domain.text import Cut, Phrase, Text, cut_at_a_word, say
from bot.engine.asking import Asking, Choice, Given, Leaves, Reply, Stays, code_of
from bot.engine.conditions import Condition
from bot.engine.events import Enclosed, SharedContact
from bot.engine.numbered import WIDTH, fitting
from bot.engine.options import Option, Options, declared, marked, unique
from bot.engine.state import MISSING, Answers, MaybeValue, Value
from bot.marks import _

Row: TypeAlias = tuple[Choice, ...]
Prompt: TypeAlias = "Text | tuple[Text, ...] | Callable[[Any, Answers], Text | tuple[Text, ...]]"
"""Paragraphs. Declared, a `str` is a marked string; returned by a callable it is shown as it is."""

SKIP = _("Skip")

KEPT = WIDTH - 10
"""Characters of an answer repeated on the button that keeps it, behind "Keep: " in any language."""


@dataclass(frozen=True)
class Step:
    """A question, or a page to read.

    `barrier`: something happened outside once it is answered, so neither back nor edit comes here again, and
    the answer stands whatever the facts become. `on_answer` and `on_aside` are opaque here and handed out.
    `summary` names the answer in the review, where it is shown if `listed`. `human`: the way to somebody to talk to
    is offered, which makes no sense to whoever is on it. In a step repeated for each item,
    a declared prompt may use `{item}`.
    """

    id: str
    prompt: Prompt
    declared_by_name: KW_ONLY
    when: Condition | None = None
    skippable: bool = False
    skip: Text = SKIP
    barrier: bool = False
    on_answer: Any = None
    on_aside: Any = None
    summary: Text | None = None
    listed: bool = True
    human: bool = True

    wants_words: ClassVar[bool] = False  # typed words are the answer, except where they are exactly a button
    looks_up: ClassVar[bool] = False  # typed words that are no one button are looked for among the options
    asks: ClassVar[bool] = True  # counted in the progress, unlike a page
    looks_back: ClassVar[bool] = False  # drawn from the questions before it
    expects: ClassVar[str] = _("Please tap one of the buttons, or type what it says.")

    @property
    def leaf(self) -> Step:
        return self

    def items(self, facts: Any, answers: Answers) -> tuple[str, ...]:
        """What the step is asked about, one screen each; "" for the step itself."""
        return ("",)

    def options_for(self, asking: Asking) -> tuple[Option, ...]:
        return ()

    def is_idle(self, asking: Asking) -> bool:
        """Whether there is nothing to choose from, in which case the step is passed over."""
        return False

    def still(self, asking: Asking, value: Value) -> MaybeValue:
        """The stored answer as far as it still holds, or MISSING."""
        if value is None:
            return None if self.skippable else MISSING
        return self.accepts(asking, value)

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        raise NotImplementedError

    def in_words(self, asking: Asking, value: Value) -> Text:
        """The answer as people read it."""
        if value is None:
            return say(_("skipped")) if self.skip is SKIP else marked(self.skip)
        return self.worded(asking, value)

    def worded(self, asking: Asking, value: Value) -> Text:
        return str(value)

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        """What the message says, buttons aside."""
        return shown(self.prompt, asking)

    def frozen(self, asking: Asking) -> tuple[Text, ...]:
        """What remains of the message once it is answered."""
        return shown(self.prompt, asking)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        """The step's own buttons as they stand on the screen."""
        return ()

    def all_rows(self, asking: Asking) -> Sequence[Row]:
        """The step's own buttons, then *keep* where an answer is proposed and *skip* where it may be."""
        rows = list(self.buttons(asking))
        if asking.proposed is not MISSING and asking.proposed is not None and not self.marks(asking):
            words = self.in_words(asking, asking.proposed)
            rows.insert(0, (Choice("keep", say(_("Keep: {answer}"), answer=Cut(words, KEPT)), "yes"),))
        if self.skippable:
            rows.append((Choice("skip", marked(self.skip), "skip"),))
        return rows

    def marks(self, asking: Asking) -> bool:
        """Whether the step's own buttons show what was answered, one tap from being kept."""
        return False

    def spoken(self, asking: Asking) -> Sequence[Choice]:
        """Every button that typed words may mean, those of other pages included."""
        return [choice for row in self.all_rows(asking) for choice in row]

    def opening_page(self, asking: Asking) -> int:
        return 0

    def tap(self, asking: Asking, action: str) -> Reply | None:
        """What a button's action does; None where the step has no such button."""
        if action == "keep" and asking.proposed is not MISSING:
            return Given(asking.proposed)
        if action == "skip" and self.skippable:
            return Given(None)
        return self.press(asking, action)

    def press(self, asking: Asking, action: str) -> Reply | None:
        return None

    def hear(self, asking: Asking, words: str) -> Reply:
        """Typed words that mean no button."""
        return not_understood(asking)

    def finds(self, asking: Asking, words: str) -> bool:
        """Whether typed words that mean no button, looked for here, are all found."""
        return False

    def take_place(self, asking: Asking, point: Point) -> Reply | None:
        return None

    def take_contact(self, asking: Asking, contact: SharedContact) -> Reply | None:
        return None

    def take_enclosed(self, asking: Asking, enclosed: Enclosed) -> Reply | None:
        return None

    def warning(self, asking: Asking) -> tuple[Text, ...]:
        """What is said before an answer that ends everything is taken."""
        return (say(_("We would stop here, and everything you answered would be erased. Are you sure?")),)

    def ends_with(self) -> frozenset[str]:
        """The ids of the options that end the conversation."""
        return frozenset()

    def refuse(self, asking: Asking) -> Reply:
        """Ask once more before erasing everything; leave where that was confirmed."""
        if asking.state.confirming == "refuse":
            return Leaves()
        return Stays(replace(asking.state, confirming="refuse", remark=None))


def not_understood(asking: Asking) -> Stays:
    return staying(asking, say(_("I did not understand that.")), marked(asking.step.expects))


def staying(asking: Asking, *remarks: Text) -> Stays:
    """The same question with a remark; several sentences stand together."""
    return Stays(replace(asking.state, remark=sentences(remarks), confirming=""))


def sentences(texts: Sequence[Text]) -> Text:
    """Whole sentences one after the other: a layout, not a string of the catalogue."""
    return _laid_out(texts, " ")


def lines(texts: Sequence[Text]) -> Text:
    """Whole lines one below the other: a layout, not a string of the catalogue."""
    return _laid_out(texts, "\n")


def _laid_out(texts: Sequence[Text], between: str) -> Text:
    if len(texts) == 1:
        return texts[0]
    names = [f"line{number}" for number in range(len(texts))]
    return Phrase(between.join(f"{{{name}}}" for name in names), dict(zip(names, texts, strict=True)))


def shown(prompt: Prompt, asking: Asking) -> tuple[Text, ...]:
    """The paragraphs of a prompt, declared or made from the facts."""
    if callable(prompt):
        made = prompt(asking.facts, asking.answers)
        return made if isinstance(made, tuple) else (made,)
    texts = prompt if isinstance(prompt, tuple) else (prompt,)
    return tuple(_about_item(marked(text), asking) for text in texts)


def _about_item(text: Text, asking: Asking) -> Text:
    if asking.over is None or not isinstance(text, Phrase):
        return text
    return replace(text, fields={**text.fields, "item": asking.item_label})


def shortened(text: Text, longest: int = WIDTH) -> Text:
    """Typed words cut to a button's length, or to `longest` characters."""
    if isinstance(text, str) and len(text) > longest:
        return cut_at_a_word(text, longest)
    return text


def read_options(options: Options, asking: Asking) -> tuple[Option, ...]:
    """The options, declared or read from the facts, each id once."""
    return unique(tuple(options(asking.facts, asking.answers)) if callable(options) else declared(options))


def in_rows(choices: Sequence[Choice], columns: int) -> list[Row]:
    return [tuple(choices[start : start + columns]) for start in range(0, len(choices), columns)]


def tick_mark(label: Text) -> Text:
    return say(_("✓ {label}"), label=fitting(label, len("✓ ")))


def action_for(verb: str, id: str) -> str:
    return verb + code_of(id)
