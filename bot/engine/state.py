"""Owns what a conversation remembers of one person: the answers, and where the screen was left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, Final, Literal, TypeAlias, cast

from bot.domain import text
from bot.domain.text import Text

Key: TypeAlias = tuple[str, str]
"""A step's id, and the item it was asked about: "" for a plain step."""

Value: TypeAlias = "str | int | float | bool | tuple[str, ...] | Mapping[str, Any] | None"
"""None is a skip. A tuple holds ticks; a mapping holds a place or a contact."""


class Missing(Enum):
    """No answer, as opposed to None, which is a skip."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING
MaybeValue: TypeAlias = Value | Literal[Missing.MISSING]


class Status(StrEnum):
    OPEN = "open"
    LATER = "later"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class Answers(Mapping[Key, Value]):
    """The answers by (step, item), in the order they were given, with the questions steps ask of them.

    `item` is the item that a step repeated for each item of another answer is being asked about.
    """

    __slots__ = ("_steps", "item")

    def __init__(self, given: Mapping[Key, Value] | None = None, item: str = "") -> None:
        self._steps: dict[str, dict[str, Value]] = {}
        self.item = item
        for (step, about), value in (given or {}).items():
            self._steps.setdefault(step, {})[about] = value

    def __getitem__(self, key: Key) -> Value:
        return self._steps[key[0]][key[1]]

    def __iter__(self) -> Iterator[Key]:
        return ((step, item) for step, items in self._steps.items() for item in items)

    def __len__(self) -> int:
        return sum(len(items) for items in self._steps.values())

    def __repr__(self) -> str:
        return f"Answers({dict(self)!r})"

    def find(self, key: Key) -> MaybeValue:
        return self._steps.get(key[0], {}).get(key[1], MISSING)

    def of(self, step: str, item: str = "") -> Value:
        """The answer, or None where there is none or it was skipped."""
        return self._steps.get(step, {}).get(item)

    def text(self, step: str, item: str = "") -> str:
        """The answer where it is words or an option's id, else ""."""
        value = self.of(step, item)
        return value if isinstance(value, str) else ""

    def ticked(self, step: str) -> tuple[str, ...]:
        """The ids ticked in a step that takes several."""
        value = self.of(step)
        return value if isinstance(value, tuple) else ()

    def by_item(self, step: str) -> Mapping[str, Value]:
        return self._steps.get(step, {})

    def said(self, step: str) -> bool:
        """Whether the step has an answer, a skip included."""
        return step in self._steps

    def about(self, item: str) -> Answers:
        """The same answers, seen while `item` is asked about. Shares its storage with this one."""
        if item == self.item:
            return self
        view = Answers(item=item)
        view._steps = self._steps
        return view

    def put(self, key: Key, value: Value) -> None:
        """Add an answer in place; only for whoever built this object and has not handed it out yet."""
        self._steps.setdefault(key[0], {})[key[1]] = value

    def giving(self, key: Key, value: Value) -> Answers:
        """These answers and one more, or one changed."""
        after = Answers()
        after._steps = {step: dict(items) for step, items in self._steps.items()}
        after.put(key, value)
        return after


