"""Owns what one person says to another through the bot: words, something sent, or both; passed on as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.message import Media, Relay
from bot.domain.text import Phrase, say
from bot.marks import _

PIECE = 3500
"""Characters passed on in one message, so that there is room for who wrote and how to answer."""
UNDER_A_FILE = 700
"""The same for words under a photo, a voice or a document, whose captions are short."""

# i18n: what somebody sent, in the place of their words
ENCLOSED: Mapping[Media, Phrase] = {
    Media.PHOTO: say(_("📷 a photo")),
    Media.VOICE: say(_("🎤 a voice message")),
    Media.DOCUMENT: say(_("📎 a document")),
    Media.VIDEO: say(_("🎬 a video")),
    Media.AUDIO: say(_("🎵 a sound")),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Words, something sent beside them, or both; never neither."""

    words: str = ""
    relay: Relay | None = None

    def in_parts(self) -> Iterator[Said]:
        """One after the other, each as fits one message."""
        if self.relay is not None and len(self.words) <= UNDER_A_FILE:
            yield self
            return
        for start in range(0, len(self.words), PIECE):
            yield Said(self.words[start : start + PIECE])
        if self.relay is not None:
            yield Said(relay=self.relay)

    def to_json(self) -> dict[str, Any]:
        """A form that a JSON column can hold; `from_json` reads it back."""
        relay = self.relay
        return {
            "words": self.words,
            "kind": relay.kind.value if relay else "",
            "file_id": relay.file_id if relay else "",
        }

    @classmethod
    def from_json(cls, raw: object) -> Said:
        """What `to_json` wrote; a bare string is words."""
        if not isinstance(raw, Mapping):
            return cls(raw if isinstance(raw, str) else "")
        kind = str(raw.get("kind") or "")
        relay = Relay(Media(kind), str(raw.get("file_id") or "")) if kind in set(Media) else None
        return cls(str(raw.get("words") or ""), relay)
