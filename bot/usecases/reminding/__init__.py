"""What people are reminded of, when, and what they can answer; each module one part of it."""
