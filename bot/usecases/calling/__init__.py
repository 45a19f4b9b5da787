"""Calls for volunteers: written, counted, sent to whom they suit, answered; and stand-ins looked for."""
