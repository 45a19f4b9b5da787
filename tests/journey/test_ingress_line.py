"""The whole bot over a bad line: nothing a person should see is lost, and nobody waits for another's trouble."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.messages import Message


def from_bot(person: Person) -> list[Message]:
    return [message for message in person.messages if message.by_bot]


async def test_a_line_cut_before_the_answer_was_taken_loses_nothing(emulator: Emulator, ana: Person) -> None:
    emulator.faults.cut("sendMessage", when="before")
    await ana.says("/start")

    assert len(from_bot(ana)) == 1


async def test_a_line_cut_after_it_was_taken_makes_one_double_at_most(
    emulator: Emulator, ana: Person
) -> None:
    emulator.faults.cut("sendMessage", when="after")
    await ana.says("/start")

    assert [message.text for message in from_bot(ana)] == [from_bot(ana)[0].text] * 2


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_while_telegram_is_out_of_order_the_answer_waits(
    emulator: Emulator, ana: Person, status: int
) -> None:
    emulator.faults.fail(status, "out of order", "sendMessage", times=5)
    await ana.says("/start")
    assert from_bot(ana) == []
    await emulator.advance(timedelta(minutes=2))

    assert len(from_bot(ana)) == 1


async def test_a_429_in_one_chat_delays_that_chat_and_no_other(emulator: Emulator, ana: Person) -> None:
    badr = emulator.person("Badr", language="en")
    emulator.faults.retry_after(20, ana, method="sendMessage")
    await ana.says("/start")
    await badr.says("/start")
    assert (len(from_bot(ana)), len(from_bot(badr))) == (0, 1)

    await emulator.advance(timedelta(seconds=19))
    assert from_bot(ana) == []
    await emulator.advance(timedelta(seconds=1))
    assert len(from_bot(ana)) == 1


async def test_a_slow_chat_holds_up_no_other(emulator: Emulator, ana: Person) -> None:
    badr = emulator.person("Badr", language="en")
    emulator.faults.slow(ana, seconds=0.5)
    await ana.says("/start", settle=False)
    await badr.says("/start", settle=False)
    await emulator.settle()

    assert [call.chat for call in emulator.calls.of("sendMessage")] == [ana.id, badr.id]
    assert len(from_bot(ana)) == len(from_bot(badr)) == 1
