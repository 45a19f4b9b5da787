"""Coup de Main: the bot through which a social-inclusion market garden welcomes volunteers."""

__version__ = "0.1.0"
