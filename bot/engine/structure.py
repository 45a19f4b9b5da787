"""Owns the check of a conversation's structure when it is built: what cannot work never meets a person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import Text
from bot.engine.declaration import DeclarationError
from bot.engine.steps.base import Step
from bot.engine.steps.foreach import ForEach


def check_structure(name: str, title: Text, steps: Sequence[Step | ForEach]) -> None:
    """Refuse duplicate ids; the rest of the rules follow."""
    seen: set[str] = set()
    for step in steps:
        if step.id in seen:
            raise DeclarationError(f"{name}.{step.id}", "two steps of this id", "one", "rename one of them")
        seen.add(step.id)
