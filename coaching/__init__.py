"""Coach roles, partnerships, sessions, time, and the reminders that follow from them."""
