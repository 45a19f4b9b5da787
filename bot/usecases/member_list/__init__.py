"""Owns the garden's list of members as a spreadsheet: read, understood, compared with what is known, imported."""
