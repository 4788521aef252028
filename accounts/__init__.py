"""Districts, schools, people and their roles, signing in, and how people come in."""
