"""Notices by their reader. Each is composed from the database at the moment it is sent, so it is never out of date."""
