"""What is passed on arrives whole, in messages that Telegram takes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import Media, Relay
from bot.domain.said import PIECE, UNDER_A_FILE, Said

RELAYS = st.none() | st.builds(Relay, st.sampled_from(Media), st.text(min_size=1))
SAYINGS = st.builds(Said, st.text(max_size=5000), RELAYS).filter(lambda said: said.words or said.relay)


@given(SAYINGS)
def test_the_parts_make_up_the_whole_and_each_fits(said: Said) -> None:
    parts = list(said.in_parts())

    assert "".join(part.words for part in parts) == said.words
    assert [part.relay for part in parts if part.relay] == ([said.relay] if said.relay else [])
    assert all(len(part.words) <= (UNDER_A_FILE if part.relay else PIECE) for part in parts)
    assert all(part.words or part.relay for part in parts)


@given(SAYINGS)
def test_it_comes_back_from_where_it_is_kept(said: Said) -> None:
    assert Said.from_json(said.to_json()) == said


def test_words_alone_may_be_kept_as_they_are() -> None:
    assert Said.from_json("Hello") == Said("Hello")
    assert Said.from_json(None) == Said()
