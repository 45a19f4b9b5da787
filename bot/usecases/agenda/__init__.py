"""What somebody has in the diary, for the calendar of their own phone: as a file, or by a secret link."""
