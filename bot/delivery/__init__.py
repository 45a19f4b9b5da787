"""What is owed, and when: outbox, timers, schedule. Speaks in outcomes, knows no messenger."""
