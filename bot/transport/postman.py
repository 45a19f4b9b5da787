"""Owns putting one letter into a chat: its words, or what goes with them and the words below; printed on the way."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.domain.delivery import Outcome, Rejected, Sent
from bot.domain.incident import new_incident
from bot.domain.message import Album, Document, Media, Message, Relay
from bot.domain.prints import Printable
from bot.domain.text import Phrase, say
from bot.errors import CannotPrint
from bot.i18n import Speaker
from bot.marks import _
from bot.transport.gateway import Gateway, Upload
from bot.transport.rendering import Rendered, render

log = logging.getLogger(__name__)

Press: TypeAlias = Callable[[Printable, Speaker], Awaitable[bytes]]
"""Prints away from the event loop. Raises CannotPrint, with one line for the operator."""

NOT_PRINTED = _(
    "We are sorry: this document cannot be made at the moment. Whoever looks after this bot has to put that right. "
    "Please ask again later, or talk to a human of the garden."
)
LOST = {
    Media.PHOTO: _("A photo came with this, but Telegram did not let it through."),
    Media.VOICE: _(
        "A voice message came with this, but Telegram did not let it through. Perhaps your privacy settings "
        "in Telegram refuse voice messages."
    ),
    Media.DOCUMENT: _("A file came with this, but Telegram did not let it through."),
    Media.VIDEO: _("A video came with this, but Telegram did not let it through."),
    Media.AUDIO: _("A sound came with this, but Telegram did not let it through."),
}
NO_CAPTION = "no caption"
"""Part of Telegram's answer where a text stands in the place of what could not be sent."""
NO_TEXT = "no text in the message"
"""Part of its answer where a file stands there, of which the new letter knows nothing."""

LONGEST_STEM = 60
_NO_FILE_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and who says it to its reader; `printer` says what stands in its document, where that is another."""

    message: Message
    speaker: Speaker
    printer: Speaker | None = None

    def rendered(self) -> Rendered:
        return render(self.message, self.speaker)

    def below(self) -> Rendered:
        """The words alone, where what goes with them stands above."""
        return render(replace(self.message, attachment=None), self.speaker)

    def in_words(self, instead: Phrase) -> Rendered:
        """The letter with a sentence in the place of its attachment, or what its document has to say for itself."""
        attachment = self.message.attachment
        own = attachment.without if isinstance(attachment, Document) else ()
        paragraphs = own or (*self.message.paragraphs, instead)
        return render(replace(self.message, paragraphs=paragraphs, attachment=None), self.speaker)


class Postman:
    """Posts letters and puts new ones in the place of old ones. At most one message of each may be in doubt."""

    def __init__(self, gateway: Gateway, press: Press) -> None:
        self._gateway = gateway
        self._press = press

    async def post(self, chat_id: int, thread_id: int, letter: Letter) -> Outcome:
        """A new message."""
        match letter.message.attachment:
            case Relay() as relay:
                return await self._enclose(chat_id, thread_id, letter, relay)
            case Album() as album:
                return await self._lay_out(chat_id, thread_id, letter, album)
            case Document() as document:
                return await self._hand_over(chat_id, thread_id, letter, document)
            case None:
                return await self._write(chat_id, thread_id, letter, letter.rendered())

    async def replace(self, chat_id: int, message_id: int, letter: Letter) -> Outcome:
        """The words of a message that stands there; the file it came with stays."""
        new, ways = (
            letter.rendered(),
            [(self._gateway.edit_message, NO_TEXT), (self._gateway.edit_caption, NO_CAPTION)],
        )
        (edit, mistaken), (edit_otherwise, _) = ways if letter.message.attachment is None else ways[::-1]
        outcome = await edit(chat_id, message_id, new.html, new.keyboard)
        if isinstance(outcome, Rejected) and mistaken in outcome.error.lower():
            return await edit_otherwise(chat_id, message_id, new.html, new.keyboard)
        return outcome

    async def withdraw(self, chat_id: int, message_id: int, letter: Letter) -> Outcome:
        """The message is gone with its file; where Telegram no longer deletes it, these words stand below the file."""
        outcome = await self._gateway.delete_message(chat_id, message_id)
        return await self.replace(chat_id, message_id, letter) if isinstance(outcome, Rejected) else outcome

    async def _lay_out(self, chat_id: int, thread_id: int, letter: Letter, album: Album) -> Outcome:
        """The photos, then the words below them. What has arrived is not sent again for want of its words."""
        outcome = await self._gateway.send_album(chat_id, thread_id, album)
        if isinstance(outcome, Rejected):
            log.warning("an album is refused: %s", outcome.error)
            return await self._write_bare(chat_id, thread_id, letter, say(LOST[Media.PHOTO]))
        if not isinstance(outcome, Sent):
            return outcome
        below = await self._write(chat_id, thread_id, letter, letter.below())
        return below if isinstance(below, Sent) else outcome

    async def _hand_over(self, chat_id: int, thread_id: int, letter: Letter, document: Document) -> Outcome:
        try:
            printed = await self._press(document.content, letter.printer or letter.speaker)
        except CannotPrint as error:
            log.error("incident %s: a document was not made: %s", new_incident(), error)
            return await self._write_bare(chat_id, thread_id, letter, say(NOT_PRINTED))
        name = file_name(letter.speaker.plain(document.filename))
        return await self._enclose(chat_id, thread_id, letter, Upload(document.kind, printed, name))

    async def _enclose(self, chat_id: int, thread_id: int, letter: Letter, file: Upload | Relay) -> Outcome:
        """What Telegram refuses is surely not there: then the words go without it, and say so."""
        new, reply_to = letter.rendered(), letter.message.reply_to
        outcome = await self._gateway.send_file(chat_id, thread_id, file, new.html, new.keyboard, reply_to)
        if not isinstance(outcome, Rejected):
            return outcome
        log.warning("a %s is refused: %s", file.kind, outcome.error)
        return await self._write_bare(chat_id, thread_id, letter, say(LOST[file.kind]))

    async def _write_bare(self, chat_id: int, thread_id: int, letter: Letter, instead: Phrase) -> Outcome:
        outcome = await self._write(chat_id, thread_id, letter, letter.in_words(instead))
        return replace(outcome, bare=True) if isinstance(outcome, Sent) else outcome

    async def _write(self, chat_id: int, thread_id: int, letter: Letter, words: Rendered) -> Outcome:
        reply_to = letter.message.reply_to
        return await self._gateway.send_message(chat_id, thread_id, words.html, words.keyboard, reply_to)


def file_name(wanted: str) -> str:
    """A name that every system can save a file under, and no header can be broken by; its ending is kept."""
    stem, dot, ending = _NO_FILE_NAME.sub("-", wanted).strip().rpartition(".")
    return f"{stem.strip(' .')[:LONGEST_STEM].strip() or 'document'}{dot}{ending}"
