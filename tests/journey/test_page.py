"""The rehearsal's page over its socket, with the real bot behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest

from bot.rehearsal.page import PageServer
from tests.journey.page_visitor import Visitor, served, visiting


@pytest.fixture
async def page() -> AsyncIterator[PageServer]:
    async with served() as server:
        yield server


@pytest.fixture
async def visitor(page: PageServer) -> AsyncIterator[Visitor]:
    async with visiting(page.address) as visitor:
        yield visitor


async def test_hello_tells_everything_there_is(visitor: Visitor) -> None:
    state = visitor.state

    assert state["garden"]["example"] is True
    assert state["bot"]["username"] == "coupdemain_rehearsal_bot"
    assert visitor.person("Nadia")["role"] == "coordinator"
    assert visitor.person("Solène")["role"] == "referent"
    assert visitor.person("Solène")["groups"] == [visitor.group()["id"]]
    assert "welcome" in {scene["name"] for scene in state["scenes"]}
    assert [one["command"] for one in state["menus"]["private"]["fr"]]


async def test_a_newcomer_writes_taps_and_is_answered(visitor: Visitor) -> None:
    ana = await visitor.does("newcomer", name="Ana", language="en", role="volunteer")
    me = ana["id"]

    await visitor.does("says", who=me, chat=me, text="/start")
    await visitor.taps(me, me, "English")
    await visitor.taps(me, me, "Go on")
    await visitor.reads(me, "Before the first question")

    assert ana["role"] == "volunteer"
    tapped = [one for one in visitor.messages.values() if one["chat"] == me and one["edited"]]
    assert tapped


@pytest.mark.parametrize(
    ("role", "note"), [("member", "Member"), ("company", "Company contact"), ("outsider", "Outsider")]
)
async def test_a_newcomer_is_what_they_were_added_as(visitor: Visitor, role: str, note: str) -> None:
    added = await visitor.does("newcomer", name=" Zoé\nLambert ", language="fr", role=role)

    assert (added["name"], added["role"], added["note"]) == ("Zoé Lambert", role, note)
    await visitor.does("says", who=added["id"], chat=added["id"], text="/start")
    await visitor.until(lambda: [one for one in visitor.messages.values() if (one["from"] or {}).get("bot")])
    assert "a name" in await visitor.fails("newcomer", name="  ", language="fr", role=role)


async def test_what_cannot_be_done_is_said_in_the_language_of_the_page(page: PageServer) -> None:
    async with visiting(page.address, "en") as visitor:
        out = await visitor.does("newcomer", name="Otto", language="en", role="outsider")
        group = visitor.group()["id"]

        assert "Otto is not in" in await visitor.fails("says", who=out["id"], chat=group, text="hello")
        assert await visitor.fails("says", who=out["id"], chat=out["id"], text="  ")
        assert await visitor.fails("says", who=99, chat=99, text="hello")
        await visitor.does("blocks", who=out["id"])
        assert "blocked" in await visitor.fails("says", who=out["id"], chat=out["id"], text="hello")


@pytest.mark.parametrize(
    "frame",
    [
        "garbage",
        "[]",
        "{}",
        '{"id":"x","do":3}',
        '{"do":"says","who":{}}',
        "[" * 5000,
        '{"id":true,"do":"hello","lang":5}',
        "x" * 1_000_000,
        r'{"do":"\ud800"}',
    ],
)
async def test_a_bad_frame_gets_an_answer_and_loses_nothing(visitor: Visitor, frame: str) -> None:
    await visitor.socket.send_str(frame)

    answer = await visitor.answer(None)

    assert answer["ok"] is False
    assert answer["error"]
    assert await visitor.does("lift_all") == {}


async def test_half_an_emoji_is_said_as_a_mark_and_breaks_nothing(visitor: Visitor) -> None:
    ana = await visitor.does("newcomer", name="An\ud83ca", language="en", role="volunteer")

    await visitor.does("says", who=ana["id"], chat=ana["id"], text="a\ud83c")
    await visitor.does("says", who=777, chat=777, text="/help")
    await visitor.reads(777, "/missions")

    said = [one["text"] for one in visitor.messages.values() if one["chat"] == ana["id"]]
    assert "a\ufffd" in said


async def test_every_verb_survives_fields_of_the_wrong_type(visitor: Visitor) -> None:
    verbs = (
        "says taps follows presses edits contact location blocks unblocks leaves joins departs promotes bot group "
        "migrates topic close_topic drop_topic redeliver newcomer history clock fault lift hello watch scene pace"
    )
    fields = (
        "who chat message row column text to kind name role topic lang fault before members title url latitude "
        "longitude pace person seconds times"
    )
    for verb in verbs.split():
        for value in (None, "x", -1, 2**70, 1.5, [], {}, True, "x" * 5_000):
            answer = await visitor.asks(verb, **dict.fromkeys(fields.split(), value))
            assert answer["ok"] or answer["error"], verb

    await visitor.does("lift_all")
    await visitor.does("says", who=777, chat=777, text="/help")
    await visitor.reads(777, "/missions")


async def test_two_tabs_see_the_same_each_in_its_language(page: PageServer) -> None:
    async with visiting(page.address, "en") as one, visiting(page.address, "fr") as other:
        group = one.group()["id"]
        ana = await one.does("newcomer", name="Ana", language="fr", role="volunteer")

        await one.does("joins", who=ana["id"], chat=group)

        assert (await one.reads(group, "Ana"))["service"] == "Ana joined the group."
        assert (await other.reads(group, "Ana"))["service"] != ""
        assert await other.until(
            lambda: [p for p in other.state["people"] if p["id"] == ana["id"] and p["groups"]]
        )


async def test_a_group_has_topics_members_and_moves(visitor: Visitor) -> None:
    group = (await visitor.does("group", title="Potager", members=[777], forum=True))["chat"]
    await visitor.does("bot", chat=group, **{"in": True, "admin": True})
    topic = (await visitor.does("topic", chat=group, name="Semis"))["topic"]
    await visitor.does("says", who=777, chat=group, topic=topic, text="bonjour")
    await visitor.reads(group, "bonjour")
    await visitor.does("close_topic", chat=group, topic=topic)
    await visitor.does("drop_topic", chat=group, topic=topic)
    await visitor.until(lambda: not any(one["topic"] == topic for one in visitor.messages.values()))

    plain = (await visitor.does("group", title="Simple", members=[777]))["chat"]
    await visitor.does("bot", chat=plain, **{"in": True, "admin": False})
    moved = (await visitor.does("migrates", chat=plain))["chat"]

    assert moved != plain
    assert "supergroup already" in await visitor.fails("migrates", chat=plain)


async def test_reading_back_goes_page_by_page(visitor: Visitor) -> None:
    for number in range(60):
        await visitor.does("says", who=777, chat=visitor.group()["id"], text=f"word {number}")

    first = await visitor.does("history", chat=visitor.group()["id"], before=0, limit=50)
    rest = await visitor.does(
        "history", chat=visitor.group()["id"], before=first["messages"][0]["id"], limit=50
    )

    assert first["more"] is True
    assert rest["more"] is False
    numbers = [one["id"] for one in [*rest["messages"], *first["messages"]]]
    assert numbers == sorted(set(numbers))


async def test_uploads_reach_the_chat_and_come_back_as_files(visitor: Visitor) -> None:
    fields = {"who": "777", "chat": "777", "kind": "document", "caption": "my notes"}
    form = aiohttp.FormData(fields, quote_fields=False)
    form.add_field("file", b"<script>alert(1)</script>", filename="../évil.html", content_type="text/html")

    async with visitor.session.post(visitor.address + "upload", data=form) as response:
        assert (await response.json())["ok"] is True
    message = await visitor.reads(777, "my notes")
    status, content, headers = await visitor.gets(message["file"]["url"])

    assert message["file"]["name"] == "évil.html"
    assert (status, content) == (200, b"<script>alert(1)</script>")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]


async def test_an_upload_that_cannot_be_taken_says_why(visitor: Visitor) -> None:
    form = aiohttp.FormData({"who": "777", "chat": "777", "kind": "photo"})
    form.add_field("file", b"no picture", filename="a.txt", content_type="text/plain")
    async with visitor.session.post(visitor.address + "upload", data=form) as response:
        answer = await response.json()
    large = aiohttp.FormData({"who": "777", "chat": "777", "kind": "document"})
    large.add_field("file", BytesIO(b"x" * (20 * 1024 * 1024 + 1)), filename="a.bin")
    async with visitor.session.post(visitor.address + "upload", data=large) as response:
        too_large = await response.json()

    assert answer["ok"] is False
    assert "not a picture" in answer["error"]
    assert "20 MB" in too_large["error"]


async def test_a_bad_garden_file_is_told_line_by_line_and_what_runs_goes_on(visitor: Visitor) -> None:
    wrong = b'[garden]\nslug = "x"\ntimezone = "Nowhere"\n'

    async with visitor.session.post(visitor.address + "garden", data=wrong) as response:
        assert response.status == 422
        answer = await response.json()

    assert len(answer["errors"]) > 3
    assert any(line.startswith("line 3") for line in answer["errors"])
    await visitor.does("says", who=777, chat=777, text="/help")
    await visitor.reads(777, "/missions")


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """As a slow line brings it."""
    middle = len(content) // 2
    yield content[:middle]
    await asyncio.sleep(0.05)
    yield content[middle:]


async def test_ones_own_garden_file_is_rehearsed(visitor: Visitor, page: PageServer) -> None:
    own = page.theatre.programme.source.replace("Les Jardins de la Levée".encode(), b"Le Clos")

    async with visitor.session.post(visitor.address + "garden", data=in_pieces(own)) as response:
        assert response.status == 200
    await visitor.event("reset")
    state = await visitor.hello()

    assert state["garden"]["name"] == "Le Clos"
    assert state["garden"]["example"] is False


NASTY = '<script>alert(1)</script> "quoted" & *not bold* [no](http://link) `x` | 1. one'


async def test_a_conversation_is_kept_as_markdown_and_html_and_stays_text(visitor: Visitor) -> None:
    name = "<b>Bobby</b>"
    me = (await visitor.does("newcomer", name=name, language="en", role="outsider"))["id"]
    await visitor.does("says", who=me, chat=me, text="/start")
    await visitor.does("says", who=me, chat=me, text=NASTY)
    await visitor.does("contact", who=me, own=True)
    await visitor.taps(me, me, "English")

    status, html, headers = await visitor.gets(f"keep/{me}.html?lang=en")
    _status, markdown, _headers = await visitor.gets(f"keep/{me}.md?lang=fr")

    assert status == 200
    assert headers["Content-Disposition"].startswith("attachment")
    page, text = html.decode(), markdown.decode()
    assert "<script" not in page
    assert '&lt;script&gt;alert(1)&lt;/script&gt; "quoted" &amp; *not bold*' in page
    assert "&lt;b&gt;Bobby&lt;/b&gt;" in page
    assert 'src="http' not in page
    assert "href" not in page
    assert "<script" not in text
    assert r"\*not bold\* \[no\](http://link) \`x\`" in text
    assert (await visitor.gets("keep/12345.md"))[0] == 404
    assert (await visitor.gets(f"keep/{me}.md?topic=x"))[0] == 404