@dataclass(frozen=True, slots=True)
class State:
    """One person in one conversation. `visit` counts visits to a question, not renders.

    `at` is the question that `visit` was counted for; None until the first event. `draft` holds the ticks
    not yet confirmed, None while nothing was touched. `confirming` names what one more tap would end
    ("stop" or "refuse"); `editing` the question reopened from the review.
    `was` is what stood there when an edit was begun. `given` are the questions answered before it began.
    """

    answers: Answers = field(default_factory=Answers)
    reopened: frozenset[Key] = frozenset()
    visit: int = 1
    at: Key | None = None
    draft: tuple[str, ...] | None = None
    page: int = 0
    unfolded: bool = False
    confirming: str = ""
    editing: Key | None = None
    remark: Text | None = None
    status: Status = Status.OPEN
    was: Answers = field(default_factory=Answers)
    given: frozenset[Key] = frozenset()

    @classmethod
    def begin(
        cls,
        answers: Mapping[Key, Value] | None = None,
        *,
        reopened: Iterable[Key] = (),
        remark: Text | None = None,
        was: Mapping[Key, Value] | None = None,
    ) -> State:
        """A new state. Answers already known are not asked; the `reopened` ones are, as proposals."""
        given = frozenset(answers or ()) - frozenset(reopened)
        return cls(Answers(answers), frozenset(reopened), remark=remark, was=Answers(was), given=given)

    def to_json(self) -> dict[str, Any]:
        """A form that a JSON column can hold; `from_json` reads it back."""
        return {
            "answers": _answers_out(self.answers),
            "reopened": sorted(list(key) for key in self.reopened),
            "visit": self.visit,
            "at": None if self.at is None else list(self.at),
            "draft": None if self.draft is None else list(self.draft),
            "page": self.page,
            "unfolded": self.unfolded,
            "confirming": self.confirming,
            "editing": None if self.editing is None else list(self.editing),
            "remark": None if self.remark is None else text.to_json(self.remark),
            "status": str(self.status),
            **({"was": _answers_out(self.was)} if self.was else {}),
            **({"given": sorted(list(key) for key in self.given)} if self.given else {}),
        }

    @classmethod
    def from_json(cls, raw: object) -> State:
        """What `to_json` wrote. What another version wrote and this one cannot read is dropped."""
        if not isinstance(raw, Mapping):
            return cls()
        draft = raw.get("draft")
        return cls(
            answers=_read_answers(raw.get("answers")),
            reopened=_read_keys(raw.get("reopened")),
            visit=_read_count(raw.get("visit"), 1),
            at=_read_key(raw.get("at")),
            draft=None if draft is None else tuple(one for one in _as_list(draft) if isinstance(one, str)),
            page=_read_count(raw.get("page"), 0),
            unfolded=raw.get("unfolded") is True,
            confirming=_read_word(raw.get("confirming")),
            editing=_read_key(raw.get("editing")),
            remark=_read_remark(raw.get("remark")),
            status=_read_status(raw.get("status")),
            was=_read_answers(raw.get("was")),
            given=_read_keys(raw.get("given")),
        )


def _answers_out(answers: Answers) -> list[list[object]]:
    return [[step, item, _value_out(value)] for (step, item), value in answers.items()]


def _value_out(value: Value) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _as_list(raw: object) -> list[object]:
    return raw if isinstance(raw, list) else []


def _read_keys(raw: object) -> frozenset[Key]:
    return frozenset(key for one in _as_list(raw) if (key := _read_key(one)))


def _read_key(raw: object) -> Key | None:
    match raw:
        case [str(step), str(item)]:
            return (step, item)
        case _:
            return None


def _read_answers(raw: object) -> Answers:
    answers = Answers()
    for entry in _as_list(raw):
        match entry:
            case [str(step), str(item), value] if (read := _read_value(value)) is not MISSING:
                answers.put((step, item), read)
            case _:
                continue
    return answers


def _read_value(raw: object) -> MaybeValue:
    match raw:
        case None | str() | bool() | int() | float():
            return raw
        case list() if all(isinstance(one, str) for one in raw):
            return tuple(cast(list[str], raw))
        case dict() if all(isinstance(name, str) for name in raw):
            return raw
        case _:
            return MISSING


def _read_count(raw: object, least: int) -> int:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and raw >= least else least


def _read_word(raw: object) -> str:
    return raw if isinstance(raw, str) else ""


def _read_status(raw: object) -> Status:
    return Status(raw) if isinstance(raw, str) and raw in set(Status) else Status.OPEN


def _read_remark(raw: object) -> Text | None:
    try:
        read = text.from_json(raw)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    if isinstance(read, text.Phrase):
        return read if isinstance(cast(object, read.message), str) else None
    return read if isinstance(read, str | text.Words | text.Listed) and read else None
