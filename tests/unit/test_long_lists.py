"""A long list of baskets: the keeper gets to any name in a tap or two."""

import pytest

from bot.i18n import Catalogues
from bot.usecases.pickups.turning import MOST_JUMPS, PER_PAGE, ways_through

ENGLISH = Catalogues.load().speaker("en")


def labels(count: int, page: int) -> list[list[str]]:
    names = [f"Household {number:03}" for number in range(count)]
    return [
        [ENGLISH.plain(one.label) for one in row]
        for row in ways_through(names, page, "n.bturn.1.2026-03-05-")
    ]


@pytest.mark.parametrize(
    ("count", "page", "expected"),
    [
        (8, 0, []),
        (9, 0, [["More ›"]]),
        (17, 1, [["‹ Before", "More ›"]]),
        (33, 0, [["More ›"], ["From Household 016", "From Household 024"], ["From Household 032"]]),
        (33, 4, [["‹ Before"], ["From Household 000", "From Household 008"], ["From Household 016"]]),
    ],
)
def test_other_pages_are_a_tap_away(count: int, page: int, expected: list[list[str]]) -> None:
    assert labels(count, page) == expected


def test_however_long_a_list_few_jumps_lead_all_through_it() -> None:
    rows = labels(800, 50)

    assert all(len(row) <= 2 for row in rows)
    assert sum(len(row) for row in rows[1:]) <= MOST_JUMPS
    assert rows[1][0] == "From Household 000"
    assert labels(800, 99)[0] == ["‹ Before"], f"the last of {800 // PER_PAGE} pages"
