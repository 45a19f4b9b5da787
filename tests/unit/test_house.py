"""The house rules catch what they are for, and let clean code pass."""

from pathlib import Path

import pytest

from tools import check_house

HOME = "/hom" + "e/ana/"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check_house, "ROOT", tmp_path)
    return tmp_path


def write(house: Path, name: str, text: str) -> list[Path]:
    path = house / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]


@pytest.mark.parametrize(
    "line",
    ["datetime.now(UTC)", "datetime.utcnow()", "date.today()", "time.time()", "x = [datetime.now(UTC)]"],
)
def test_the_present_is_asked_only_of_the_clock(house: Path, line: str):
    [problem] = check_house.time_comes_from_the_clock(write(house, "bot/anything.py", line))

    assert problem.startswith("bot/anything.py:1: ")
    assert list(check_house.time_comes_from_the_clock(write(house, "bot/clock.py", line))) == []


@pytest.mark.parametrize("line", ["clock.now()", "time.monotonic()", "loop.time()"])
def test_an_injected_clock_is_welcome(house: Path, line: str):
    assert list(check_house.time_comes_from_the_clock(write(house, "bot/anything.py", line))) == []


@pytest.mark.parametrize(
    "line",
    [
        "asyncio.create_task(work())",
        "asyncio.ensure_future(work())",
        "loop.create_task(work())",
        "asyncio.get_running_loop().create_task(work())",
        "create_task(work())",
    ],
)
def test_a_bare_task_is_caught(house: Path, line: str):
    assert len(list(check_house.tasks_belong_to_groups(write(house, "bot/anything.py", line)))) == 1


def test_a_group_s_task_is_welcome(house: Path):
    assert (
        list(check_house.tasks_belong_to_groups(write(house, "bot/a.py", "group.create_task(work())"))) == []
    )


def test_a_long_file_is_caught(house: Path):
    assert list(check_house.files_stay_short(write(house, "bot/long.py", "x = 1\n" * 401)))
    assert not list(check_house.files_stay_short(write(house, "bot/fine.py", "x = 1\n" * 400)))


def test_a_module_says_what_it_owns_and_has_a_subject(house: Path):
    assert list(check_house.modules_say_what_they_own(write(house, "bot/silent.py", "x = 1")))
    assert list(check_house.modules_say_what_they_own(write(house, "bot/text_utils.py", '"""Owns texts."""')))
    assert not list(check_house.modules_say_what_they_own(write(house, "bot/text.py", '"""Owns texts."""')))


@pytest.mark.parametrize("line", [f"see {HOME}notes", "https://pypi.example.org/simpl" + "e/x"])
def test_what_belongs_to_one_machine_is_caught(house: Path, line: str):
    assert len(list(check_house.nothing_of_this_machine(write(house, "docs/page.md", line)))) == 1


def test_an_ordinary_page_passes(house: Path):
    page = "See https://docs.example.org/page, the folder /etc/ and home/ana."

    assert list(check_house.nothing_of_this_machine(write(house, "docs/page.md", page))) == []


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("L'heure", "a straight apostrophe"),
        ("Attendez...", "three dots"),
        ("Pourquoi ?", "no no-break space before"),
        ("Pourquoi?", "no no-break space before"),
        ("La raison : {reason}", "no no-break space before"),
        ("«Oui\u00a0»", "no no-break space after"),
    ],
)
def test_a_slip_of_french_typography_is_named(written: str, slip: str):
    assert next(
        name for name, pattern in check_house.FRENCH_SLIPS.items() if pattern.search(written)
    ).startswith(slip)


@pytest.mark.parametrize(
    "written",
    [
        "Pourquoi\u00a0?",
        "La raison\u00a0: {reason}",
        "«\u00a0Oui\u00a0»",
        "à 18:00",
        "/help",
        "L’heure…",
        "<b>{a}</b>\u00a0: b",
    ],
)
def test_well_set_french_passes(written: str):
    assert not [name for name, pattern in check_house.FRENCH_SLIPS.items() if pattern.search(written)]
