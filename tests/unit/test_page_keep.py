"""A conversation kept as Markdown: what is bold stays bold, and nothing people typed becomes a mark."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.i18n import Catalogues, Speaker
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.rehearsal.html_reader import parse_html
from bot.rehearsal.page.keep import as_html, as_markdown
from bot.rehearsal.world import World


@pytest.fixture
async def ana() -> AsyncIterator[Person]:
    async with Emulator(now=datetime(2026, 5, 12, 10, tzinfo=UTC), settles=False) as emulator:
        yield emulator.person("Ana", language="fr")


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Catalogues.load().speaker("en")


def bot_says(world: World, person: Person, html: str) -> None:
    text, entities = parse_html(html)
    world.post(person.chat, world.bot, {"text": text, "entities": entities}, by_bot=True)


def kept(person: Person, speaker: Speaker) -> list[str]:
    """What stands in the quotations."""
    written = as_markdown(person._world, person.chat, speaker)
    return [
        line.removeprefix("> ").removesuffix("  ") for line in written.splitlines() if line.startswith("> ")
    ]


def test_bold_and_italic_stay_line_by_line(ana: Person, speaker: Speaker) -> None:
    bot_says(
        ana._world,
        ana,
        "🌱 <b>Who we are</b>\n\n<b>one\n\ntwo </b><i>three</i> <b><i>both</i></b> <u>plain</u>",
    )

    assert kept(ana, speaker) == [
        "🌱 **Who we are**", "", "**one**", "", "**two** *three* ***both*** plain"
    ]  # fmt: skip


async def test_what_people_type_never_becomes_a_mark(ana: Person, speaker: Speaker) -> None:
    await ana.says("**bold** _it_ `code` [x](y) <b>b</b> & ~~no~~ | # \\\\\n1. one\n- two\n+ three\n# head")

    assert kept(ana, speaker) == [
        r"\*\*bold\*\* \_it\_ \`code\` \[x\](y) &lt;b&gt;b&lt;/b&gt; &amp; \~\~no\~\~ \| \# \\\\",
        r"1\. one",
        r"\- two",
        r"\+ three",
        r"\# head",
    ]


def test_an_empty_chat_is_kept_too(ana: Person, speaker: Speaker) -> None:
    assert as_markdown(ana._world, ana.chat, speaker).startswith("# Ana\n")
    assert "<h1>Ana</h1>" in as_html(ana._world, ana.chat, speaker)
