"""An installed wheel brings its catalogues, its example garden and its templates along."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
SHOW = """
import bot
from pathlib import Path
from bot.domain.text import say
from bot.i18n import Catalogues
package = Path(bot.__file__).parent
print(package.parent)
print((package / "_examples" / "garden.toml").is_file())
print(Catalogues.load().speaker("fr").plain(say("Meet people")))
from bot.checking.printing import check_printing
print(check_printing().verdict.value)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_finds_its_catalogues_and_its_example(installed: Path, tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )

    assert shown.stdout.splitlines() == [str(installed), "True", "Rencontrer du monde", "ok"]


def test_the_wheel_carries_nothing_else(installed: Path):
    assert {path.name.partition("-")[0] for path in installed.iterdir()} == {
        "bot", "conversations", "coupdemain", "handlers"
    }  # fmt: skip
    assert not list(installed.rglob("*.pyc"))
