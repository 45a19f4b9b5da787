"""Telegram: ingress, HTTP backend, limiter, rendering, sender."""
