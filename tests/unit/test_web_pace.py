"""How often may be asked: so much at once, then so much a second, each by their own name."""

from bot.web import pace
from bot.web.pace import Pace


class Stopwatch:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_so_much_at_once_then_one_after_the_other():
    watch = Stopwatch()
    three = Pace(3, 0.5, watch)

    assert [three.wait() for _ in range(5)] == [0, 0, 0, 2, 2]
    watch.at += 2
    assert [three.wait() for _ in range(2)] == [0, 2]


def test_one_who_asks_too_often_holds_up_nobody_else():
    one = Pace(1, 0.1, Stopwatch())

    assert (one.wait("ana"), one.wait("ana"), one.wait("badr")) == (0, 10, 0)


def test_only_so_many_names_are_remembered(monkeypatch):
    monkeypatch.setattr(pace, "MOST_KNOWN", 2)
    one = Pace(1, 0.1, Stopwatch())

    for name in ("ana", "badr", "clara"):
        one.wait(name)

    assert (one.wait("clara"), one.wait("ana")) == (10, 0)
