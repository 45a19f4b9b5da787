"""Lists of members as gardens keep them, in each way a spreadsheet saves them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from openpyxl import Workbook

from bot.domain.garden import Garden, Place
from bot.domain.person import GardenId
from bot.domain.point import Point, PointId
from bot.domain.text import Words
from bot.usecases.member_list.reading import MemberList, read_list
from tests.contract.values import GARDEN

HERE: Garden = replace(GARDEN, id=GardenId(1))
HEAD = (
    "N° adhérent",
    "Nom",
    "Prénom",
    "E-mail",
    "Téléphone",
    "Point de retrait",
    "Taille",
    "Semaines",
    "Solidaire",
)
ANA = ("A-1", "Silva", "Ana", "ana@example.org", "06 12 34 56 78", "La halle", "Petit", "paires", "oui")
BEN = ("A-2", "Ali", "Ben", "", "+33 7 00 00 00 01", "gare", "", "", "")


def point(number: int, slug: str, french: str, english: str) -> Point:
    names = Words({"fr": french, "en": english})
    return Point(PointId(number), HERE.id, slug, names, "Place", Place(47.7, 2.3), 4, time(17), time(19))


POINTS = (point(1, "halle", "La halle", "The hall"), point(2, "gare", "La gare de Gien", "The station"))

Rows = Iterable[Sequence[Any]]


def csv_of(rows: Rows, *, separator: str = ";", encoding: str = "utf-8") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx_of(rows: Rows, *, merged: str = "") -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    book.save(file)
    return file.getvalue()


def read(content: bytes) -> MemberList:
    return read_list(content, HERE, POINTS)
