"""The command line. Exit codes: 0 done, 1 failed, 2 misuse; an error is one line on stderr that says the fix.

What a command needs is loaded by that command: `run` loads no emulator, `--help` loads nothing.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__, cli_members
from bot.commanding import settings_with_logs, spoken, wait_for
from bot.errors import CoupDeMainError, Misuse

if TYPE_CHECKING:
    from bot.checking import Finding

app = typer.Typer(
    name="coupdemain",
    help="Welcome volunteers in a social-inclusion market garden, on Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
DEMO_SCENE = "welcome"
Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON document on stdout.")]

cli_members.register(app)


@app.command()
def run() -> None:
    """Run the bot until it is told to stop (Ctrl-C, or SIGTERM)."""
    from bot.operating import run_bot

    settings = settings_with_logs()
    wait_for(run_bot(settings, settings.require_token()))


@app.command()
def rehearse(
    garden: Annotated[Path | None, typer.Argument(help="Your garden file; else the example garden.")] = None,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="In this terminal instead of on a page in your browser.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Play a whole welcome before your eyes.")] = False,
    language: Annotated[str, typer.Option(help="The language of the people who are there: fr or en.")] = "fr",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the page; 0: any free one.")] = 0,
    host: Annotated[
        str, typer.Option(help="Where the page listens; others may then reach it.")
    ] = "127.0.0.1",
    opens: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open a browser; else where there is a screen.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--data", help="Keep the rehearsal in this folder, and go on from it.")
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="With --demo --terminal: do not wait so that one can read.")
    ] = False,
    transcript: Annotated[
        Path | None,
        typer.Option(help="With --demo --terminal: write what was said to this Markdown file too."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(help="With --demo --terminal: draw its best moment to this SVG file too.")
    ] = None,
) -> None:
    """Try everything with no token: the same bot, against Telegram's stand-in on this machine.

    A page opens in your browser, with everybody's phone and a clock that moves. Nothing leaves this machine.
    """
    from bot.logs import set_up_logging

    set_up_logging("ERROR", "text")
    if demo and garden is not None:
        raise Misuse("the demo plays on the example garden; leave out --demo to rehearse your own")
    if terminal and folder is not None:
        raise Misuse("--data belongs to the page; leave out --terminal")
    if (fast or transcript or picture) and not (demo and terminal):
        raise Misuse(
            "--fast, --transcript and --picture belong to the demo in the terminal; add --demo --terminal"
        )
    if terminal:
        _rehearse_in_terminal(garden, spoken(language), demo, fast, transcript, picture)
    else:
        scene = DEMO_SCENE if demo else ""
        _rehearse_on_page(garden, spoken(language), host, port, opens, scene, folder)


def _rehearse_on_page(
    garden: Path | None,
    language: str,
    host: str,
    port: int,
    opens: bool | None,
    scene: str,
    folder: Path | None,
) -> None:
    from bot.rehearsal.page import Programme
    from bot.rehearsing import PagePlan, rehearse_on_page
    from bot.usecases.garden_file import read_garden_file

    path = example_garden()
    example = Programme(read_garden_file(path), path.read_bytes(), example=True)
    own = Programme(read_garden_file(garden), garden.read_bytes(), example=False) if garden else None
    shown = _has_a_screen() if opens is None else opens
    wait_for(rehearse_on_page(own, PagePlan(language, example, host, port, shown, scene, folder), typer.echo))


def _has_a_screen() -> bool:
    """Whether somebody sits in front of this machine, as far as a program can tell."""
    drawn = sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return drawn and sys.stdout.isatty()


def _rehearse_in_terminal(
    garden: Path | None, language: str, demo: bool, fast: bool, transcript: Path | None, picture: Path | None
) -> None:
    from rich.console import Console

    from bot.rehearsing import DemoPlan, play_demo, rehearse_here
    from bot.usecases.garden_file import read_garden_file

    console = Console(highlight=False)
    file = read_garden_file(garden or example_garden())
    if demo:
        wait_for(play_demo(file, DemoPlan(language, fast, transcript, picture), console))
    else:
        wait_for(rehearse_here(file, language, console))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="The garden file, TOML.")], as_json: Json = False
) -> None:
    """Bring the database in line with a garden file; a second time changes nothing."""
    from bot.operating import import_into
    from bot.usecases.garden_file import read_garden_file

    report = wait_for(import_into(settings_with_logs(), read_garden_file(file)))
    if as_json:
        typer.echo(json.dumps(report.as_json()))
    elif report.changed_nothing:
        typer.echo("nothing to do: the database says the same already")
    else:
        typer.echo("\n".join(report.lines()))


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="A garden file; else the example.")] = None,
    source: Annotated[
        bool, typer.Option("--source", help="Only the program's own words; needs no settings.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check settings, database, texts and conversations; change nothing. A file named is what is judged then."""
    found = wait_for(_check_source(file))
    settled = [] if source else wait_for(_check_settings(look_around=False))
    _report([*(one.noted() for one in settled), *found] if file else [*settled, *found], as_json)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what stands between you and a bot that answers, with the fix for each; `check` reads its words."""
    _report(wait_for(_check_settings(look_around=True)), as_json)


@app.command()
def migrate() -> None:
    """Bring the database to this program's schema, after a backup. `run` does it too."""
    from bot.operating import bring_up_to_date

    done = wait_for(bring_up_to_date(settings_with_logs()))
    same = done.before == done.after
    typer.echo(f"schema {done.after}" + (": nothing to do" if same else f", was {done.before or 'empty'}"))
    if done.backup is not None:
        typer.echo(f"backup: {done.backup}")


