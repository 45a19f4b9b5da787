"""Owns the step of friendly questions: a wrong answer explains and asks again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.charter import Question
from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply
from bot.engine.options import Option, unique
from bot.engine.state import MISSING, Answers, MaybeValue, Value
from bot.engine.steps.base import Row, Step, action_for, in_rows, staying, tick_mark
from bot.marks import _


@dataclass(frozen=True, kw_only=True)
class Quiz(Step):
    """One screen a question, kept under (id, the question's slug). The prompt stands above each of them.

    A right answer's explanation opens the next screen.
    """

    questions: Callable[[Any], Sequence[Question]]
    columns: int = 1
    listed: bool = False

    def items(self, facts: Any, answers: Answers) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(question.slug for question in self.questions(facts) if _can_be_won(question))
        )

    def question(self, asking: Asking) -> Question | None:
        return next((one for one in self.questions(asking.facts) if one.slug == asking.item), None)

    def options_for(self, asking: Asking) -> tuple[Option, ...]:
        question = self.question(asking)
        return unique(tuple(Option(one.slug, one.text) for one in question.answers)) if question else ()

    def is_idle(self, asking: Asking) -> bool:
        return not asking.options

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        question = self.question(asking)
        return value if question and value == question.right else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        return asking.label(str(value))

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        question = self.question(asking)
        return super().paragraphs(asking) + ((question.prompt,) if question else ())

    def frozen(self, asking: Asking) -> tuple[Text, ...]:
        return self.paragraphs(asking)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        return in_rows([_choice(asking, option) for option in asking.options], self.columns)

    def marks(self, asking: Asking) -> bool:
        return True

    def press(self, asking: Asking, action: str) -> Reply | None:
        question = self.question(asking)
        option = asking.coded(action[2:]) if action.startswith("o.") else None
        if question is None or option is None:
            return None
        if option.id == question.right:
            return Given(option.id, say(_("That is right! {why}"), why=question.explanation))
        return staying(asking, say(_("Not quite. {why}"), why=question.explanation))


def _choice(asking: Asking, option: Option) -> Choice:
    label = tick_mark(option.label) if option.id == asking.proposed else option.label
    return Choice(action_for("o.", option.id), label, option=True)


def _can_be_won(question: Question) -> bool:
    return question.right in {answer.slug for answer in question.answers}
