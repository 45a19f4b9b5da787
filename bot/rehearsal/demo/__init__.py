"""The demo: a whole welcome played by simulated people, drawn in the terminal, then told by the database."""

from bot.rehearsal.demo.columns import Columns, Frame, Pace, Sized, fits
from bot.rehearsal.demo.credits import outcome_markdown, print_credits
from bot.rehearsal.demo.lines import Lines
from bot.rehearsal.demo.outcome import Fact, tell_outcome
from bot.rehearsal.demo.picture import Picture
from bot.rehearsal.demo.scene import BEGINS, play
from bot.rehearsal.demo.transcript import Transcript
from bot.rehearsal.stage import Stage, Watcher

__all__ = [
    "BEGINS",
    "Columns",
    "Fact",
    "Frame",
    "Lines",
    "Pace",
    "Picture",
    "Sized",
    "Stage",
    "Transcript",
    "Watcher",
    "fits",
    "outcome_markdown",
    "play",
    "print_credits",
    "tell_outcome",
]
