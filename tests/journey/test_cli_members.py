"""`coupdemain import-members`: what would change comes first, slips with their lines, twice changes nothing."""

from pathlib import Path

import pytest

from tests.journey.commands import Operator
from tests.journey.households import ALI, HEAD, SILVA
from tests.unit.member_lists import csv_of, xlsx_of

pytestmark = pytest.mark.xdist_group("commands")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "data")


@pytest.fixture
def liste(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(csv_of([HEAD, SILVA, ALI]))
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.csv"
    path.write_bytes(csv_of([HEAD, SILVA, ("12", "", "nowhere", "12", "", "")]))
    return path


async def test_a_list_is_imported_and_twice_changes_nothing(
    operator: Operator, liste: Path, tmp_path: Path
) -> None:
    await operator.has_a_garden()
    workbook = tmp_path / "partie.xlsx"
    workbook.write_bytes(xlsx_of([HEAD, SILVA]))

    first = await operator.runs("import-members", "--yes", str(liste))
    again = await operator.runs("import-members", "--yes", str(liste))
    part = await operator.runs("import-members", "--yes", "--part", str(workbook))

    assert [one.code for one in (first, again, part)] == [0, 0, 0], first.err
    assert "“Point de retrait” → pickup point" in first.out
    assert "new: 2, changed: 0, unchanged: 0" in first.out
    assert first.out.endswith("imported\n")
    assert "nothing to do" in again.out
    assert "not in the list, kept: 1" in part.out


@pytest.mark.parametrize(("name", "language"), [("tous.xlsx", "fr"), ("all.csv", "en")])
async def test_what_is_written_out_is_read_again_as_it_is(
    operator: Operator, liste: Path, tmp_path: Path, name: str, language: str
) -> None:
    await operator.has_a_garden()
    await operator.runs("import-members", "--yes", str(liste))

    out = await operator.runs("export-members", "--language", language, str(tmp_path / name))
    over = await operator.runs("export-members", str(tmp_path / name))
    again = await operator.runs("import-members", "--yes", str(tmp_path / name))

    assert (out.code, "households: 2" in out.out) == (0, True), out.err
    assert (over.code, over.line.endswith("is there already; choose another name")) == (2, True)
    assert "nothing to do" in again.out, again.out + again.err


async def test_every_slip_is_told_with_its_line_and_nothing_is_imported(
    operator: Operator, wrong: Path
) -> None:
    await operator.has_a_garden()

    ran = await operator.runs("import-members", "--yes", str(wrong))

    assert ran.code == 2
    assert ran.out == ""
    assert "nothing was imported; to correct: 4" in ran.err
    assert "Line 3, Téléphone: “12” is no phone number." in ran.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7", "This is a PDF, not a list."),
        (b"", "This file holds nothing."),
        (None, "there is no such file"),
    ],
)
async def test_what_is_no_list_gets_one_line(
    operator: Operator, tmp_path: Path, content: bytes | None, says: str
) -> None:
    await operator.has_a_garden()
    path = tmp_path / "liste.xlsx"
    if content is not None:
        path.write_bytes(content)

    ran = await operator.runs("import-members", str(path))

    assert ran.code == 2
    assert says in ran.line


async def test_of_several_gardens_one_has_to_be_named(operator: Operator, liste: Path) -> None:
    await operator.has_a_garden()

    ran = await operator.runs("import-members", "--garden", "elsewhere", str(liste))

    assert ran.code == 2
    assert ran.line == "no garden is called 'elsewhere'; choose one of: jardins-de-la-levee"
