"""What `make` runs on the repository itself: extraction and the house rules."""
