"""The list of names as spreadsheets read it."""

import csv
import io

import pytest

from bot.usecases.export import Line, as_csv


def line(name: str) -> Line:
    return Line("levee", name, "adult", "planting", "confirmed", "2026-03-14")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+33", "-1", "@me", "\tx"])
def test_a_name_that_spreadsheets_would_run_is_only_text(name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([line(name)])))

    assert row["name"] == f"'{name}"


def test_a_name_with_commas_and_quotes_comes_back_whole() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([line('Léa, "la" Grande')])))

    assert row["name"] == 'Léa, "la" Grande'
    assert row["mission"] == "planting"
