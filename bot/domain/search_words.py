"""Owns the words people type for what they look for, where the labels say it otherwise; translated like every text.

Each phrase is a list with commas, in each language its own: it is searched, and never shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.mission import Mission, MissionKind
from bot.domain.person import Form, Skill
from bot.domain.skill_words import in_words
from bot.domain.text import Phrase, say
from bot.marks import _

# i18n: in this file: other words people type when they look for this, each in your own language, with commas between.
# Translate the idea, not word by word: verbs, short forms and colloquial names are welcome.
OF_KIND: Mapping[MissionKind, Phrase] = {
    MissionKind.TASK: say(_("one-off, once, errand")),
    MissionKind.PAIR: say(_("sponsorship, sponsor, godparent, buddy, mentor, mentoring, tandem, befriend")),
    MissionKind.SKILLS: say(_("pro bono, know-how, expertise, advice, training, teach, hand on")),
    MissionKind.POLE: say(_("working group, committee, think tank, governance, board")),
}
OF_FORM: Mapping[Form, Phrase] = {
    Form.SOCIAL_LIFE: say(_("party, event, festival, meal, welcome, company")),
    Form.SPREAD_THE_WORD: say(
        _("leaflets, flyers, posters, ambassador, advertising, social media, talk about us")
    ),
    Form.VALUE_EMPLOYEES: say(_("portraits, interviews, photos, films, exhibition")),
    Form.MOBILISE: say(_("partners, companies, patrons, donors, fundraising, contacts")),
    Form.PROPOSE: say(_("ideas, advice, audit, survey, improve")),
    Form.GOVERN: say(_("board, committee, decisions, vote, treasurer, chair, governance")),
    Form.MEMBERSHIP: say(_("join, subscribe, membership, vegetable basket")),
}
OF_SKILL: Mapping[Skill, Phrase] = {
    Skill.GARDENING: say(_("garden, gardening, plant, sow, weed, harvest, soil, vegetables, greenhouse")),
    Skill.FRENCH_TEACHING: say(_("French, language, teach, lessons, literacy, conversation")),
    Skill.TUTORING: say(_("tutor, homework, revise, exam, driving licence, teach")),
    Skill.DRIVING: say(_("drive, driver, car, van, lorry, transport, delivery")),
    Skill.PAPERWORK: say(_("forms, mail, letters, administration, office, rights")),
    Skill.COOKING: say(_("cook, kitchen, meal, canteen, recipes, jam, food")),
    Skill.SELLING: say(_("sell, shop, market, stall, till, customers")),
    Skill.COMMUNICATION: say(_("media, writing, photos, website, newsletter, design")),
    Skill.DIY: say(_("repair, fix, build, tools, handyman, woodwork, bicycles")),
    Skill.DIGITAL: say(_("computer, internet, software, smartphone, IT")),
    Skill.ACCOUNTING: say(_("bookkeeping, finance, budget, figures, spreadsheet, treasurer")),
    Skill.ANIMATION: say(_("workshop, games, lead, facilitate, children, guide")),
}  # fmt: skip


def words_for(mission: Mission) -> tuple[Phrase, ...]:
    """What a mission may be looked for by, beside what its sheet and its labels say."""
    skills = sorted({*mission.skills, *mission.required})
    said = (OF_KIND.get(mission.kind), OF_FORM.get(mission.form), *(OF_SKILL[skill] for skill in skills))
    return (*(one for one in said if one is not None), *in_words([mission]))
