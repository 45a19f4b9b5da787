"""What goes with a message: passed on or printed, with its words below; refused, and said in words instead."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from telegram.ext import ExtBot

from bot.domain.delivery import Gone, Sent
from bot.domain.message import Album, Button, Document, Media, Message, Relay
from bot.domain.prints import Code, Printable, Sheet, Table, TableFormat
from bot.domain.text import say
from bot.errors import CannotPrint
from bot.i18n import Catalogues, Speaker
from bot.marks import _
from bot.rehearsal import Emulator, Person
from bot.rehearsal.messages import Message as Shown
from bot.transport.backend import AiohttpRequest
from bot.transport.gateway import Gateway
from bot.transport.postman import Letter, Postman, file_name
from bot.usecases.replies import _from_payload, to_payload
from tests.emulator_support import NOW

ENGLISH = Catalogues.load().speaker("en")
TABLE = Table((Sheet(say(_("Meet people")), (say(_("Meet people")),), ((3,),)),), TableFormat.CSV)
BUTTONS = ((Button(say(_("💬 Talk to a human")), data="n.human"),),)


class FakePress:
    """Prints what it is told to, or cannot."""

    def __init__(self) -> None:
        self.trouble: CannotPrint | None = None

    async def __call__(self, content: Printable, speaker: Speaker) -> bytes:
        if self.trouble is not None:
            raise self.trouble
        return b"%PDF of " + type(content).__name__.encode()


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
def press() -> FakePress:
    return FakePress()


@pytest.fixture
async def postman(emulator: Emulator, press: FakePress) -> AsyncIterator[Postman]:
    bot = ExtBot(
        emulator.token,
        base_url=f"{emulator.url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
    async with bot:
        yield Postman(Gateway(bot), press)


@pytest.fixture
async def ana(emulator: Emulator) -> Person:
    ana = emulator.person("Ana")
    await ana.starts()
    return ana


@pytest.fixture
async def badr(emulator: Emulator) -> Person:
    badr = emulator.person("Badr")
    await badr.starts()
    return badr


def letter(message: Message) -> Letter:
    return Letter(message, ENGLISH)


def relay_of(message: Shown, kind: Media) -> Relay:
    assert message.file is not None
    return Relay(kind, message.file.id)


async def test_a_photo_is_passed_on_with_words_and_buttons(
    postman: Postman, ana: Person, badr: Person
) -> None:
    photo = await ana.sends_photo(content=b"carrots")
    message = Message(("Ana <writes>:", "Look!"), BUTTONS, relay_of(photo, Media.PHOTO))

    assert await postman.post(badr.id, 0, letter(message)) == Sent(badr.screen.id)

    assert badr.screen.file is photo.file
    assert badr.screen.text == "Ana <writes>:\n\nLook!"
    assert badr.screen.buttons == [["💬 Talk to a human"]]


async def test_a_voice_and_a_file_are_passed_on(postman: Postman, ana: Person, badr: Person) -> None:
    voice = await ana.sends_voice(content=b"OggS bonjour")
    file = await ana.sends_document("cv.pdf", b"%PDF")

    await postman.post(badr.id, 0, letter(Message((), (), relay_of(voice, Media.VOICE))))
    await postman.post(badr.id, 0, letter(Message((), (), relay_of(file, Media.DOCUMENT))))

    assert [message.file for message in badr.messages[-2:]] == [voice.file, file.file]


async def test_words_that_know_of_no_file_still_replace_the_caption_of_one(
    postman: Postman, ana: Person, badr: Person
) -> None:
    photo = await ana.sends_photo(content=b"carrots")
    await postman.post(badr.id, 0, letter(Message(("Ana writes:",), (), relay_of(photo, Media.PHOTO))))

    outcome = await postman.replace(badr.id, badr.screen.id, letter(Message(("Erased.",))))

    assert outcome == Sent(badr.screen.id)
    assert badr.screen.text == "Erased."


@pytest.mark.parametrize("enclosed", [False, True], ids=["words", "a photo"])
async def test_a_letter_is_shown_below_the_message_it_answers(
    postman: Postman, ana: Person, badr: Person, enclosed: bool
) -> None:
    question = await badr.says("Which plant?")
    photo = await ana.sends_photo(content=b"carrots")
    relay = relay_of(photo, Media.PHOTO) if enclosed else None

    await postman.post(badr.id, 0, letter(Message(("This one",), (), relay, question.id)))
    assert badr.screen.reply_to is question

    await postman.post(badr.id, 0, letter(Message(("This one!",), (), relay, question.id + 999)))
    assert badr.screen.text == "This one!", "it goes out even where the question is gone"


async def test_what_telegram_does_not_pass_on_is_said_in_words(postman: Postman, badr: Person) -> None:
    gone = Message(("Ana writes:", "Look!"), BUTTONS, Relay(Media.VOICE, "forgotten"))

    assert await postman.post(badr.id, 0, letter(gone)) == Sent(badr.screen.id, bare=True)

    assert badr.screen.text.startswith("Ana writes:\n\nLook!\n\nA voice message came with this,")
    assert badr.screen.buttons == [["💬 Talk to a human"]]


async def test_an_album_is_shown_as_one_with_its_words_below(
    postman: Postman, ana: Person, badr: Person
) -> None:
    sent = [await ana.sends_photo() for _ in range(2)]
    photos = tuple(Relay(Media.PHOTO, one.content["photo"][-1]["file_id"]) for one in sent)
    letter = Letter(Message((say(_("Meet people")),), BUTTONS, Album(photos)), ENGLISH)

    assert isinstance(await postman.post(badr.id, 0, letter), Sent)
    *_before, first, second, words = badr.messages
    assert first.content["media_group_id"] == second.content["media_group_id"]
    assert (words.text, words.buttons) == ("Meet people", [["💬 Talk to a human"]])
    lost = replace(
        letter, message=replace(letter.message, attachment=Album((Relay(Media.PHOTO, "no such"),) * 2))
    )
    outcome = await postman.post(badr.id, 0, lost)
    assert isinstance(outcome, Sent)
    assert outcome.bare
    assert "did not let it through" in badr.screen.text


async def test_whoever_has_blocked_the_bot_gets_no_words_either(postman: Postman, badr: Person) -> None:
    await badr.blocks()

    outcome = await postman.post(badr.id, 0, letter(Message(("Hello",), (), Relay(Media.PHOTO, "any"))))

    assert isinstance(outcome, Gone)


async def test_a_document_is_printed_under_its_name(postman: Postman, badr: Person) -> None:
    message = Message(("Here it is.",), BUTTONS, Document("hours.csv", TABLE))

    assert await postman.post(badr.id, 0, letter(message)) == Sent(badr.screen.id)

    assert badr.screen.file is not None
    assert (badr.screen.file.name, badr.screen.file.content) == ("hours.csv", b"%PDF of Table")
    assert badr.screen.text == "Here it is."
    assert badr.screen.buttons == [["💬 Talk to a human"]]


async def test_a_code_is_a_picture_to_hold_out(postman: Postman, badr: Person) -> None:
    message = Message(("Scan this.",), (), Document("mission.png", Code("https://t.me/b?start=m_1")))

    assert await postman.post(badr.id, 0, letter(message)) == Sent(badr.screen.id)

    assert badr.screen.file is not None
    assert (badr.screen.file.kind, badr.screen.file.content) == ("photo", b"%PDF of Code")


async def test_without_a_press_the_person_is_told_and_the_operator_reads_the_fix(
    postman: Postman, press: FakePress, badr: Person, caplog: pytest.LogCaptureFixture
) -> None:
    press.trouble = CannotPrint("printing is not installed; pip install 'coupdemain[print]'")

    outcome = await postman.post(badr.id, 0, letter(Message(("Here.",), (), Document("a.pdf", TABLE))))

    assert outcome == Sent(badr.screen.id, bare=True)
    assert badr.screen.file is None
    assert badr.screen.text.startswith("Here.\n\nWe are sorry: this document cannot be made")
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "pip install 'coupdemain[print]'" in record.getMessage()


async def test_the_words_under_a_file_are_replaced_and_the_file_stays(
    postman: Postman, ana: Person, badr: Person
) -> None:
    photo = await ana.sends_photo()
    asked = Message(("Waiting.",), BUTTONS, relay_of(photo, Media.PHOTO))
    await postman.post(badr.id, 0, letter(asked))

    outcome = await postman.replace(
        badr.id, badr.screen.id, letter(replace(asked, paragraphs=("Done.",), rows=()))
    )

    assert outcome == Sent(badr.screen.id)
    assert (badr.screen.text, badr.screen.buttons) == ("Done.", [])
    assert badr.screen.file is photo.file


async def test_words_in_the_place_of_a_refused_file_are_replaced_too(postman: Postman, badr: Person) -> None:
    lost = Message(("Waiting.",), (), Relay(Media.PHOTO, "forgotten"))
    await postman.post(badr.id, 0, letter(lost))

    await postman.replace(badr.id, badr.screen.id, letter(replace(lost, paragraphs=("Done.",))))

    assert badr.screen.text == "Done."


async def test_a_caption_too_long_for_telegram_is_cut(postman: Postman, ana: Person, badr: Person) -> None:
    photo = await ana.sends_photo()
    wordy = Message(("Ana writes:", "word " * 600), (), relay_of(photo, Media.PHOTO))

    await postman.post(badr.id, 0, letter(wordy))

    assert badr.screen.file is photo.file
    assert badr.screen.text.startswith("Ana writes:")
    assert badr.screen.text.endswith("…")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("attestation.pdf", "attestation.pdf"),
        ('a"b\r\nX: y/../c.pdf', "a-b-X- y-..-c.pdf"),
        ("Чайка عين.pdf", "Чайка عين.pdf"),
        ("x" * 300 + ".pdf", "x" * 60 + ".pdf"),
        (".pdf", "document.pdf"),
    ],
)
def test_a_file_name_is_one_that_every_system_can_save(wanted: str, name: str) -> None:
    assert file_name(wanted) == name


def test_a_reply_keeps_what_is_passed_on() -> None:
    message = Message(("Thank you.",), BUTTONS, Relay(Media.VOICE, "AwAC"))

    assert _from_payload(to_payload(message)) == message


def test_a_reply_keeps_no_document_of_ours() -> None:
    with pytest.raises(TypeError, match="composer"):
        to_payload(Message((), (), Document("a.csv", TABLE)))
