"""A rehearsal is frozen as JSON and thawed as it was; what cannot be read changes nothing."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Failure
from bot.rehearsal import Emulator, Group, Person
from bot.rehearsal.snapshot import freeze, thaw
from tests.emulator_support import NOW, Caller


def frozen(emulator: Emulator) -> str:
    return json.dumps(freeze(emulator), ensure_ascii=False)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Caller]:
    async with Caller(emulator) as bot:
        yield bot


async def lived_in(emulator: Emulator, bot: Caller) -> None:
    """A little of everything."""
    ana, paul = emulator.person("Ana", language="fr", username="ana_r"), emulator.person("Paul")
    await ana.says("/start")
    button = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await bot.call(
        "sendMessage", chat_id=ana.id, text="<b>Hi</b>", parse_mode="HTML", reply_markup=button
    )
    await bot.call("pinChatMessage", chat_id=ana.id, message_id=sent["message_id"])
    await ana.taps("Go")
    await bot.call("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])
    await ana.sends_photo("leeks", content=bytes(range(256)))
    await ana.reacts(ana.messages[-1], "👍")
    await bot.call("sendMessage", chat_id=ana.id, text="?", reply_markup={"keyboard": [["Yes"]]})
    group = emulator.group("Garden", members=[paul, ana])
    await group.adds_bot(by=paul)
    await bot.call("sendMessage", chat_id=group.id, text="Who?", reply_markup={"force_reply": True})
    await group.migrates(forum=True)
    await group.promotes_bot(by=paul)
    await group.makes_admin(paul, anonymous=True, title="Seeds")
    topic = await group.new_topic("Newcomers")
    await paul.says("hello", chat=group, topic=topic, anonymously=True)
    await bot.call("setMyCommands", commands=[{"command": "start", "description": "Go"}])
    await bot.call("setMyDescription", description="Un jardin", language_code="fr")
    await paul.says("/start")
    await paul.blocks()
    await bot.call("getUpdates", offset=700_000_004, limit=1)
    emulator.elapse(timedelta(days=2, microseconds=7))


async def test_everything_is_as_it_was(emulator: Emulator, bot: Caller) -> None:
    await lived_in(emulator, bot)
    before = frozen(emulator)

    async with Emulator(settles=False) as other, Caller(other) as again:
        thaw(other, json.loads(before))
        assert frozen(other) == before
        ana, paul = other.people
        (group,) = other.groups
        assert (ana.name, ana.keyboard, ana.unanswered_taps) == ("Ana", [["Yes"]], 1)
        assert other.person_of(paul.id) is paul
        assert other.group_of(group.ids[0]) is group
        assert other.now == NOW + timedelta(days=2, microseconds=7)
        assert ana.messages[1].file is not None
        assert ana.messages[1].file.content == bytes(range(256))
        waiting = await again.call("getUpdates")
        assert [u["update_id"] for u in waiting] == [u.id for u in emulator.updates.pending]
        with pytest.raises(AssertionError, match="blocked the bot"):
            await paul.says("hello")
        await again.call(
            "sendMessage", chat_id=group.id, text="after", message_thread_id=group.messages[-1].thread_id
        )
        newcomer = other.person("Zoé")
        assert newcomer.id not in (ana.id, paul.id)
        assert other.complaints == []


async def test_an_answered_tap_is_kept_no_longer_than_it_is_needed(emulator: Emulator, bot: Caller) -> None:
    await lived_in(emulator, bot)
    (query,) = emulator.world.queries

    emulator.world.queries[query].instant = emulator.now
    await bot.call("answerCallbackQuery", callback_query_id=query)

    assert freeze(emulator)["world"]["taps"] == []


Act = Callable[[Emulator, int], Awaitable[object]]


def any_of(found: list[Any], pick: int) -> Any:
    return found[pick % len(found)]


async def call(emulator: Emulator, method: str, **params: Any) -> None:
    await emulator._desk.take(method, params, {})


async def a_newcomer(emulator: Emulator, pick: int) -> None:
    await emulator.person(f"P{pick}", username=f"user{pick}" if pick % 2 else None).starts()


async def words(emulator: Emulator, pick: int) -> None:
    person: Person = any_of(emulator.people, pick)
    if not person.chat.blocked:
        reply = person.messages[-1] if person.messages and pick % 3 else None
        await person.says(f"https://e.org/{pick} 👩‍🌾", reply_to=reply)


async def a_file(emulator: Emulator, pick: int) -> None:
    person: Person = any_of(emulator.people, pick)
    if not person.chat.blocked:
        await person.sends_document(f"{pick}.csv", bytes([pick % 256]), caption="x" * (pick % 5))


async def a_change_of_heart(emulator: Emulator, pick: int) -> None:
    person: Person = any_of(emulator.people, pick)
    await (person.unblocks() if person.chat.blocked else person.blocks())


async def a_group(emulator: Emulator, pick: int) -> None:
    group = emulator.group(f"G{pick}", members=emulator.people[:3], forum=pick % 2 == 0)
    await group.adds_bot(by=emulator.people[0], admin=pick % 3 == 0)


async def a_migration(emulator: Emulator, pick: int) -> None:
    for group in emulator.groups:
        if group.chat.kind == "group":
            await group.migrates(forum=pick % 2 == 0)
            return


async def a_topic(emulator: Emulator, pick: int) -> None:
    for group in emulator.groups:
        if group.chat.is_forum:
            topic = await group.new_topic(f"T{pick}")
            await emulator.people[0].says("/help", chat=group, topic=topic)
            if pick % 2:
                await (group.closes_topic(topic) if pick % 3 else group.deletes_topic(topic))
            return


async def the_bot_speaks(emulator: Emulator, pick: int) -> None:
    place = any_of([*emulator.people, *emulator.groups], pick)
    markups = [
        {"inline_keyboard": [[{"text": "Go", "callback_data": f"{pick}"}]]},
        {"keyboard": [["Yes"]], "one_time_keyboard": True, "selective": pick % 2 == 0},
        {"force_reply": True},
        {"remove_keyboard": True},
    ]
    await call(
        emulator,
        "sendMessage",
        chat_id=place.id,
        text=f"<i>{pick}</i>",
        parse_mode="HTML",
        reply_markup=any_of(markups, pick),
    )


async def a_tap(emulator: Emulator, pick: int) -> None:
    person: Person = any_of(emulator.people, pick)
    if any(message.by_bot for message in person.messages):
        query = await person.taps_data(f"{pick}")
        if pick % 2:
            await call(emulator, "answerCallbackQuery", callback_query_id=query.id, text="Done")


async def something_goes(emulator: Emulator, pick: int) -> None:
    group_or_person: Group | Person = any_of([*emulator.people, *emulator.groups], pick)
    if group_or_person.messages:
        message = any_of(group_or_person.messages, pick)
        emulator.world.drop(message)


async def a_pin_and_a_menu(emulator: Emulator, pick: int) -> None:
    person: Person = any_of(emulator.people, pick)
    if person.messages:
        await call(emulator, "pinChatMessage", chat_id=person.id, message_id=person.messages[-1].id)
    await call(emulator, "setMyCommands", commands=[{"command": "a", "description": "b"}], language_code="fr")


async def time_and_polls(emulator: Emulator, pick: int) -> None:
    emulator.elapse(timedelta(seconds=pick / 3))
    await call(
        emulator, "getUpdates", offset=700_000_000 + pick, limit=2, allowed_updates=["message", "chat_member"]
    )
    if pick % 5 == 0:
        emulator.redeliver(1)


ACTS: list[Act] = [
    a_newcomer,
    words,
    a_file,
    a_change_of_heart,
    a_group,
    a_migration,
    a_topic,
    the_bot_speaks,
    a_tap,
    something_goes,
    a_pin_and_a_menu,
    time_and_polls,
]


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40)), max_size=40))
@settings(max_examples=60)
def test_after_whatever_happened_a_thawed_rehearsal_freezes_the_same(acts: list[tuple[Act, int]]) -> None:
    async def live() -> None:
        emulator, other = Emulator(now=NOW, settles=False), Emulator(settles=False)
        await a_newcomer(emulator, 1)
        for act, pick in acts:
            await act(emulator, pick)
        before = frozen(emulator)
        thaw(other, json.loads(before))
        assert frozen(other) == before
        await words(other, 1)
        await the_bot_speaks(other, 1)
        assert other.complaints == emulator.complaints == []

    asyncio.run(live())


def refusal_of(emulator: Emulator, spoilt: Any) -> str | None:
    try:
        thaw(emulator, spoilt)
    except Failure as refused:
        return str(refused)
    return None


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything in a snapshot but what goes on the wire as it is."""
    if path and path[-1] in ("body", "content", "inline_keyboard", "forward_origin") and len(path) > 3:
        return [path]
    if isinstance(value, dict):
        return [path, *(p for key, each in value.items() for p in leaves(each, (*path, key)))]
    if isinstance(value, list):
        return [path, *(p for key, each in enumerate(value) for p in leaves(each, (*path, key)))]
    return [path]


