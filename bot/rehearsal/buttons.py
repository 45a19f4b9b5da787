"""Owns finding the button a person means: its exact label, else an unambiguous part; newest message first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.rehearsal.messages import Json, Message


@dataclass(frozen=True, slots=True)
class Button:
    """A visible button; of the reply keyboard where it has no message."""

    wire: Json
    message: Message | None

    @property
    def label(self) -> str:
        return str(self.wire["text"])


def visible_buttons(
    shown: list[Message], keyboard: Json | None, message: Message | None
) -> list[list[Button]]:
    """The buttons of each message, newest first, the reply keyboard last; only those of `message`, if any."""
    meant = [message] if message is not None else list(reversed(shown))
    found = [[Button(b, m) for row in m.inline_keyboard for b in row] for m in meant if m.inline_keyboard]
    if keyboard is not None and message is None:
        found.append([Button(button, None) for row in keyboard["keyboard"] for button in row])
    return found


def find_button(label: str, groups: list[list[Button]], *, who: str) -> Button:
    """Raises: AssertionError with what is visible, where nothing or more than one thing matches."""
    wanted = label.casefold()
    tries: list[Callable[[str], bool]] = [
        lambda shown: shown == label,
        lambda shown: shown.casefold().startswith(wanted),
        lambda shown: re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", shown.casefold()) is not None,
        lambda shown: wanted in shown.casefold(),
    ]
    for matches in tries:
        for buttons in groups:
            found = [button for button in buttons if matches(button.label)]
            if len(found) == 1:
                return found[0]
            assert not found, f"{who} cannot tell which {label!r} is meant: {_labels(found)}"
    visible = [_labels(buttons) for buttons in groups]
    raise AssertionError(
        f"{who} sees no button {label!r}; visible, newest message first: {visible or 'none'}"
    )


def _labels(buttons: list[Button]) -> list[str]:
    return [button.label for button in buttons]
