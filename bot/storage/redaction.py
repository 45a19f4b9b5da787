"""Owns the one thing done to JSON inside the database: taking a parcel's text out of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class without_text(FunctionElement[Any]):
    """A JSON column without its key "text"."""

    inherit_cache = True
    type = JSON()


@compiles(without_text, "sqlite")
def _on_sqlite(element: without_text, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_remove({compiler.process(element.clauses, **kw)}, '$.text')"


@compiles(without_text, "postgresql")
def _on_postgresql(element: without_text, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(CAST({compiler.process(element.clauses, **kw)} AS jsonb) - 'text' AS json)"
