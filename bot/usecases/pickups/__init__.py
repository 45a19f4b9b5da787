"""Baskets that are fetched: planned weeks ahead, changed by whoever fetches them, ticked by whoever hands them out."""
