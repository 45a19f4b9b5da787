"""Owns who becomes a newcomer's referent: fit first, then whoever carries least, with the reasons in words.

Fit is: looks after the mission's domain, shares a language with the newcomer, has joined and answers on
Telegram, is not away that day (else the deputy, who need not know the domain), has room. Among the fit
whoever follows the newcomer already comes first, then the lowest load for their capacity, then whoever was
assigned least recently, then the slug.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction

from bot.domain.labels import LANGUAGE_NAMES
from bot.domain.referent import Referent, ReferentId
from bot.domain.text import Language, Listed, Phrase, Text, say
from bot.marks import _, ngettext

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Lack(StrEnum):
    """What was missing, at the first of these tests that nobody passed."""

    NO_DOMAIN = "no_domain"
    NO_LANGUAGE = "no_language"
    NOT_LINKED = "not_linked"
    ALL_AWAY = "all_away"
    ALL_ASKED = "all_asked"
    ALL_FULL = "all_full"


# i18n: told to the coordinators, who then find somebody themselves
LACKS: Mapping[Lack, Phrase] = {
    Lack.NO_DOMAIN: say(_("no referent looks after this domain")),
    Lack.NO_LANGUAGE: say(_("no referent of this domain shares a language with the newcomer")),
    Lack.NOT_LINKED: say(_("no referent of this domain has joined on Telegram yet")),
    Lack.ALL_AWAY: say(_("every referent of this domain is away")),
    Lack.ALL_ASKED: say(_("every referent of this domain has been asked already")),
    Lack.ALL_FULL: say(_("every referent of this domain already follows as many people as they can")),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The referent to propose. `deputy_for` is set where they stand in for somebody away."""

    referent: Referent
    reasons: tuple[Text, ...]
    deputy_for: Referent | None = None


@dataclass(frozen=True, slots=True)
class NobodyFree:
    """Nobody can be proposed: coordinators decide, and the volunteer is told the truth."""

    lack: Lack

    @property
    def reason(self) -> Text:
        return LACKS[self.lack]


@dataclass(frozen=True, slots=True)
class _Candidate:
    referent: Referent
    deputy_for: Referent | None = None


def choose_referent(
    referents: Iterable[Referent],
    domain: str,
    languages: frozenset[Language],
    day: date,
    *,
    excluding: Collection[ReferentId] = (),
    known: Collection[ReferentId] = (),
) -> Choice | NobodyFree:
    """Who of one garden's `referents` to propose on `day`, the garden's own date.

    An empty `domain` is everybody's; empty `languages` ask for none. `excluding` names who was asked already, `known`
    who follows the newcomer in another mission: one contact is better than two, where they fit.
    """
    everyone = tuple(referents)
    candidates = [_Candidate(one) for one in everyone if not domain or domain in one.domains]
    if not candidates:
        return NobodyFree(Lack.NO_DOMAIN)
    candidates = _with_deputies(candidates, everyone, day)
    for lack, passes in _tests(languages, day, excluding):
        candidates = [one for one in candidates if passes(one.referent)]
        if not candidates:
            return NobodyFree(lack)
    chosen = min(candidates, key=lambda one: (one.referent.id not in known, *_fairness(one)))
    follows = (say(_("follows them already")),) if chosen.referent.id in known else ()
    return Choice(chosen.referent, (*follows, *_reasons(chosen, languages)), chosen.deputy_for)


def _with_deputies(
    candidates: list[_Candidate], everyone: tuple[Referent, ...], day: date
) -> list[_Candidate]:
    """Whoever is away gives way to their deputy; someone fit by themselves stands in for nobody."""
    by_id = {one.id: one for one in everyone}
    kept = {one.referent.id: one for one in candidates if not _deputy(one.referent, by_id, day)}
    for one in sorted(candidates, key=lambda candidate: candidate.referent.slug):
        if deputy := _deputy(one.referent, by_id, day):
            kept.setdefault(deputy.id, _Candidate(deputy, one.referent))
    return list(kept.values())


def _deputy(referent: Referent, by_id: Mapping[ReferentId, Referent], day: date) -> Referent | None:
    if referent.deputy_id is None or not referent.is_absent(day):
        return None
    return by_id.get(referent.deputy_id)


def _tests(
    languages: frozenset[Language], day: date, excluding: Collection[ReferentId]
) -> tuple[tuple[Lack, Callable[[Referent], bool]], ...]:
    """In the order in which coordinators would want to hear of the lack."""
    return (
        (Lack.NO_LANGUAGE, lambda one: not languages or not languages.isdisjoint(one.languages)),
        (Lack.NOT_LINKED, lambda one: one.person_id is not None and one.reachable),
        (Lack.ALL_AWAY, lambda one: not one.is_absent(day)),
        (Lack.ALL_ASKED, lambda one: one.id not in excluding),
        (Lack.ALL_FULL, lambda one: one.has_room),
    )


def _fairness(candidate: _Candidate) -> tuple[Fraction, datetime, str]:
    one = candidate.referent
    return Fraction(one.load, one.capacity), one.last_assigned_at or LONG_AGO, one.slug


def _reasons(chosen: _Candidate, languages: frozenset[Language]) -> tuple[Text, ...]:
    one = chosen.referent
    reasons: list[Text] = [say(_("looks after: {domain}"), domain=one.looks_after)]
    if chosen.deputy_for is not None:
        reasons = [say(_("stands in for {name}, who is away"), name=chosen.deputy_for.name)]
    if shared := sorted(languages & one.languages):
        names = Listed(tuple(LANGUAGE_NAMES.get(tag, tag) for tag in shared))
        reasons.append(say(_("speaks {languages}"), languages=names))
    room = one.capacity - one.load
    reasons.append(
        say(ngettext("has room for {count} more person", "has room for {count} more people"), room)
    )
    return tuple(reasons)
