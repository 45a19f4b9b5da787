"""Whatever a bot asks, the desk answers: with a result, or with a refusal that says why."""

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SetClock
from bot.rehearsal.calls import CallLog
from bot.rehearsal.desk import Desk
from bot.rehearsal.faults import Faults
from bot.rehearsal.messages import User
from bot.rehearsal.methods import ALBUM, MEDIA, METHODS, Method
from bot.rehearsal.objects import FIELDS
from bot.rehearsal.pulse import Pulse
from bot.rehearsal.updates import UpdateQueue
from bot.rehearsal.world import World
from tests.emulator_support import NOW

PERSON = 7
FILE = "rehearsal-file-1"

plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.just(PERSON),
    st.floats(allow_nan=False),
    st.text(alphabet="<b>/&é 1{}[]\"':\ud800", max_size=12),
)
anything = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "type",
                    "url",
                    "callback_data",
                    "inline_keyboard",
                    "keyboard",
                    "offset",
                    "message_id",
                ]
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)
of_type: dict[type, st.SearchStrategy[Any]] = {
    int: st.integers(-1, 4) | st.just(PERSON),
    str: st.sampled_from(["", "x", "👩", "<b>", "text_link", "text_mention", "https://e.org", "/a b"]),
    bool: st.booleans(),
    list: st.lists(plain, max_size=2),
    dict: st.dictionaries(st.sampled_from(["id", "text"]), plain, max_size=2),
}


def object_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """An object as documented, more or less."""
    fields = {name: of_type[python_type] for name, python_type in FIELDS[kind].items()}
    return st.fixed_dictionaries({}, optional=fields)


def rows_of(name: str, kind: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(st.lists(object_of(kind), max_size=2), max_size=2).map(lambda rows: {name: rows})


markups = (
    rows_of("inline_keyboard", "InlineKeyboardButton")
    | rows_of("keyboard", "KeyboardButton")
    | object_of("ReplyKeyboardRemove")
    | object_of("ForceReply")
)
medium = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["photo", "video", "document", "audio", "animation"]),
        "media": st.sampled_from([FILE, "gone", "attach://nothing", "https://e.org/a"]),
    },
    optional={"caption": of_type[str], "parse_mode": st.sampled_from(["HTML", "MarkdownV2", "Markdown"])},
)
likely: dict[str, st.SearchStrategy[Any]] = {
    "Integer|String": st.just(PERSON),
    "Integer": st.integers(0, 3),
    "String": of_type[str],
    "Boolean": st.booleans(),
    "Float": st.floats(-100, 100),
    "InlineKeyboardMarkup": rows_of("inline_keyboard", "InlineKeyboardButton"),
    "InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply": markups,
    "InputFile|String": st.sampled_from([FILE, "gone"]),
    ALBUM: st.lists(medium, max_size=3),
    MEDIA: medium,
    "Array of Integer": st.lists(st.integers(0, 3), max_size=3),
    **{
        kind: object_of(kind)
        for kind in ("ReplyParameters", "LinkPreviewOptions", "BotCommandScope", "MenuButton")
    },
    **{
        f"Array of {kind}": st.lists(object_of(kind), max_size=3)
        for kind in ("MessageEntity", "BotCommand", "ReactionType")
    },
}


def params_of(method: Method) -> st.SearchStrategy[dict[str, Any]]:
    def value(kind: str) -> st.SearchStrategy[Any]:
        expected = likely.get(kind, anything)
        return st.one_of(expected, expected, expected, anything)

    return st.fixed_dictionaries(
        {name: value(kind) for name, kind in method.required.items()},
        optional={name: value(kind) for name, kind in method.optional.items()},
    )


asked = st.sampled_from([name for name in METHODS if name != "getUpdates"]).flatmap(
    lambda name: st.tuples(st.just(name), params_of(METHODS[name]))
)


def open_desk() -> Desk:
    clock, bot = SetClock(NOW), User(1, "Bot", is_bot=True, username="the_bot")
    world = World(bot, clock, UpdateQueue(Pulse()), privacy=True)
    chat = world.add_person(User(PERSON, "Ana"))
    chat.known = chat.started = True
    photo = world.store(b"x", name="x.jpg", mime_type="image/jpeg", kind="photo")
    world.post(chat, chat.person, {"photo": [photo.wire()]}, file=photo)
    world.post(chat, bot, {"text": "hello"}, by_bot=True)
    return Desk(world, Faults(), CallLog(), None)


@settings(deadline=None)
@given(st.lists(asked, min_size=1, max_size=4))
def test_no_call_breaks_the_rehearsal(calls: list[tuple[str, dict[str, Any]]]) -> None:
    desk = open_desk()

    for method, params in calls:
        reply = asyncio.run(desk.take(method, params, {}))

        assert reply.body is not None
        assert reply.status in (200, 400, 403, 501), reply.body
        assert reply.body["ok"] is (reply.status == 200)
        assert reply.body.get("description", "ok")
    assert all(isinstance(message.html, str) for message in desk.world.chats[PERSON].shown)
    assert all("failed" not in complaint for complaint in desk.complaints)
