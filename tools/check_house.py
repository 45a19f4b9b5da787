"""Owns the house rules that no linter sees: time, tasks, sizes, names, paths, catalogues, French typography."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from bot.i18n import Catalogues
from tools.catalogues import extract, renderings

ROOT = Path(__file__).parent.parent
CODE = ("bot/", "handlers/", "conversations/", "tools/", "benchmarks/")
LONGEST = 400
VAGUE = {"manager", "helper", "helpers", "utils", "util", "data", "process", "common", "misc"}
PRESENT = {"now", "today", "utcnow"}
TASKS = {"create_task", "ensure_future"}
HOLDS_ITS_TASKS = "bot/storage/errands.py"
"""The one place that outlives a cancelled caller: it keeps every task it starts, and waits for them all."""
MACHINE_PATH = re.compile(
    r"(?:^|[^A-Za-z0-9_.])/(?:wor[k]|far[m]|roo[t]|hom[e]/[a-z]+|User[s]/[A-Za-z]+)/[A-Za-z.]"
)
INDEX_ADDRESS = re.compile(r"https?://[^ )\"]*/(?:simple|packages|pool|dists)/|(?:extra-)?index-ur[l]\s*=")
FRENCH_SLIPS = {
    "a straight apostrophe; write ’": re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ{<]"),
    "three dots; write …": re.compile(r"\.\.\."),
    "no no-break space before ? ! ; : »": re.compile(
        r"(?:[^\s\u00a0\u202f?!]| )[?!;»](?:\s|$|[<.)])|[\w}>] :|[\w}>]:\s"
    ),
    "no no-break space after «": re.compile("«(?![\u00a0\u202f])"),
    "a straight quotation mark; write « »": re.compile('"'),
}


def main() -> int:
    files = sorted(tracked())
    problems = [problem for rule in RULES for problem in rule(files)]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    return 1 if problems else 0


def tracked() -> Iterator[Path]:
    """The repository's text files; without git, every file that is not hidden."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = listed.stdout.splitlines() if listed.returncode == 0 else map(str, ROOT.glob("[!.]*/**/*"))
    for name in names:
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".pdf", ".ico", ".woff2"}:
            yield path


def code(files: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith(CODE):
            yield name, ast.parse(path.read_text(encoding="utf-8"), name)


def time_comes_from_the_clock(files: list[Path]) -> Iterator[str]:
    for name, tree in code(files):
        if name == "bot/clock.py" or name.startswith(("tools/", "benchmarks/")):
            continue
        for call in calls(tree):
            match call.func:
                case ast.Attribute(ast.Name("datetime" | "date" as owner), method) if method in PRESENT:
                    yield f"{name}:{call.lineno}: {owner}.{method}() stands outside bot/clock.py; inject a Clock"
                case ast.Attribute(ast.Name("time"), "time"):
                    yield f"{name}:{call.lineno}: time.time() stands outside bot/clock.py; inject a Clock"


def tasks_belong_to_groups(files: list[Path]) -> Iterator[str]:
    for name, tree in code(files):
        for call in () if name == HOLDS_ITS_TASKS else calls(tree):
            match call.func:
                case ast.Name(function) if function in TASKS:
                    yield f"{name}:{call.lineno}: a bare {function}; use a task group"
                case ast.Attribute(ast.Name("asyncio" | "loop") | ast.Call(), function) if function in TASKS:
                    yield f"{name}:{call.lineno}: a bare {function}; use a task group"


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def files_stay_short(files: list[Path]) -> Iterator[str]:
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith(CODE):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LONGEST:
                yield f"{name}: {lines} lines, at most {LONGEST}; split it by subject"


def modules_say_what_they_own(files: list[Path]) -> Iterator[str]:
    for name, tree in code(files):
        if not ast.get_docstring(tree):
            yield f"{name}: no docstring; say in one sentence what it owns"
        if VAGUE & set(Path(name).stem.split("_")):
            yield f"{name}: a vague name; name its subject"


def nothing_of_this_machine(files: list[Path]) -> Iterator[str]:
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            place = f"{path.relative_to(ROOT).as_posix()}:{number}"
            if MACHINE_PATH.search(line):
                yield f"{place}: a path of one machine: {line.strip()[:80]}"
            if INDEX_ADDRESS.search(line):
                yield f"{place}: the address of a package index: {line.strip()[:80]}"


def migrations_stand_in_one_line(files: list[Path]) -> Iterator[str]:
    """Two that were written side by side follow the same one: then none is the last."""
    followed: dict[str, str] = {}
    for path in files:
        if path.match("bot/storage/migrations/versions/v*.py"):
            before = re.search(r'^down_revision = "(\w+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
            if before and (other := followed.setdefault(before[1], path.name)) != path.name:
                yield f"{path.name}: follows {before[1]}, as {other} does; give it the next number"


def locale_is_no_package(files: list[Path]) -> Iterator[str]:
    if (ROOT / "locale" / "__init__.py").exists():
        yield "locale/__init__.py: it would hide the standard library's locale; remove it"


def catalogues_are_fresh(files: list[Path]) -> Iterator[str]:
    for path, text in renderings(extract()):
        if not path.exists() or path.read_bytes() != text:
            yield f"{path.relative_to(ROOT).as_posix()}: stale; run `make catalogues`"


def translations_are_complete(files: list[Path]) -> Iterator[str]:
    yield from Catalogues.load(ROOT / "locale").problems()


def french_is_well_set(files: list[Path]) -> Iterator[str]:
    with (ROOT / "locale/fr/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            for written in _forms(message.string):
                for slip, pattern in FRENCH_SLIPS.items():
                    if message.id and pattern.search(written):
                        yield f"fr: {written[:60]!r} has {slip}"


def _forms(written: str | Iterable[str] | None) -> Iterable[str]:
    return (written or "",) if isinstance(written, str | None) else written


RULES: tuple[Callable[[list[Path]], Iterator[str]], ...] = (
    time_comes_from_the_clock,
    tasks_belong_to_groups,
    files_stay_short,
    modules_say_what_they_own,
    nothing_of_this_machine,
    migrations_stand_in_one_line,
    locale_is_no_package,
    catalogues_are_fresh,
    translations_are_complete,
    french_is_well_set,
)

if __name__ == "__main__":
    sys.exit(main())
