"""The lines that are written into people's home timelines."""

from fedcop.store.statements import Statement

_ONE = (
    "INSERT INTO home_line (owner_id, line, post_id, via_id) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (owner_id, post_id) DO NOTHING"
)


def insert_home_line(owner: int, line: int, post: int, via: int) -> Statement:
    """Put a post into somebody's home timeline."""
    return Statement(_ONE, (owner, line, post, via))
