"""The figures that docs/ quotes, measured again on this machine by `make bench`."""
