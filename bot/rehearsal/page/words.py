"""Owns the texts of the page: a key for each, its English source, found in the catalogues like any other."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.text import Text

WORDS: Mapping[str, Text] = {}
