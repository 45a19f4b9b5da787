"""Types commands fast: everything is imported once, then each command is a fork with its own surroundings.

One JSON object a line on stdin: the words, the environment, and the files for what is said; on stdout the exit code
once it has ended.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
from typing import Any, NoReturn

ROOT = os.getcwd()
LOADED = (
    "bot.cli", "bot.app", "bot.operating", "bot.rehearsing", "bot.checking", "bot.storage.migrate",
    "bot.usecases.export", "bot.usecases.export_garden", "bot.usecases.import_garden",
)  # fmt: skip
"""What the commands load when they need it."""


def main() -> None:
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            be_the_command(wanted)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def be_the_command(wanted: dict[str, Any]) -> NoReturn:
    """As after exec: its own environment, standard files and arguments; ends as the interpreter would."""
    from bot.cli import main as command

    os.environ.clear()
    os.environ.update(wanted["environment"])
    signal.alarm(wanted["seconds"])  # whoever waits for it does not wait for ever
    for number, path in ((0, os.devnull), (1, wanted["out"]), (2, wanted["err"])):
        opened = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.argv = ["coupdemain", *wanted["args"]]
    code: object = 0
    try:
        command()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
