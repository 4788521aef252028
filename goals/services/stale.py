"""An edit that stands on a version which somebody has replaced in the meantime."""


class Stale(Exception):
    """Nothing was written: the page shows both versions and asks again."""
