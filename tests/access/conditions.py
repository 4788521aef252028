"""A policy's condition, taken apart: each piece of it left out once.

Where pieces are joined by AND a missing one lets more through; where they are joined by OR a missing
one shuts somebody out. A wall with a piece that nobody would miss is not a wall that is tested.
"""

from collections.abc import Iterator

QUOTE = "'"


def split(sql: str, word: str) -> list[str]:
    """The pieces between `word`s that stand outside every parenthesis and quotation."""
    pieces, depth, quoted, start = [], 0, False, 0
    for at, letter in enumerate(sql):
        quoted ^= letter == QUOTE
        if not quoted:
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth == 0 and sql.startswith(word, at):
                pieces.append(sql[start:at])
                start = at + len(word)
    return [piece.strip() for piece in [*pieces, sql[start:]]]


def bare(sql: str) -> str:
    """Without the parentheses around the whole."""
    inner = sql.strip()
    while inner.startswith("(") and is_one_group(inner):
        inner = inner[1:-1].strip()
    return inner


def is_one_group(sql: str) -> bool:
    depth = 0
    for at, letter in enumerate(sql):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return at == len(sql) - 1
    return False


def weakened(sql: str) -> Iterator[tuple[str, str]]:
    """Each piece that the condition is made of, with the condition as it is without that piece."""
    whole = bare(sql)
    for word, nothing in ((" OR ", "false"), (" AND ", "true")):
        pieces = split(whole, word)
        if len(pieces) == 1:
            continue
        for at, piece in enumerate(pieces):
            for left_out, rest in [(bare(piece), nothing), *weakened(piece)]:
                joined = [
                    f"({rest})" if number == at else other for number, other in enumerate(pieces)
                ]
                yield left_out, word.join(joined)
        return
