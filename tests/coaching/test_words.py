"""What a session was, as people write it."""

from coaching.templatetags.sessions import kinds_of_work


def test_kinds_of_work_read_as_one_line() -> None:
    assert kinds_of_work([]) == "Session"
    assert kinds_of_work(["modeling", "co_teaching"]) == "Modeling, co-teaching"
    assert kinds_of_work(["planning", "group"]) == "Planning, group or PLC work"
