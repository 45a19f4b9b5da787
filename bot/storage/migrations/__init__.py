"""Owns the way from one version of the schema to the next."""
