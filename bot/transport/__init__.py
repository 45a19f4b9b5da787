"""Telegram: ingress, HTTP backend, limiter, rendering, sender."""

import os

# python-telegram-bot's own switch: durations are timedelta, as in its next major version. Without it, every
# 429 warns of a deprecation.
os.environ.setdefault("PTB_TIMEDELTA", "true")
