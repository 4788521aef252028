"""Growth goals, their cycles, next steps and measurements."""
