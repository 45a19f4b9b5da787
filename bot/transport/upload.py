"""Owns uploads: a call's parameters and files as multipart, each write on the socket within its time."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from multidict import CIMultiDict
from telegram.request import RequestData


def multipart(request_data: RequestData, write_timeout: float | None) -> aiohttp.Payload:
    """The body of one call; a file handle is read as it goes out."""
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows file names as they come, UTF-8 included
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return _TimedBody(form(), write_timeout)


class _TimedBody(aiohttp.Payload):
    """A body each write of which must go through in time; aiohttp bounds only connecting and reading."""

    def __init__(self, body: aiohttp.Payload, seconds: float | None) -> None:
        super().__init__(body, headers=body.headers)
        self._body = body
        self._seconds = seconds

    @property
    def size(self) -> int | None:
        return self._body.size

    @property
    def headers(self) -> CIMultiDict[str]:
        return self._body.headers

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._body.decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        await self._body.write(_TimedWriter(writer, self._seconds))

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await self._body.write_with_length(_TimedWriter(writer, self._seconds), content_length)

    async def close(self) -> None:
        await self._body.close()


class _TimedWriter(AbstractStreamWriter):
    def __init__(self, writer: AbstractStreamWriter, seconds: float | None) -> None:
        self._writer = writer
        self._seconds = seconds

    async def write(self, chunk: Any) -> None:
        async with asyncio.timeout(self._seconds):
            await self._writer.write(chunk)

    async def write_eof(self, chunk: bytes = b"") -> None:
        async with asyncio.timeout(self._seconds):
            await self._writer.write_eof(chunk)

    async def drain(self) -> None:
        async with asyncio.timeout(self._seconds):
            await self._writer.drain()

    def enable_compression(self, encoding: str = "deflate", strategy: int | None = None) -> None:
        raise NotImplementedError("an upload is not compressed")

    def enable_chunking(self) -> None:
        self._writer.enable_chunking()

    async def write_headers(self, status_line: str, headers: CIMultiDict[str]) -> None:
        await self._writer.write_headers(status_line, headers)
