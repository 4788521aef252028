"""Classroom visits that a teacher agrees to, and the low-inference evidence taken there."""
