"""What the bots of other libraries run with: packages installed once for each lock, outside the repository."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("COUPDEMAIN_TEST_CACHE") or platformdirs.user_cache_path("coupdemain-tests"))
PATIENCE = 180.0
"""Seconds an installation may take."""


def missing(what: str) -> None:
    """Skip where a tool or a package is not to be had; where everything must be there (CI=true), fail."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(what)
    pytest.skip(what)


def with_aiogram() -> Path:
    """A Python that has aiogram: its pydantic is older than ours, so it cannot live in our own environment."""
    lock = HERE / "aiogram" / "requirements.lock"

    def install(folder: Path) -> None:
        uv = [sys.executable, "-m", "uv"]
        _run([*uv, "venv", "--quiet", "--python", sys.executable, str(folder / "venv")])
        python = str(_python_of(folder))
        _run([*uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", str(lock)])

    return _python_of(kept("aiogram", lock, install))


def _python_of(folder: Path) -> Path:
    return folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def with_grammy() -> Path:
    """A folder whose node_modules has grammY."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("a grammY bot needs Node.js with npm: apt-get install nodejs npm")
    lock = HERE / "grammy" / "package-lock.json"

    def install(folder: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(lock.with_name(name), folder)
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)

    return kept("grammy", lock, install)


def kept(name: str, lock: Path, install: Callable[[Path], object]) -> Path:
    """The folder for this lock and this machine's Python; installed beside it first, so that half of one is none."""
    key = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:16]
    folder = CACHE / f"{name}-{key}"
    if folder.exists():
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix=f"{name}-") as begun:
        try:
            install(Path(begun))
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            said = (error.stderr or b"").decode(errors="replace").strip().splitlines()
            missing(f"{name} could not be installed: {said[-1] if said else error}")
        try:
            Path(begun).rename(folder)
        except OSError:  # another test was faster
            assert folder.exists()
            return folder
        Path(begun).mkdir()
    return folder


def _run(command: list[str], folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)
