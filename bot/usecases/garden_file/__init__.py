"""Owns the garden file: the text in which a coordinator describes a garden, checked whole before use."""

from bot.usecases.garden_file.problems import GardenFileError, Problem
from bot.usecases.garden_file.reading import read_garden_file
from bot.usecases.garden_file.schema import GardenFile

__all__ = ["GardenFile", "GardenFileError", "Problem", "read_garden_file"]
