"""A document of ours reaches somebody through the whole bot: printed when it is sent, in their language, once.

What asks for papers comes and goes; the notice here stands for any of them.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

import pytest

from bot.app import App
from bot.clock import Instant
from bot.domain.message import Button, Document, Message
from bot.domain.text import say
from bot.marks import _
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import gardens, people
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.transport import sender
from bot.usecases.notify import tell_person
from tests.journey.seeding import is_welcomed
from tests.unit.pdf_reader import words_of
from tools.papers import CERTIFICATE, words

PAPER = "paper"
RETRY = 30


class Desk:
    """Composes the notice, and remembers how often it was asked to."""

    def __init__(self) -> None:
        self.composed = 0
        self.caption = words("Here is your certificate.", "Voici votre attestation.")

    def compose(self, tx: Transaction, parcel: Parcel) -> Message:
        self.composed += 1
        buttons = ((Button(say(_("💬 Talk to a human")), data="n.human"),),)
        document = Document(words("certificate.pdf", "attestation.pdf"), CERTIFICATE)
        return Message((self.caption,), buttons, document)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    composers: Mapping[str, object] = MappingProxyType({**sender.COMPOSERS, PAPER: desk.compose})
    monkeypatch.setattr(sender, "COMPOSERS", composers)
    return desk


def owe_paper(tx: Transaction, telegram_id: int, lane: Lane, now: Instant) -> None:
    garden, person = gardens.only_garden(tx), people.find_by_telegram_id(tx, telegram_id)
    assert garden is not None
    assert person is not None
    assert tell_person(tx, garden.id, person.id, PAPER, {}, dedupe=PAPER, now=now, lane=lane)


async def asks_for_it(app: App, emulator: Emulator, person: Person, lane: Lane = Lane.NOTICE) -> None:
    await app.db.run(owe_paper, person.id, lane, emulator.now)
    await emulator.settle()


def papers(person: Person) -> list[bytes]:
    return [message.file.content for message in person.messages if message.by_bot and message.file]


async def test_a_certificate_comes_as_a_file_with_words_and_buttons(
    app: App, emulator: Emulator, ana: Person, desk: Desk
) -> None:
    await is_welcomed(app, ana)

    await asks_for_it(app, emulator, ana)

    assert ana.screen.file is not None
    assert ana.screen.file.name == "certificate.pdf"
    assert (ana.screen.text, ana.screen.buttons) == ("Here is your certificate.", [["💬 Talk to a human"]])
    assert "Certificate of volunteering" in words_of(ana.screen.file.content)


async def test_it_is_in_the_language_of_whoever_reads_it(app: App, emulator: Emulator, desk: Desk) -> None:
    chloe = emulator.person("Chloé", language="fr")
    await chloe.says("/start")

    await asks_for_it(app, emulator, chloe)

    assert chloe.screen.file is not None
    assert chloe.screen.file.name == "attestation.pdf"
    assert "Attestation de bénévolat" in words_of(chloe.screen.file.content)


async def test_whatever_the_line_does_a_paper_that_did_not_arrive_comes_later(
    app: App, emulator: Emulator, ana: Person, desk: Desk
) -> None:
    await is_welcomed(app, ana)
    emulator.faults.retry_after(RETRY, ana, method="sendDocument")

    await asks_for_it(app, emulator, ana)
    assert papers(ana) == []
    await emulator.advance(timedelta(seconds=RETRY + 1))

    assert len(papers(ana)) == 1
    assert desk.composed == 2


@pytest.mark.parametrize(("when", "arrived"), [("before", 1), ("after", 2)])
async def test_a_paper_of_unknown_fate_is_sent_once_more(
    app: App, emulator: Emulator, ana: Person, desk: Desk, when: str, arrived: int
) -> None:
    await is_welcomed(app, ana)
    emulator.faults.cut("sendDocument", when=when)

    await asks_for_it(app, emulator, ana)

    assert len(papers(ana)) == arrived
    assert len(set(papers(ana))) == 1


@pytest.mark.parametrize(("when", "arrived"), [("before", 0), ("after", 1)])
async def test_a_broadcast_of_unknown_fate_is_not_sent_again(
    app: App,
    emulator: Emulator,
    ana: Person,
    desk: Desk,
    caplog: pytest.LogCaptureFixture,
    when: str,
    arrived: int,
) -> None:
    await is_welcomed(app, ana)
    emulator.faults.cut("sendDocument", when=when)

    await asks_for_it(app, emulator, ana, Lane.BROADCAST)

    assert len(papers(ana)) == arrived
    caplog.clear()  # that it may be lost is logged as an error


async def test_whoever_blocked_the_bot_is_unreachable_until_they_come_back(
    app: App, emulator: Emulator, ana: Person, desk: Desk
) -> None:
    await is_welcomed(app, ana)
    emulator.faults.fail(403, "Forbidden: bot was blocked by the user", "sendDocument")

    await asks_for_it(app, emulator, ana)

    person = await app.db.read(people.find_by_telegram_id, ana.id)
    assert person is not None
    assert not person.reachable


async def test_where_printing_is_not_installed_the_person_hears_so(
    app: App,
    emulator: Emulator,
    ana: Person,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await is_welcomed(app, ana)
    monkeypatch.setitem(sys.modules, "typst", None)

    await asks_for_it(app, emulator, ana)

    assert ana.screen.file is None
    assert "this document cannot be made at the moment" in ana.screen.text
    (line,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "pip install 'coupdemain[print]'" in line.getMessage()
    caplog.clear()
