"""Owns the queries about charters: versions are added, never rewritten, and acceptances name theirs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from bot.domain.charter import Answer, Article, ArticleKind, Charter, Question
from bot.domain.person import GardenId, PersonId
from bot.storage.columns import words_column, words_from
from bot.storage.database import Transaction
from bot.storage.saving import Change, insert_once
from bot.storage.tables import acceptances, charters


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which version of the charter a person accepted, and when."""

    person_id: PersonId
    charter_id: int
    version: int
    accepted_at: datetime


def current_charter(tx: Transaction, garden_id: GardenId) -> Charter | None:
    """The garden's newest version; None before the first import."""
    row = _newest(tx, garden_id)
    return None if row is None else _from_row(row)


def save_charter(
    tx: Transaction,
    garden_id: GardenId,
    articles: Sequence[Article],
    questions: Sequence[Question],
    now: datetime,
) -> tuple[Charter, Change]:
    """Add a version where the words changed since the newest one; else hand that one back."""
    columns = {
        "articles": [_article_column(article) for article in articles],
        "questions": [_question_column(question) for question in questions],
    }
    digest = hashlib.sha256(json.dumps(columns).encode()).hexdigest()
    newest = _newest(tx, garden_id)
    if newest is not None and newest.digest == digest:
        return _from_row(newest), Change.UNCHANGED
    version = 1 if newest is None else newest.version + 1
    values = {"garden_id": garden_id, "version": version, "digest": digest, "created_at": now, **columns}
    row = tx.connection.execute(insert(charters).values(values).returning(*charters.c)).one()
    return _from_row(row), Change.CREATED if newest is None else Change.UPDATED


def record_acceptance(tx: Transaction, person_id: PersonId, charter_id: int, now: datetime) -> None:
    """Keep that a person accepted this version; a second time changes nothing."""
    insert_once(tx, acceptances, {"person_id": person_id, "charter_id": charter_id, "accepted_at": now})


def acceptance_of(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> Acceptance | None:
    """The newest version of this garden's charter that the person accepted."""
    row = tx.connection.execute(
        select(acceptances, charters.c.version)
        .join(charters, charters.c.id == acceptances.c.charter_id)
        .where(acceptances.c.person_id == person_id, charters.c.garden_id == garden_id)
        .order_by(charters.c.version.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Acceptance(row.person_id, row.charter_id, row.version, row.accepted_at)


def _newest(tx: Transaction, garden_id: GardenId) -> Row[Any] | None:
    statement = select(charters).where(charters.c.garden_id == garden_id).order_by(charters.c.version.desc())
    return tx.connection.execute(statement.limit(1)).one_or_none()


def _from_row(row: Row[Any]) -> Charter:
    return Charter(
        id=row.id,
        version=row.version,
        articles=tuple(_article_from(article) for article in row.articles),
        questions=tuple(_question_from(question) for question in row.questions),
    )


def _article_column(article: Article) -> dict[str, Any]:
    return {
        "kind": article.kind.value,
        "text": words_column(article.text),
        "reason": words_column(article.reason),
    }


def _article_from(column: dict[str, Any]) -> Article:
    return Article(ArticleKind(column["kind"]), words_from(column["text"]), words_from(column["reason"]))


def _question_column(question: Question) -> dict[str, Any]:
    return {
        "slug": question.slug,
        "prompt": words_column(question.prompt),
        "answers": [{"slug": answer.slug, "text": words_column(answer.text)} for answer in question.answers],
        "right": question.right,
        "explanation": words_column(question.explanation),
    }


def _question_from(column: dict[str, Any]) -> Question:
    return Question(
        slug=column["slug"],
        prompt=words_from(column["prompt"]),
        answers=tuple(Answer(answer["slug"], words_from(answer["text"])) for answer in column["answers"]),
        right=column["right"],
        explanation=words_from(column["explanation"]),
    )
