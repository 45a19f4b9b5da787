"""docs/emulator.md says of every error text of the emulator where it is from, and of no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RAISED_BY = {
    "bad_request": "",
    "forbidden": "Forbidden: ",
    "conflict": "Conflict: ",
    "cannot_parse": "can't parse entities: ",
    "Refused": "",
}
"""The functions that raise, and what they put before the text; "Bad Request: " goes without saying."""
SOURCES = {"D", "S", "R", "O"}


def trees() -> list[ast.Module]:
    found = sorted((ROOT / "bot" / "rehearsal").glob("*.py"))
    return [ast.parse(path.read_text(encoding="utf-8")) for path in found]


def constants(modules: list[ast.Module]) -> dict[str, list[ast.expr]]:
    """Module-level texts, and the texts in module-level dictionaries, by the name of either."""
    found: dict[str, list[ast.expr]] = {}
    for module in modules:
        for line in module.body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                value = line.value
                found[line.targets[0].id] = value.values if isinstance(value, ast.Dict) else [value]
    return found


def shapes(node: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    """The texts an expression may be; "…" stands for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    elif isinstance(node, ast.Name):
        for each in known.get(node.id, []):
            yield from shapes(each, known)
    elif isinstance(node, ast.Subscript):
        yield from shapes(node.value, known)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        for each in (node.func.value, *node.args[1:]):
            yield from shapes(each, known)


def texts() -> set[str]:
    """Every error text of the emulator."""
    modules = trees()
    known = constants(modules)
    found: set[str] = set()
    for call in (node for module in modules for node in ast.walk(module)):
        if not isinstance(call, ast.Call):
            continue
        found |= {t for k in call.keywords if k.arg == "too_long" for t in shapes(k.value, known)}
        if isinstance(call.func, ast.Name) and call.func.id in RAISED_BY and call.args:
            text = call.args[1] if call.func.id == "Refused" else call.args[0]
            found |= {RAISED_BY[call.func.id] + shape for shape in shapes(text, known)}
    about = {f"{kind}: …" for kind in ("Bad Request", "Forbidden", "Conflict", "can't parse entities")}
    return {text.removeprefix("Bad Request: ") for text in found} - about - {"…"}


def rows() -> list[tuple[str, str]]:
    """The table's texts with their sources."""
    page = (ROOT / "docs" / "emulator.md").read_text(encoding="utf-8")
    table = page.partition("| answer | from |")[2].partition("\n\n")[0]
    return [
        (text, sources)
        for text, sources in re.findall(r"^\| ``? ?(.+?) ?``? \| (.+) \|$", table, re.MULTILINE)
    ]


def test_every_text_has_its_row_and_every_row_its_text() -> None:
    told = [text for text, _ in rows()]

    assert sorted(texts() - set(told)) == []
    assert sorted(set(told) - texts()) == []
    assert len(told) == len(set(told))


def test_every_row_says_where_it_is_from() -> None:
    for text, sources in rows():
        letters = re.findall(r"\b[A-Z]\b", sources)

        assert letters, text
        assert SOURCES.issuperset(letters), text
