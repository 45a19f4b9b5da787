"""Owns what is remembered: the schema, transactions on SQLite and PostgreSQL, queries. Decides nothing."""
