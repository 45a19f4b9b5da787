"""Owns the error of a conversation declared wrong, found when it is built and never by a person."""

from bot.errors import CoupDeMainError


class DeclarationError(CoupDeMainError):
    """A conversation's declaration is wrong: the thing, the value found, the value expected, the fix."""

    def __init__(self, thing: str, found: object, expected: str, fix: str) -> None:
        self.thing, self.found, self.expected, self.fix = thing, found, expected, fix
        super().__init__(f"{thing}: found {found}, expected {expected}; {fix}")
