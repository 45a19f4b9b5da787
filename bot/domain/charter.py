"""Owns the charter: a mutual commitment without binding force, in versions, with its reasons and its questions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.text import Words


class ArticleKind(StrEnum):
    RIGHT = "right"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Article:
    """One right or duty, and the one-line reason behind it."""

    kind: ArticleKind
    text: Words
    reason: Words


@dataclass(frozen=True, slots=True)
class Answer:
    slug: str
    text: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A friendly comprehension question: several answers, one right, and why it is."""

    slug: str
    prompt: Words
    answers: tuple[Answer, ...]
    right: str
    explanation: Words


@dataclass(frozen=True, slots=True)
class Charter:
    """One version of the charter; `version` counts from 1 and grows whenever its words change."""

    id: int
    version: int
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]

    @property
    def rights(self) -> tuple[Article, ...]:
        return tuple(article for article in self.articles if article.kind is ArticleKind.RIGHT)

    @property
    def duties(self) -> tuple[Article, ...]:
        return tuple(article for article in self.articles if article.kind is ArticleKind.DUTY)
