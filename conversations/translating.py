"""Texts that volunteers read, asked in the coordinator's language and then in each further one they tick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.domain.garden import Garden
from bot.domain.labels import LANGUAGE_NAMES, language_inside
from bot.domain.text import Language, Text, say
from bot.engine.conditions import Condition
from bot.engine.state import Answers
from bot.engine.steps import ForEach, Option, Words
from bot.engine.steps.base import lines
from bot.marks import _
from bot.usecases.managing.sheets import IN, lines_in


class InLanguages(Protocol):
    """Facts of a conversation in which texts are written: in `main`, then in the garden's `others`."""

    @property
    def garden(self) -> Garden: ...
    @property
    def main(self) -> Language: ...
    @property
    def others(self) -> tuple[Language, ...]: ...


def in_which_language(prompt: str) -> Callable[[InLanguages, Answers], tuple[Text, ...]]:
    """The question, and in which language it is answered where the garden has several."""

    def said(facts: InLanguages, answers: Answers) -> tuple[Text, ...]:
        if not facts.others:
            return (say(prompt),)
        return (say(prompt), say(_("(in {language})"), language=language_inside(facts.main)))

    return said


def other_languages(facts: InLanguages, answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(one, LANGUAGE_NAMES.get(one, one)) for one in facts.others)


def where_written(*steps: str) -> Callable[[InLanguages, Answers], tuple[Option, ...]]:
    """The further languages, where one of these steps has words to translate."""
    return lambda facts, answers: other_languages(facts, answers) if any(map(answers.text, steps)) else ()


def also_in(facts: InLanguages, answers: Answers) -> tuple[Text, ...]:
    first = next((one for one in facts.garden.languages if one == facts.main), facts.main)
    return (
        say(_("Do you want to write it in other languages, too?")),
        say(_("In those you leave out, {language} stands in."), language=language_inside(first)),
    )


def translated(step: str, prompt: str) -> Callable[[InLanguages, Answers], tuple[Text, ...]]:
    """What is to be translated, above the question."""

    def said(facts: InLanguages, answers: Answers) -> tuple[Text, ...]:
        written = answers.text(step)
        shown = lines([f"{number}. {line}" for number, line in enumerate(lines_in(written), 1)] or [written])
        return say(prompt, language=language_inside(answers.item)), shown if step == "tasks" else written

    return said


def in_other(
    step: str,
    prompt: str,
    summary: str,
    longest: int,
    *,
    when: Condition | None = None,
    skippable: bool = False,
    one_line: bool = True,
) -> ForEach:
    """The same text in each further language that was ticked."""
    once = Words(
        step + IN,
        translated(step, prompt),
        summary=summary,
        longest=longest,
        one_line=one_line,
        human=False,
        skippable=skippable,
        skip=_("Not in this language"),
    )
    return ForEach(over="in_other", step=once, when=when)
