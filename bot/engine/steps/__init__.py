"""Owns the kinds of steps a conversation is declared with; each module one family, this one their names."""

from bot.engine.options import Option, Options, options_of
from bot.engine.steps.base import Prompt, Step, lines
from bot.engine.steps.browsing import Browse
from bot.engine.steps.choosing import Choose, Several
from bot.engine.steps.clock import Clock
from bot.engine.steps.day import Day
from bot.engine.steps.enclosing import Photos, photos_in
from bot.engine.steps.foreach import ForEach
from bot.engine.steps.grid import Grid, Shortcut
from bot.engine.steps.quiz import Quiz
from bot.engine.steps.reading import Consent, Page, Unfold
from bot.engine.steps.review import Review
from bot.engine.steps.sharing import Contact, Place
from bot.engine.steps.writing import Hours, Number, Words

__all__ = [
    "Browse",
    "Choose",
    "Clock",
    "Consent",
    "Contact",
    "Day",
    "ForEach",
    "Grid",
    "Hours",
    "Number",
    "Option",
    "Options",
    "Page",
    "Photos",
    "Place",
    "Prompt",
    "Quiz",
    "Review",
    "Several",
    "Shortcut",
    "Step",
    "Unfold",
    "Words",
    "lines",
    "options_of",
    "photos_in",
]
