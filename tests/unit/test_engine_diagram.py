"""A diagram shows every question, when it is asked, and how it may end."""

from __future__ import annotations

import re

from bot.engine.conditions import answered
from bot.engine.conversation import Conversation
from bot.engine.diagram import diagram
from bot.engine.steps import Choose, Consent, Page, Words
from tests.unit.engine_samples import AGES, every_kind, plain


def test_a_condition_stands_on_the_arrow_and_leaves_a_way_round() -> None:
    conversation = Conversation(
        "small",
        [
            Choose("age", "How old?", options=AGES),
            Words("guardian", "Who?", when=answered("age", "minor")),
            Page("end", "The end."),
        ],
        title="Small",
    )

    assert diagram(conversation, plain) == (
        "flowchart TD\n"
        '    start(["Small"])\n'
        '    s_age["How old?"]\n'
        "    start --> s_age\n"
        '    s_guardian["Who?"]\n'
        '    s_age -->|"age is minor"| s_guardian\n'
        '    s_end("The end.")\n'
        '    s_age -->|"otherwise"| s_end\n'
        "    s_guardian --> s_end\n"
        "    s_end --> done\n"
        '    done(["All done, thank you!"])\n'
    )


def test_what_refuses_leads_to_its_own_ending() -> None:
    drawn = diagram(Conversation("small", [Consent("ok", "All right?")], title="Small"), plain)

    assert '    s_ok -->|"I refuse"| refused\n' in drawn
    assert "    refused([" in drawn


def test_labels_are_escaped() -> None:
    drawn = diagram(
        Conversation("small", [Words("a-b", 'Say "<b>" [or] {x}'.replace("{x}", "|"))], title="S"), plain
    )

    assert '    s_a_2d_b["Say #34;#60;b#62;#34; #91;or#93; #124;"]' in drawn


def test_every_arrow_joins_two_nodes_that_are_drawn() -> None:
    drawn = diagram(every_kind(), plain)

    nodes = set(re.findall(r"^    (\w+)[\[({]", drawn, re.MULTILINE))
    arrows = re.findall(r'^    (\w+) -->(?:\|"[^"|]*"\|)? (\w+)$', drawn, re.MULTILINE)
    assert {end for arrow in arrows for end in arrow} == nodes
    assert len(drawn.splitlines()) == 1 + len(nodes) + len(arrows)
