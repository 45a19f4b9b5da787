"""What every test shares: searches without a deadline, rare rubbish collections, and who runs beside whom."""

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
TOGETHER = {"browser": 2, "contract": 2, "kills": 2}
"""Folders whose tests share what takes long to start (a browser, a server, imports), and on how many workers."""

gc.disable()  # nothing of what is being imported is rubbish

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", settings.get_profile("house"), derandomize=True, print_blob=True, database=None
)
settings.load_profile("ci" if settings.get_current_profile_name() == "ci" else "house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for number, item in enumerate(items):
        folder = item.path.relative_to(HERE).parts[0]
        if folder in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(f"{folder}-{number % TOGETHER[folder]}"))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: looking through it for rubbish took a third of the time (measured)."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
