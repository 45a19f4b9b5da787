"""Owns one transaction that waits for its turn, and one attempt at running some of them in a single commit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from sqlalchemy import Connection

from bot.storage.cursor import OnTheSpot
from bot.storage.parcel import Parcel
from bot.storage.transaction import Transaction, Work

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Job:
    """A transaction, and the future its caller waits for."""

    work: Work[Any]
    answer: asyncio.Future[Any]
    read_only: bool = False
    result: Any = None
    owed: list[Parcel] = field(default_factory=list)

    def do(self, connection: Connection, owner: str) -> None:
        """Run the work, inside a transaction already begun. Only in memory does a job read only."""
        tx = Transaction(connection, owner, found={} if self.read_only else None)
        if self.read_only:
            _refuse_writes(connection, True)
        try:
            self.result = self.work(tx)
        finally:
            if self.read_only:
                _refuse_writes(connection, False)
        self.owed = tx.owed

    def succeed(self) -> None:
        if not self.answer.done():
            self.answer.set_result(self.result)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)
        else:
            log.warning("a transaction whose caller was cancelled failed: %s", type(error).__name__)


class Stage(Enum):
    """How far an attempt came. Cut off while committing, it may have taken effect or not."""

    BEGINNING = auto()
    WORKING = auto()
    COMMITTING = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """What undid an attempt, and when."""

    error: Exception
    stage: Stage


def _refuse_writes(connection: Connection, refused: bool) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, OnTheSpot)
    driver.refuse_writes(refused)


def attempt(connection: Connection, jobs: Iterable[Job], owner: str) -> Fault | None:
    """One transaction for all of `jobs`; None where it was committed."""
    done: list[Job] = []
    stage = Stage.BEGINNING
    try:
        with connection.begin():
            stage = Stage.WORKING
            for job in jobs:
                done.append(job)
                job.do(connection, owner)
            stage = Stage.COMMITTING
    except Exception as error:
        return Fault(error, stage)
    except BaseException:  # the loop is being torn down
        for job in done:
            job.answer.cancel()
        raise
    return None