@pytest.fixture(scope="module")
def snapshot() -> Any:
    async def live() -> Any:
        async with Emulator(now=NOW, settles=False) as emulator, Caller(emulator) as bot:
            await lived_in(emulator, bot)
            return json.loads(frozen(emulator))

    return asyncio.run(live())


@given(st.data())
@settings(max_examples=150)
def test_whatever_is_spoilt_is_refused_by_name_and_loses_nothing(snapshot: Any, data: st.DataObject) -> None:
    spoilt = copy.deepcopy(snapshot)
    *way, last = data.draw(st.sampled_from([path for path in leaves(snapshot) if path]))
    place = spoilt
    for step in way:
        place = place[step]
    place[last] = data.draw(st.sampled_from([None, {}, [], ["x"], "nonsense", -5, True]))
    emulator = Emulator(now=NOW, settles=False)
    thaw(emulator, snapshot)
    before = frozen(emulator)

    error = refusal_of(emulator, spoilt)

    if error is not None:
        assert "move the file away to begin anew" in error
        assert frozen(emulator) == before


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"version": 2}, "it is of version 2, and this program reads up to 1: update it"),
        ({"version": "1"}, "the snapshot, version is '1', and should be a number"),
        ({"what": "a photo"}, "it is something else: 'a photo'"),
        ({"now": "yesterday"}, "the snapshot, now is 'yesterday', and should be an instant"),
        ({"people": [7]}, "the snapshot, people 1 is 7, and should be one that is in the snapshot"),
    ],
)
def test_what_cannot_be_read_says_what_and_where(snapshot: Any, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Failure) as refused:
        thaw(Emulator(settles=False), {**snapshot, **changed})

    assert why in str(refused.value)


def test_a_list_or_half_a_snapshot_is_none() -> None:
    with pytest.raises(Failure, match="the snapshot is \\[\\], and should be an object"):
        thaw(Emulator(settles=False), [])
    with pytest.raises(Failure, match="the snapshot has no 'world'"):
        thaw(Emulator(settles=False), {"what": "coupdemain rehearsal", "version": 1, "now": NOW.isoformat()})


def test_the_bot_of_another_token_is_another_bot(snapshot: Any) -> None:
    with pytest.raises(Failure, match="its bot has the number 1234567, and this one's is 99"):
        thaw(Emulator(token="99:rehearsal-other", settles=False), snapshot)
