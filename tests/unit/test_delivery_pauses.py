from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import pauses as module
from bot.delivery.pauses import Pauses
from bot.domain.delivery import Delayed

NOW = datetime(2026, 5, 12, tzinfo=UTC)
DOWN = Delayed(2, everywhere=True, why="no connection")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_chats_pause_is_its_own() -> None:
    pauses = Pauses()
    pauses.begin(7, Delayed(30), NOW)

    assert pauses.until(7, NOW) == after(30)
    assert pauses.until(8, NOW) is None
    assert pauses.until(7, after(30)) is None


def test_delays_that_strike_together_count_once() -> None:
    pauses = Pauses()
    for chat in range(50):
        assert pauses.begin(chat, DOWN, NOW) == after(2)


def test_a_line_that_stays_down_is_tried_ever_more_rarely_and_at_least_once_a_minute() -> None:
    pauses, now, lengths = Pauses(), NOW, []
    for _ in range(8):
        end = pauses.begin(7, DOWN, now)
        lengths.append((end - now).total_seconds())
        now = end
        assert pauses.limit(200) == 1

    assert lengths == [2, 4, 8, 16, 32, 60, 60, 60]


def test_once_the_line_is_up_everything_goes_again() -> None:
    pauses = Pauses()
    pauses.begin(7, DOWN, NOW)
    pauses.end()

    assert pauses.until(8, NOW) is None
    assert pauses.limit(200) == 200


def test_old_pauses_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 10)
    pauses = Pauses()
    for chat in range(1000):
        pauses.begin(chat, Delayed(1), after(chat))

    assert len(pauses._chats) <= 12
