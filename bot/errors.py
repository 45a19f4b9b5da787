"""The error tree.

CoupDeMainError            everything we raise on purpose
├── Refusal                expected: a person is told why and what to do (translated when shown)
│   ├── NotAllowed         the person may not do this here
│   ├── NotFound           what the button or link spoke of is gone
│   └── …                  each use case declares its own beside it
├── Misuse                 the operator's input is wrong: one line with the fix, exit code 2
└── Failure                the operator's surroundings failed: one line with the fix, exit code 1
    ├── DatabaseBusy       locked, away or refusing; retried by ingress
    ├── DatabaseNewer      the schema is newer than this program
    └── CannotPrint        a document cannot be made here; whoever asked for it is told
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.marks import _


class CoupDeMainError(Exception):
    """Everything we raise on purpose."""


class Refusal(CoupDeMainError):
    """An expected no. `message` is a marked string; the keyword arguments are its placeholders.

    Returned as a value through transactions, never raised through one: what it refused left no trace.
    """

    message: ClassVar[str] = _("That is not possible right now.")

    def __init__(self, **fields: Any) -> None:
        self.fields: Mapping[str, Any] = fields
        super().__init__(self.message)


class NotAllowed(Refusal):
    message = _("Only the garden’s referents and coordinators can do this.")


class CoordinatorsOnly(Refusal):
    message = _("Only a coordinator of the garden can do this.")


class NotFound(Refusal):
    message = _("This is not there any more. Type /help to see what you can do.")


class Misuse(CoupDeMainError):
    """The operator's input is wrong. The text is one line in English: the value found and the fix."""


class Failure(CoupDeMainError):
    """The operator's surroundings failed. The text is one line in English: what, and the fix."""


class DatabaseBusy(Failure):
    """The database is locked, away or refusing; what was asked may be tried again."""


class DatabaseNewer(Failure):
    """The database was written by a newer version of this program."""


class CannotPrint(Failure):
    """A document cannot be made: what prints it is not installed, or broke on it."""
