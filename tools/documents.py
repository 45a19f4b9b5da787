"""Owns the documents that the program writes about itself: diagrams, transcript, picture, and the README's part.

`python -m tools.documents` writes them; with `--check` it only says which are stale.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
README, DIAGRAMS = ROOT / "README.md", ROOT / "docs" / "conversations.md"
TRANSCRIPT, PICTURE = ROOT / "docs" / "transcript.md", ROOT / "docs" / "demo.svg"

BEGIN, END = "<!-- written by make documents -->\n", "<!-- end -->"
FIRST_CHAPTER = 3
"""The README shows the play from the missions that suit to its end."""

ABOUT_DIAGRAMS = """# The conversations

What `coupdemain diagram` prints: each guided conversation as it is declared in `conversations/`, step by step. An
arrow's label says when a step is asked. Every question also offers *back*, *later*, *talk to a human* and *stop*, left
out here. `make documents` writes this page.

"""
ABOUT_TRANSCRIPT = """# What `make demo TERMINAL=1` plays

Every line was said by the real bot, on the example garden; only the people and Telegram's side are simulated. 📱 is
somebody's private chat, 👥 the referents' group, 👆 a tap, ✎ a message that changed, ◂ the word over a tapped button.
What stands under every question (*back*, *later*, *talk to a human*, *stop*) is left out. `make documents` writes this
page.

"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what is stale, write nothing")
    check = parser.parse_args().check
    stale = [
        (path, text) for path, text in rendered() if not path.exists() or path.read_text("utf-8") != text
    ]
    for path, text in stale:
        if not check:
            path.write_text(text, "utf-8")
        state = "stale; run `make documents`" if check else "brought up to date"
        sys.stdout.write(f"{path.relative_to(ROOT)}: {state}\n")
    return 1 if check and stale else 0


def rendered() -> Iterator[tuple[Path, str]]:
    """Each document with what it should say."""
    yield DIAGRAMS, ABOUT_DIAGRAMS + said_by("diagram")
    with TemporaryDirectory() as folder:
        transcript, picture = Path(folder) / "transcript.md", Path(folder) / "demo.svg"
        asked = ("--transcript", str(transcript), "--picture", str(picture))
        said_by("rehearse", "--demo", "--terminal", "--fast", *asked)
        told = transcript.read_text("utf-8")
        yield TRANSCRIPT, ABOUT_TRANSCRIPT + told
        yield PICTURE, picture.read_text("utf-8")
        yield README, with_part(README.read_text("utf-8"), chapters(told)[FIRST_CHAPTER:])


def chapters(transcript: str) -> list[str]:
    return re.split(r"^(?=### )", transcript, flags=re.MULTILINE)[1:]


def with_part(readme: str, shown: list[str]) -> str:
    """The README with the transcript's part between its two marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not after:
        raise SystemExit(f"{README.name} lacks its marks: {BEGIN.strip()} … {END}")
    return f"{before}{BEGIN}\n{''.join(shown).strip()}\n\n{END}{after}"


def said_by(*command: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"coupdemain {' '.join(command)} failed: {ran.stderr.strip()}")
    return ran.stdout


if __name__ == "__main__":
    sys.exit(main())
