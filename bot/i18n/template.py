"""Owns the cutting of a marked string: its literal parts, its placeholders, its own tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_TAG = re.compile(r"</?[biu]>")
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, save tab and line feed
    "\u2028\u2029"  # separators that some clients break lines at
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates: they can turn a sentence round
    "\ufff9-\ufffb\ufeff"  # interlinear marks, byte order mark
    "\ud800-\udfff]"  # lone surrogates, which no UTF-8 can carry
)


def clean(text: str) -> str:
    """`text` without control and bidi-override characters; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """`text`, cleaned, for the inside of Telegram's HTML."""
    return escape(clean(text), quote=False)


def placeholders(message: str) -> frozenset[str]:
    """The names between braces."""
    return frozenset(_PLACEHOLDER.findall(message))


def tags(message: str) -> list[str]:
    """The phrase's own tags, in order."""
    return _TAG.findall(message)


def has_words(message: str) -> bool:
    """Whether anything is left to translate beside placeholders, tags and signs."""
    return any(sign.isalpha() for sign in _TAG.sub("", _PLACEHOLDER.sub("", message)))


def is_well_nested(message: str) -> bool:
    """Whether each tag is closed, in the order Telegram's parser asks for."""
    opened: list[str] = []
    for tag in tags(message):
        if not tag.startswith("</"):
            opened.append(tag[1])
        elif not opened or opened.pop() != tag[2]:
            return False
    return not opened


@dataclass(frozen=True, slots=True)
class Template:
    """A phrase cut at its placeholders: one more literal than names, each literal in both renderings."""

    names: tuple[str, ...]
    html: tuple[str, ...]
    plain: tuple[str, ...]

    @classmethod
    def cut(cls, message: str) -> Template:
        """Tags that are not well nested are dropped: Telegram would refuse the whole message."""
        pieces = _PLACEHOLDER.split(message)
        literals, keep = pieces[::2], is_well_nested(message)
        return cls(
            names=tuple(pieces[1::2]),
            html=tuple(_escape_around_tags(literal, keep) for literal in literals),
            plain=tuple(_TAG.sub("", literal) for literal in literals),
        )


def _escape_around_tags(literal: str, keep: bool) -> str:
    glue = tags(literal) if keep else []
    texts = [escape(text, quote=False) for text in _TAG.split(literal)]
    return texts[0] + "".join(
        tag + text for tag, text in zip(glue or [""] * len(texts[1:]), texts[1:], strict=True)
    )
