"""Comments by either side on a session, a goal or a visit."""
