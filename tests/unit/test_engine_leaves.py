"""What is long is read leaf by leaf, whatever the garden wrote."""

from __future__ import annotations

from bot.domain.text import Words as InLanguages
from bot.domain.text import say
from bot.engine.conversation import Conversation
from bot.engine.leaves import ROOM, leaves, roughly
from bot.engine.steps import Page, Review, Unfold, Words
from tests.unit.engine_samples import Person, labels


def paragraphs(count: int, length: int = 100) -> tuple[str, ...]:
    return tuple(f"{number} ".ljust(length, "x") for number in range(count))


def asked(*steps: object) -> Person:
    return Person(Conversation("small", [*steps, Words("last", "Anything else?")], title="Small"))  # type: ignore[list-item]


def test_what_fits_stands_on_one_leaf_and_nothing_is_lost():
    texts = paragraphs(12)

    cut = leaves(texts)

    assert leaves(texts[:5]) == [texts[:5]]
    assert [text for leaf in cut for text in leaf] == list(texts)
    assert max(sum(map(len, leaf)) for leaf in cut) <= ROOM


def test_a_text_is_as_long_as_in_the_language_where_it_is_longest():
    assert roughly(InLanguages({"en": "short", "fr": "a bit longer"})) == 12
    assert roughly(say("<b>{name}</b> x", name="Ana")) == 5


def test_a_page_is_turned_and_goes_on_from_any_leaf():
    reader = asked(Page("story", paragraphs(8)))
    first = reader.reads

    reader.taps("Read on ›")

    assert reader.reads != first
    assert "7 xxx" in reader.reads
    reader.taps("‹ From the start")
    assert reader.reads == first
    reader.taps("Go on")
    assert "Anything else?" in reader.reads


def test_what_unfolds_stands_alone_where_both_are_too_long():
    reader = asked(Page("story", paragraphs(4), unfold=Unfold("Why?", ("because " * 40,))))

    reader.taps("Why?")

    assert "because" in reader.reads
    assert "0 xxx" not in reader.reads
    reader.taps("In short")
    assert "0 xxx" in reader.reads


def test_a_review_shows_and_changes_the_answers_of_one_leaf():
    steps = [Words(f"about{number}", "What?", summary=f"Answer {number}") for number in range(6)]
    reader = Person(Conversation("small", [*steps, Review("review", "Right?")], title="Small"))
    for number in range(6):
        reader.types(f"{number}".ljust(140, "x"))

    assert len(reader.reads) < 600
    assert "Answer 5" not in reader.reads
    reader.taps("Other answers")
    assert "Answer 5" in reader.reads
    reader.taps("Change something")
    assert "Answer 5" in labels(reader.screen)
    assert "Answer 0" not in labels(reader.screen)
