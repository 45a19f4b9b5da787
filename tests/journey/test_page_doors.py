"""Who is let in to the page: only its own tab, by its secret address, under its own name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import WSServerHandshakeError

from bot.errors import Failure
from bot.rehearsal.page import PageServer
from bot.rehearsal.page.doors import Door, is_loopback
from tests.journey.page_visitor import Visitor, origin_of, served, visiting

REAL = "123456789:" + "AbCdEfGhIjKlMnOpQrStUvWxYz012345678"


@pytest.fixture
async def page() -> AsyncIterator[PageServer]:
    async with served() as server:
        yield server


@pytest.fixture
async def visitor(page: PageServer) -> AsyncIterator[Visitor]:
    async with visiting(page.address) as visitor:
        yield visitor


async def test_without_the_secret_nothing_is_there(page: PageServer, visitor: Visitor) -> None:
    origin = origin_of(page.address)
    for path in ("/", "/x/", "/socket", "/static/app.js", page.door.root[:-2], page.door.root[:-1], "//"):
        async with visitor.session.get(origin + path) as response:
            assert response.status == 404
            assert await response.read() == b""
    assert len(page.door.secret) >= 22
    assert page.door.secret != Door("127.0.0.1", 1).secret


async def test_another_name_for_this_machine_is_not_answered(page: PageServer, visitor: Visitor) -> None:
    port = page.door.port
    for host in (
        f"evil.example:{port}",
        f"127.0.0.1.evil.example:{port}",
        "127.0.0.1:1",
        "127.0.0.1",
        "",
        "[",
        "@",
    ):
        async with visitor.session.get(page.address, headers={"Host": host}) as response:
            assert response.status in (400, 404), host
    async with visitor.session.get(page.address, headers={"Host": f"localhost:{port}"}) as response:
        assert response.status in (200, 404)
    assert page.door.is_ours(f"localhost:{port}")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "", None])
async def test_another_page_may_not_open_the_socket(
    page: PageServer, visitor: Visitor, origin: str | None
) -> None:
    headers = {"Origin": origin} if origin is not None else {}
    with pytest.raises(WSServerHandshakeError) as refused:
        await visitor.session.ws_connect(page.address + "socket", headers=headers)

    assert refused.value.status == 403


async def test_another_page_may_not_post(page: PageServer, visitor: Visitor) -> None:
    for path in ("upload", "garden"):
        async with visitor.session.post(
            page.address + path, data=b"x", headers={"Origin": "http://evil.example"}
        ) as response:
            assert response.status == 403


async def test_every_answer_carries_the_headers(visitor: Visitor) -> None:
    for path in ("", "words/fr.json", "nothing", "../x", "keep/777.md", "files/x/y"):
        _status, _body, headers = await visitor.gets(path)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_the_page_and_its_modules_are_served_as_what_they_are(visitor: Visitor) -> None:
    status, body, headers = await visitor.gets("")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<script>" not in body
    status, _body, headers = await visitor.gets("words/en.json")
    assert (status, headers["Content-Type"]) == (200, "application/json; charset=utf-8")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../server.py",
            "..%2fserver.py",
            "%2e%2e/server.py",
            "..%5cserver.py",
            "/etc/passwd",
            "....//server.py",
        ),
        *("static/../../server.py", "dom.js%00.css", "", "."),
    ],
)
async def test_no_path_leads_out_of_the_pages_own_files(visitor: Visitor, name: str) -> None:
    status, body, _headers = await visitor.gets(f"static/{name}")

    assert status in (400, 404)
    assert b"import" not in body
    assert b"root:" not in body


async def test_a_token_that_looks_real_is_refused_wherever_it_stands(
    page: PageServer, visitor: Visitor
) -> None:
    for fields in ({"text": f"my token is {REAL}"}, {"text": "x", "topic": REAL}):
        refused = await visitor.fails("says", who=777, chat=777, **fields)
        assert "real bot" in refused
        assert REAL not in refused
    async with visitor.session.post(
        visitor.address + "garden", data=f'token = "{REAL}"'.encode()
    ) as response:
        assert response.status == 422
        assert "real bot" in (await response.json())["errors"][0]

    calls = repr(list(page.theatre.production.emulator.calls))
    assert REAL not in calls
    await visitor.does("says", who=777, chat=777, text="10:30 is fine, 12345:short too")


async def test_a_port_that_is_taken_is_told_in_one_line(page: PageServer) -> None:
    with pytest.raises(Failure, match="choose another --port"):
        async with served(port=page.door.port):
            pass


@pytest.mark.parametrize(
    ("host", "name", "ours"),
    [
        ("127.0.0.1", "127.0.0.1:80", True),
        ("127.0.0.1", "localhost:80", True),
        ("127.0.0.1", "192.168.1.2:80", False),
        ("0.0.0.0", "192.168.1.2:80", True),
        ("0.0.0.0", "evil.example:80", False),
        ("::1", "[::1]:80", True),
        ("127.0.0.1", "127.0.0.1:x", False),
    ],
)
def test_a_name_is_ours_where_we_listen(host: str, name: str, ours: bool) -> None:
    assert Door(host, 80).is_ours(name) is ours


def test_loopback_is_this_machine_only() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "example.org")] == [
        *(True, True, True),
        *(False, False),
    ]


async def test_files_of_a_chat_need_their_name_and_number(
    page: PageServer, visitor: Visitor, tmp_path: Path
) -> None:
    form = aiohttp.FormData({"who": "777", "chat": "777", "kind": "document"})
    form.add_field("file", b"content", filename="plan.pdf", content_type="application/pdf")
    async with visitor.session.post(visitor.address + "upload", data=form) as response:
        assert (await response.json())["ok"] is True
    file = next(iter(page.theatre.production.emulator.world.files.values()))

    status, _body, headers = await visitor.gets(f"files/{file.unique_id}/plan.pdf")
    wrong, _body, _headers = await visitor.gets(f"files/{file.unique_id}/other.pdf")

    assert status == 200
    assert headers["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert wrong == 404
