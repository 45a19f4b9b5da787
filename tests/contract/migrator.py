"""Migrates in a process of its own: `python -m tests.contract.migrator URL SCRIPTS BACKUPS`, after a line of input.

It prints the version found and the version reached as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bot.storage.migrate import migrate

if __name__ == "__main__":
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    done = asyncio.run(migrate(sys.argv[1], scripts=Path(sys.argv[2]), backup_folder=Path(sys.argv[3])))
    print(json.dumps([done.before, done.after]), flush=True)  # noqa: T201
