"""Owns what is printed after the play: what the database holds, and the way to a bot that is real."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from bot.domain.text import say
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.demo.outcome import Fact

LIVE = (
    _("1. In Telegram, write /newbot to @BotFather: it gives you a token."),
    _(
        "2. Set TELEGRAM_BOT_TOKEN, COUPDEMAIN_ADMINS (your Telegram number) and COUPDEMAIN_GARDEN (your file)."
    ),
    _("3. Run: coupdemain run. The rest is in docs/going-live.md."),
)


def print_credits(console: Console, speaker: Speaker, facts: Sequence[Fact]) -> None:
    console.print()
    console.print(Words(heading(speaker), "bold"))
    console.print(outcome_table(speaker, facts))
    console.print()
    console.print(Words(speaker.plain(say(_("To go live, with a token:"))), "bold"))
    for line in LIVE:
        console.print(Words(speaker.plain(say(line))))


def heading(speaker: Speaker) -> str:
    return speaker.plain(say(_("What happened in the database")))


def outcome_table(speaker: Speaker, facts: Sequence[Fact]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    before = ""
    for fact in facts:
        table.add_row("" if fact.table == before else fact.table, speaker.plain(fact.said))
        before = fact.table
    return table


def outcome_markdown(speaker: Speaker, facts: Sequence[Fact]) -> str:
    rows = [f"| `{fact.table}` | {speaker.plain(fact.said).replace(chr(10), '<br>')} |" for fact in facts]
    return "\n".join([f"### {heading(speaker)}", "", "| | |", "|---|---|", *rows]) + "\n"
