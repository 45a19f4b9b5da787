"""The commands about the households that have a basket: their list, in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commanding import settings_with_logs, spoken, wait_for

Garden = Annotated[str, typer.Option(help="The garden's slug, where the database holds several.")]


def register(app: typer.Typer) -> None:
    app.command("import-members")(import_members)
    app.command("export-members")(export_members)


def import_members(
    file: Annotated[Path, typer.Argument(help="The list of members, XLSX or CSV.")],
    garden: Garden = "",
    part: Annotated[bool, typer.Option("--part", help="The list is only a part: nobody leaves.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Import without asking, once all of it is understood.")
    ] = False,
) -> None:
    """Bring the members in line with the garden's list: first what would change, then, if you agree, the change."""
    from bot.operating_members import import_list

    asked = (lambda question: True) if yes else typer.confirm
    wait_for(import_list(settings_with_logs(), file, garden, part, asked, typer.echo))


def export_members(
    target: Annotated[Path, typer.Argument(help="The file to write, .xlsx or .csv; it must not exist.")],
    garden: Garden = "",
    language: Annotated[str, typer.Option(help="The language of its titles.")] = "fr",
) -> None:
    """Write the list of members, as `import-members` reads it again."""
    from bot.operating_members import export_list

    count = wait_for(export_list(settings_with_logs(), target, garden, spoken(language)))
    typer.echo(f"written: {target}, households: {count}")