@app.command()
def export(
    hours: Annotated[
        int | None,
        typer.Option(help="A year: its confirmed hours by mission and month instead.", min=2000, max=2100),
    ] = None,
    rate: Annotated[
        float | None, typer.Option(help="What an hour is valued at, with --hours.", min=0)
    ] = None,
    garden: Annotated[
        bool, typer.Option("--garden", help="The garden file instead, as the chat has made it since.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List who helps in which mission, as CSV: the list of names an insurer asks for."""
    from bot.operating import export_from, export_gardens_from, hours_from
    from bot.usecases.export import HoursLine, as_csv, as_rows

    if garden:
        files = wait_for(export_gardens_from(settings_with_logs()))
        typer.echo(json.dumps(files, ensure_ascii=False) if as_json else "\n".join(files), nl=as_json)
        return
    if hours is not None:
        worked = wait_for(hours_from(settings_with_logs(), hours, rate))
        text = json.dumps(as_rows(worked), ensure_ascii=False) if as_json else as_csv(worked, HoursLine)
        typer.echo(text, nl=as_json)
        return
    if rate is not None:
        raise Misuse(
            "--rate values hours; add --hours and a year, as in: coupdemain export --hours 2026 --rate 14.5"
        )
    lines = wait_for(export_from(settings_with_logs()))
    typer.echo(json.dumps(as_rows(lines), ensure_ascii=False) if as_json else as_csv(lines), nl=as_json)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Copy the database while everything goes on."""
    from bot.operating import back_up

    wait_for(back_up(settings_with_logs(), target))
    typer.echo(f"written: {target}")


@app.command("diagram")
def draw(
    name: Annotated[str, typer.Argument(help="One conversation; else all of them.")] = "",
    language: Annotated[str, typer.Option(help="The language of its labels.")] = "en",
) -> None:
    """Print each conversation as a Mermaid flowchart, in Markdown."""
    import conversations
    from bot.engine.diagram import diagram
    from bot.i18n import Catalogues

    known = conversations.ALL
    if name and name not in known:
        raise Misuse(f"no conversation is called {name!r}; known: {', '.join(sorted(known))}")
    speaker = Catalogues.load().speaker(spoken(language))
    drawn = [
        f"## {one.name}\n\n```mermaid\n{diagram(one, speaker.plain).rstrip()}\n```"
        for one in ([known[name]] if name else known.values())
    ]
    typer.echo("\n\n".join(drawn))


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)
    ] = False,
) -> None:
    if show:
        typer.echo(__version__)
        raise typer.Exit


def example_garden() -> Path:
    """The example garden: the checkout's, else the one inside the installed wheel."""
    package = Path(__file__).parent
    candidates = (package.parent / "examples" / "garden.toml", package / "_examples" / "garden.toml")
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        raise Misuse("examples/garden.toml is missing from this installation; name your own garden file")
    return found


async def _check_source(file: Path | None) -> list[Finding]:
    import conversations
    from bot.checking import check_source, well
    from bot.usecases.garden_file import read_garden_file

    read = read_garden_file(file or example_garden())
    counted = f"{len(read.missions)} missions, {len(read.referents)} referents"
    named = [well(str(file), counted)] if file else []
    return [*named, *await check_source(read, conversations.ALL)]


async def _check_settings(*, look_around: bool) -> list[Finding]:
    """What the operator set up; with `look_around` also Telegram, the clock, its own server, the disk, the press."""
    from bot.checking import (
        check_database,
        check_disk,
        check_printing,
        check_reach,
        check_telegram,
        well,
        wrong,
    )
    from bot.clock import SystemClock
    from bot.config import HOW_TO_GET_A_TOKEN, read_settings

    try:
        settings = read_settings()
    except Misuse as error:
        return [wrong("settings", line) for line in str(error).splitlines()]
    found = [well("settings", "read")]
    if settings.token is None:
        found.append(wrong("settings", HOW_TO_GET_A_TOKEN))
    elif look_around:
        found += await check_telegram(settings.api_url, settings.token.get_secret_value(), SystemClock())
    found += await check_database(settings.database_url.get_secret_value(), settings.admins)
    if not look_around:
        return found
    reach = await check_reach(settings.port, settings.listen_address, settings.public_url)
    return [*found, *reach, check_disk(settings.data), check_printing()]


def _report(found: list[Finding], as_json: bool) -> None:
    """All of it on stdout; exit code 1 where something is wrong."""
    is_wrong = any(one.verdict == "wrong" for one in found)
    if as_json:
        typer.echo(json.dumps({"ok": not is_wrong, "findings": [one.as_json() for one in found]}))
    else:
        typer.echo("\n".join(f"{one.verdict.upper():<5}  {one.what}: {one.said}" for one in found))
    if is_wrong:
        raise typer.Exit(1)


def _expected(error: BaseException) -> CoupDeMainError | None:
    """The error to tell in one line, also from inside a group; None: a bug, told with its traceback."""
    if isinstance(error, BaseExceptionGroup):
        return next((found for one in error.exceptions if (found := _expected(one))), None)
    return error if isinstance(error, CoupDeMainError) else None


def main() -> None:
    """The entry point of the `coupdemain` command."""
    try:
        app(prog_name="coupdemain")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        expected = _expected(error)
        if expected is None:
            raise
        sys.stderr.write(f"coupdemain: {expected}\n")
        sys.exit(2 if isinstance(expected, Misuse) else 1)
