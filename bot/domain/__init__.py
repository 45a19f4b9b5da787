"""Frozen values and pure rules: no database, no Telegram, no clock."""
