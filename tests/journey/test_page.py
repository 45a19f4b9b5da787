"""The rehearsal's page over its socket, with the real bot behind it."""

from __future__ import annotations

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
    ],
)
async def test_a_bad_frame_gets_an_answer_and_loses_nothing(visitor: Visitor, frame: str) -> None:
    await visitor.socket.send_str(frame)

    answer = await visitor.answer(None)

    assert answer["ok"] is False
    assert answer["error"]
    assert await visitor.does("lift_all") == {}


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


async def test_the_clock_walks_through_a_nudge(visitor: Visitor) -> None:
    ana = await visitor.does("newcomer", name="Ana", language="en", role="volunteer")
    me = ana["id"]
    await visitor.does("says", who=me, chat=me, text="/start")
    await visitor.taps(me, me, "English")
    await visitor.taps(me, me, "Go on")
    await visitor.taps(me, me, "Yes, I agree")
    await visitor.reads(me, "call you")
    await visitor.until(lambda: [due for due in visitor.state["due"] if due["kind"] == "nudge"])
    due = next(due for due in visitor.state["due"] if due["kind"] == "nudge")
    before = visitor.state["now"]

    await visitor.does("clock", to="day")
    await visitor.does("clock", to="morning")
    await visitor.does("clock", to="day")

    await visitor.reads(me, "You had begun to introduce yourself")
    assert due["what"]
    assert due["who"]
    assert visitor.state["now"] > before
    assert "never goes back" in await visitor.fails("clock", to="now")


async def test_while_the_clock_walks_others_may_act(visitor: Visitor) -> None:
    number = next(visitor.numbers)
    await visitor.socket.send_json({"id": number, "do": "clock", "to": "2027-03-01T00:00"})

    helped = await visitor.asks("says", who=777, chat=777, text="/help")
    walked = await visitor.answer(number)

    assert helped["ok"]
    assert walked["result"]["now"].startswith("2027-03-01T00:00")
    assert {one["walking"] for one in visitor.events if one["event"] == "clock"} == {True, False}


async def test_a_message_that_telegram_refuses_is_due_later(visitor: Visitor) -> None:
    fault = await visitor.does("fault", kind="too_many", chat=777, seconds=90, times=1)

    await visitor.does("says", who=777, chat=777, text="/help")
    await visitor.until(lambda: [due for due in visitor.state["due"] if "slow down" in due["what"]])
    await visitor.until(lambda: not visitor.state["faults"])
    await visitor.does("clock", to="hour")

    await visitor.reads(777, "/missions")
    assert "429" in fault["words"]
    assert "over already" in await visitor.fails("lift", fault=fault["id"])


@pytest.mark.parametrize("kind", ["slow", "cut", "server", "down", "blocked", "too_many"])
async def test_faults_are_posted_and_lifted(visitor: Visitor, kind: str) -> None:
    await visitor.does("fault", kind=kind, seconds=1)
    await visitor.does("says", who=777, chat=777, text="/help")
    await visitor.until(lambda: visitor.state["faults"])

    await visitor.does("lift_all")

    await visitor.until(lambda: not visitor.state["faults"])


async def test_a_reset_begins_anew_and_asks_for_a_hello(visitor: Visitor) -> None:
    await visitor.does("newcomer", name="Ana", language="en", role="volunteer")

    await visitor.does("reset")
    await visitor.event("reset")
    await visitor.hello()

    assert "Ana" not in {person["name"] for person in visitor.state["people"]}


async def test_a_reset_waits_for_no_clock_and_no_fault(visitor: Visitor) -> None:
    await visitor.does("fault", kind="down")
    for fields in ({"to": "2029-01-01T00:00"}, {"to": "hour"}):
        await visitor.socket.send_json({"id": next(visitor.numbers), "do": "clock", **fields})

    await visitor.does("reset")
    state = await visitor.hello()

    assert state["faults"] == []
    assert state["now"] < "2028"


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


async def test_ones_own_garden_file_is_rehearsed(visitor: Visitor, page: PageServer) -> None:
    own = page.theatre.programme.source.replace("Les Jardins de la Levée".encode(), b"Le Clos")

    async with visitor.session.post(visitor.address + "garden", data=own) as response:
        assert response.status == 200
    await visitor.event("reset")
    state = await visitor.hello()

    assert state["garden"]["name"] == "Le Clos"
    assert state["garden"]["example"] is False


async def test_a_scene_plays_to_its_end_on_the_page(visitor: Visitor) -> None:
    await visitor.does("pace", pace=20)
    await visitor.does("scene", name="welcome")
    group = visitor.group()["id"]

    await visitor.until(
        lambda: [one for one in visitor.events if (one.get("scene") or {}).get("state") == "done"]
    )

    assert [one for one in visitor.events if one["event"] == "touch" and one["label"]]
    assert await visitor.reads(group, "Mehdi Tazrout")
    assert visitor.person("Ana")["role"] == "volunteer"


async def test_a_scene_is_paused_taken_over_and_played_by_hand(visitor: Visitor) -> None:
    await visitor.does("pace", pace=20)
    await visitor.does("scene", name="welcome")
    await visitor.event("touch")

    await visitor.does("pause")
    assert "take over first" in await visitor.fails("clock", to="hour")
    paused = await visitor.until(
        lambda: [one for one in visitor.events if (one.get("scene") or {}).get("state") == "paused"]
    )
    await visitor.does("take_over")
    await visitor.until(lambda: visitor.events[-1] == {"event": "scene", "scene": None})
    ana = (await visitor.hello())["people"][-1]

    assert paused
    assert ana["name"] == "Ana"
    await visitor.does("says", who=ana["id"], chat=ana["id"], text="/human")
    await visitor.does("clock", to="hour")


async def test_a_scene_on_a_touched_rehearsal_begins_anew(visitor: Visitor) -> None:
    await visitor.does("newcomer", name="Otto", language="en", role="outsider")
    await visitor.does("says", who=777, chat=777, text="hello")

    await visitor.does("scene", name="two_taps")
    await visitor.event("reset")
    state = await visitor.hello()
    await visitor.does("reset")

    assert "Otto" not in {person["name"] for person in state["people"]}
    assert "no such scene" in await visitor.fails("scene", name="nothing")


async def test_the_drawer_shows_outbox_calls_audit_and_the_current_step(visitor: Visitor) -> None:
    me = (await visitor.does("newcomer", name="Ana", language="en", role="volunteer"))["id"]
    await visitor.does("watch", chat=me, person=me)
    await visitor.does("says", who=me, chat=me, text="/start")
    await visitor.taps(me, me, "English")
    await visitor.taps(me, me, "Go on")

    def at_consent() -> bool:
        told = [one for one in visitor.events if one["event"] == "backstage" and one["conversation"]]
        return bool(told) and [one["state"] for one in told[-1]["conversation"]["steps"]][:4] == [
            "done", "done", "current", "ahead"
        ]  # fmt: skip

    await visitor.until(at_consent)
    await visitor.until(
        lambda: any(
            call["method"] == "editMessageText" for one in visitor.events for call in one.get("calls", ())
        )
    )
    told = [one for one in visitor.events if one["event"] == "backstage"]
    calls = [call["n"] for one in told for call in one["calls"]]

    assert calls == sorted(set(calls))
    assert {one["who"] for one in told[-1]["outbox"]} >= {"Ana"}
    assert "A referent joined" in {one["words"] for one in told[-1]["audit"]}
    await visitor.does("watch", chat=None, person=None)


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
