import tomllib
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.garden_file.positions import Path, line_numbers
from tests.unit.garden_files import EXAMPLE, SMALLEST

STRANGE = (FilePath(__file__).parent / "garden_file_strange.toml").read_text(encoding="utf-8")


def paths_in(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from paths_in(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from paths_in(one, (*path, number))


@pytest.mark.parametrize(
    "source", [STRANGE, SMALLEST, EXAMPLE.read_text(encoding="utf-8")], ids=["strange", "smallest", "example"]
)
def test_every_value_that_toml_reads_has_a_line(source: str) -> None:
    lines = line_numbers(source)

    assert [path for path in paths_in(tomllib.loads(source)) if path not in lines] == []
    assert set(lines) == set(paths_in(tomllib.loads(source)))


def test_a_value_is_found_on_the_line_where_it_begins() -> None:
    lines, written = line_numbers(STRANGE), STRANGE.splitlines()

    assert written[lines["text",] - 1] == 'text = """'
    assert written[lines["both", 1, 0] - 1].strip() == "3, # three"
    assert written[lines["both", 2, "b", 1] - 1].strip().startswith("{ a =")
    assert written[lines["list", 0, "many", 1, "deep", 1, "x", "y"] - 1].startswith("deep")
    assert written[lines["list", 1, "inner", "z"] - 1] == "z = 2"
    assert lines["list", 1] > lines["list", 0, "many", 1]


@pytest.mark.parametrize("source", ["a = [1, ", "a = { b = ", "[a", "x", "a = [}]", '"a', "]", "a = ["])
def test_a_text_that_is_no_toml_is_read_to_its_end(source: str) -> None:
    assert len(line_numbers(source)) <= 3


@given(
    st.dictionaries(
        st.text("abc-_", min_size=1, max_size=3),
        st.recursive(
            st.one_of(
                st.integers(),
                st.booleans(),
                st.sampled_from(
                    ['"x"', "'y'", '"""a\n[b]\nc = 1"""', "'''\n# d\n'''", '"\\"#["', "1979-05-27"]
                ),
            ),
            lambda inner: st.lists(inner, max_size=3).map(
                lambda items: "[\n" + ",\n".join(written(item) for item in items) + "\n]"
            ),
            max_leaves=8,
        ),
        max_size=6,
    )
)
def test_whatever_a_file_holds_nothing_is_lost_or_invented(values: dict[str, Any]) -> None:
    source = "\n".join(f"{key} = {written(value)} # remark = [1]" for key, value in values.items())

    assert set(line_numbers(source)) == set(paths_in(tomllib.loads(source)))


def written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
