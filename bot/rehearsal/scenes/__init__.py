"""The scenes: short plays in the test client's own language, for the page, the terminal and the journeys."""

from bot.rehearsal.scenes.scene import CannotPlay, Cast, Scene, cast_of

SCENES: tuple[Scene, ...] = ()

__all__ = ["SCENES", "CannotPlay", "Cast", "Scene", "cast_of"]
