"""Owns drawing a conversation as a Mermaid flowchart: its questions, its conditions and its endings."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.text import Text, say
from bot.engine.conversation import AnyStep, Conversation
from bot.engine.options import marked
from bot.engine.steps.base import Step
from bot.engine.steps.choosing import Choose, Ticking
from bot.engine.steps.foreach import ForEach
from bot.engine.steps.quiz import Quiz
from bot.engine.steps.reading import Consent, Page
from bot.engine.steps.review import Review
from bot.marks import _

Plain = Callable[[Text], str]

LONGEST_LABEL = 60


def diagram(conversation: Conversation, plain: Plain) -> str:
    """The flowchart, its labels in the language of `plain`. Arrows into a step say when it is asked."""
    lines = ["flowchart TD", f"    start([{_quoted(plain(marked(conversation.title)))}])"]
    tails = [("start", "")]
    for step in conversation.steps:
        node = f"s_{_node(step.id)}"
        lines.append(f"    {node}{_shape(step, plain)}")
        condition = str(step.when) if step.when else ""
        lines += [_arrow(tail, node, condition or label) for tail, label in tails]
        tails = (
            [(node, "")]
            if not condition
            else [*((tail, _otherwise(plain)) for tail, _label in tails), (node, "")]
        )
        lines += [_arrow(node, "refused", end) for end in _endings(step.leaf, plain)]
    lines += [_arrow(tail, "done", label) for tail, label in tails]
    lines.append(f"    done([{_quoted(plain(say(_('All done, thank you!'))))}])")
    if any(line.endswith("| refused") for line in lines):
        lines.append(f"    refused([{_quoted(plain(say(_('We stop here, what was answered is erased'))))}])")
    return "\n".join(lines) + "\n"


def _shape(step: AnyStep, plain: Plain) -> str:
    """Pages are rounded, decisions are hexagons, what is repeated has double sides, the rest are boxes."""
    text = _quoted(step_label(step, plain))
    leaf = step.leaf
    if isinstance(step, ForEach) or isinstance(leaf, Quiz):
        return f"[[{text}]]"
    if isinstance(leaf, Page):
        return f"({text})"
    if isinstance(leaf, Consent | Review):
        return f"{{{{{text}}}}}"
    return f"[/{text}/]" if isinstance(leaf, Ticking) else f"[{text}]"


def step_label(step: AnyStep, plain: Plain) -> str:
    """What a step is called, in the language of `plain`."""
    leaf = step.leaf
    name = plain(marked(leaf.summary)) if leaf.summary else _prompt(leaf, plain)
    return f"{name} · {step.over}" if isinstance(step, ForEach) else name


def _prompt(step: Step, plain: Plain) -> str:
    """The first paragraph where it is declared; else the step's id, as an author knows it."""
    prompt = step.prompt[0] if isinstance(step.prompt, tuple) else step.prompt
    if callable(prompt) or "{" in str(getattr(prompt, "message", prompt)):
        return step.id.replace("_", " ")
    words = plain(marked(prompt))
    return words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1].rstrip() + "…"


def _endings(step: Step, plain: Plain) -> list[str]:
    if isinstance(step, Consent):
        return [plain(marked(step.refuse_label))]
    if not isinstance(step, Choose) or callable(step.options) or callable(step.extra):
        return []
    return [plain(marked(one.label)) for one in (*step.options, *step.extra) if one.id in step.ends]


def _otherwise(plain: Plain) -> str:
    return plain(say(_("otherwise")))


def _arrow(tail: str, head: str, label: str) -> str:
    return f"    {tail} -->|{_quoted(label)}| {head}" if label else f"    {tail} --> {head}"


def _node(id: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}_" for char in id)


def _quoted(label: str) -> str:
    """A label as Mermaid reads it: quoted, with its own marks as entities."""
    escaped = "".join(
        f"#{ord(char)};" if char in '#"&<>`|{}[]()' else char for char in " ".join(label.split())
    )
    return f'"{escaped}"'
