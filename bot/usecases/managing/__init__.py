"""Owns what coordinators do without a developer: missions, their dates, the team, people without Telegram."""
