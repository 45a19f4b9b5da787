"""What the documents promise is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import Settings
from tools.documents import BEGIN, END, chapters, with_part

ROOT = Path(__file__).parents[2]
OF_THE_REHEARSAL = {"COUPDEMAIN_CLOCK"}


def test_every_setting_is_in_the_table() -> None:
    page = (ROOT / "docs" / "going-live.md").read_text("utf-8")

    variables = {str(field.validation_alias) for field in Settings.model_fields.values()} - OF_THE_REHEARSAL

    assert {name for name in variables if f"`{name}`" not in page} == set()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "deploy/README.md",
        *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
    ],
)
def test_no_link_leads_nowhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]

    named = {name for page in pages for name in re.findall(r"`make ([a-z]+)", page.read_text("utf-8"))}

    assert named - targets == set()


def test_the_part_of_the_readme_is_put_between_its_marks() -> None:
    told = "### One\n\na\n### Two\n\nb\n"

    written = with_part(f"before\n{BEGIN}old\n{END}\nafter\n", chapters(told)[1:])

    assert written == f"before\n{BEGIN}\n### Two\n\nb\n\n{END}\nafter\n"
