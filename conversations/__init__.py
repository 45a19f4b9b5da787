"""One file per guided conversation, declared as data."""
