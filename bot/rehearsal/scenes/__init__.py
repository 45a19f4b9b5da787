"""The scenes: short plays in the test client's own language, for the page, the terminal and the journeys."""

from bot.rehearsal.scenes.asks_a_human import ASKS_A_HUMAN
from bot.rehearsal.scenes.bad_line import BAD_LINE
from bot.rehearsal.scenes.basket_day import BASKET_DAY
from bot.rehearsal.scenes.cannot_come import CANNOT_COME
from bot.rehearsal.scenes.event_moved import EVENT_MOVED
from bot.rehearsal.scenes.minor import MINOR
from bot.rehearsal.scenes.nobody_takes import NOBODY_TAKES
from bot.rehearsal.scenes.says_how_it_went import SAYS_HOW_IT_WENT
from bot.rehearsal.scenes.scene import CannotPlay, Cast, Scene, cast_of, stage_on
from bot.rehearsal.scenes.two_taps import TWO_TAPS
from bot.rehearsal.scenes.welcome import WELCOME

SCENES: tuple[Scene, ...] = (
    WELCOME,
    TWO_TAPS,
    NOBODY_TAKES,
    MINOR,
    ASKS_A_HUMAN,
    CANNOT_COME,
    SAYS_HOW_IT_WENT,
    EVENT_MOVED,
    BASKET_DAY,
    BAD_LINE,
)

__all__ = ["SCENES", "CannotPlay", "Cast", "Scene", "cast_of", "stage_on"]
