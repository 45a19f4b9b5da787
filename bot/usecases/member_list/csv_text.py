"""Owns reading CSV as spreadsheets of many countries write it: its encoding, its separator, its quotation marks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from bot.domain.text import say
from bot.marks import _
from bot.usecases.member_list.grid import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Row,
    too_many_columns,
    too_many_rows,
)
from bot.usecases.member_list.unreadable import Broken, NoList, OpenQuote, WrongSigns

SEPARATORS = ";,\t|"
LOOKED_AT = 20
"""Lines that decide on the separator."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOJIBAKE = re.compile("Ã[\u0080-¿]|â€.|Ä[\u0080-¿]|\ufffd")
"""What UTF-8 reads like once it was saved as if it were Western European."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f]")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FOREIGN_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
_ODD_SIGN = re.compile("[^\\w\x00-\x7f°’‘“”«»–—…€·\xa0\u202f]")
"""What no household's name, address or note is written with, and the wrong encoding is full of."""

csv.field_size_limit(MOST_BYTES)
"""However long a cell is, its row and column can be told; only a quotation mark left open swallows the rest."""


def read_csv(content: bytes) -> Grid:
    """Raises: Unreadable."""
    text = _decoded(content)
    named = _SEP_LINE.match(text)  # Excel's own way of saying the separator
    separator = named[1] if named else _separator(text)
    skipped = 1 if named else 0
    return Grid(tuple(_rows(text[named.end() if named else 0 :], separator, skipped)))


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Broken from None
        text = _western(content)
    if text.lstrip()[:1] == "<":
        raise NoList(kind=say(_("a web page")))
    for wrong in (_MOJIBAKE, _CONTROLS):
        found = wrong.search(text)
        if found is not None:
            raise _wrong_signs(text, found.start())
    return text


def _western(content: bytes) -> str:
    """What Excel in Western Europe calls CSV: Windows-1252; on an old Mac, its own. The one that reads better."""
    try:
        windows = content.decode("cp1252")
    except UnicodeDecodeError as error:
        mac = content.decode("mac_roman")
        if _strange(mac):
            raise _wrong_signs(content.decode("latin-1"), error.start) from None
        return mac
    mac = content.decode("mac_roman")
    return mac if _strange(mac) < _strange(windows) else windows


def _strange(text: str) -> int:
    """How much of it nobody writes: a capital inside a word ("NumŽro"), signs that no list needs ("N∞")."""
    words = _FOREIGN_WORD.findall(text)
    mixed = sum(not (word.islower() or word.isupper() or word.istitle()) for word in words)
    return mixed + len(_ODD_SIGN.findall(text))


def _wrong_signs(text: str, at: int) -> WrongSigns:
    begin = max(text.rfind("\n", 0, at), text.rfind(";", 0, at), text.rfind(",", 0, at), at - 12) + 1
    sample = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[begin : at + 8])
    return WrongSigns(sample=sample.strip(), line=text.count("\n", 0, at) + 1)


def _separator(text: str) -> str:
    """The sign that parts most lines into equally many cells; quoted cells do not count."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:200] if line.strip()][:LOOKED_AT]

    def agreement(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        most = max(set(counts) - {0}, key=counts.count, default=0)
        return counts.count(most) if most else 0, most

    return max(SEPARATORS, key=agreement)


def _rows(text: str, separator: str, skipped: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    kept, begins = 0, skipped + 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + skipped + 1
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns(len(cells))
            stripped = tuple(cell[:LONGEST_CELL].strip() or None for cell in cells)
            if any(stripped):
                kept += 1
                if kept > MOST_ROWS:
                    raise too_many_rows()
                yield Row(line, stripped)
    except csv.Error:
        raise OpenQuote(line=begins) from None
