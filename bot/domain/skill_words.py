"""Owns how what somebody did reads on a CV and in the *Passeport Bénévole*: what was practised, never how well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.mission import Mission
from bot.domain.person import Form, Skill
from bot.domain.text import Phrase, say
from bot.marks import _

PRACTISED: Mapping[Skill, Phrase] = {
    Skill.GARDENING: say(_("Took part in organic market gardening")),
    Skill.FRENCH_TEACHING: say(_("Accompanied people learning French")),
    Skill.TUTORING: say(_("Helped somebody prepare an exam")),
    Skill.DRIVING: say(_("Drove for the association")),
    Skill.PAPERWORK: say(_("Helped with administrative procedures")),
    Skill.COOKING: say(_("Cooked for a group")),
    Skill.SELLING: say(_("Welcomed and served the public at a point of sale")),
    Skill.COMMUNICATION: say(_("Took part in the association’s communication")),
    Skill.DIY: say(_("Repaired, built and maintained equipment")),
    Skill.DIGITAL: say(_("Helped with computers, phones and online procedures")),
    Skill.ACCOUNTING: say(_("Took part in bookkeeping")),
    Skill.ANIMATION: say(_("Led activities for a group")),
}

CONTRIBUTED: Mapping[Form, Phrase] = {
    Form.GIVE_TIME: say(_("Worked in a team, beside people on their way back to work")),
    Form.SOCIAL_LIFE: say(_("Took part in organising events open to all")),
    Form.SPREAD_THE_WORD: say(_("Presented the association to the public")),
    Form.VALUE_EMPLOYEES: say(_("Helped others show their know-how")),
    Form.MOBILISE: say(_("Took part in building local partnerships")),
    Form.PROPOSE: say(_("Analysed how things work and proposed improvements")),
    Form.GOVERN: say(_("Took part in the association’s governance")),
}
"""Being a member is no mission."""


def in_words(missions: Iterable[Mission]) -> tuple[Phrase, ...]:
    """What was practised in these missions, each once, in the order of the lists above."""
    done = list(missions)
    skills = {skill for mission in done for skill in (*mission.skills, *mission.required)}
    forms = {mission.form for mission in done}
    return (
        *(words for form, words in CONTRIBUTED.items() if form in forms),
        *(words for skill, words in PRACTISED.items() if skill in skills),
    )
