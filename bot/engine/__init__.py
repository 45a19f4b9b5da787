"""Guided conversations as data: pure, knows no Telegram, no database and no clock."""
