"""Owns the one thing done to JSON inside the database: taking a parcel's text out of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class without_text(ColumnElement[Any]):
    """A JSON column without its key "text"."""

    inherit_cache = False
    type = JSON()

    def __init__(self, column: ColumnElement[Any]) -> None:
        self.column = column


@compiles(without_text, "sqlite")
def _on_sqlite(element: without_text, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_remove({compiler.process(element.column, **kw)}, '$.text')"


@compiles(without_text, "postgresql")
def _on_postgresql(element: without_text, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(CAST({compiler.process(element.column, **kw)} AS jsonb) - 'text' AS json)"
