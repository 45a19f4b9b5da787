"""Owns what is remembered: the schema, transactions on SQLite and PostgreSQL, and queries. Decides nothing."""
