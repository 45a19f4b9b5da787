"""Owns what is typed into a rehearsal, line by line, from a terminal or a pipe, without ever holding up the loop."""

from __future__ import annotations

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

CHUNK = 4096


async def typed_lines(descriptor: int = 0) -> AsyncIterator[str]:
    """Each line until the end of the input.

    A thread of its own reads: files and pipes cannot all be watched by a loop, and a thread that waits for a
    key press must not keep the program from ending.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def hand_over(line: str | None) -> None:
        with suppress(RuntimeError):  # the loop is gone: nobody reads any more
            loop.call_soon_threadsafe(lines.put_nowait, line)

    threading.Thread(target=_read, args=(descriptor, hand_over), daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line


def _read(descriptor: int, hand_over: Callable[[str | None], None]) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    rest = ""
    while chunk := os.read(descriptor, CHUNK):
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in whole:
            hand_over(line)
    if rest:
        hand_over(rest)
    hand_over(None)
