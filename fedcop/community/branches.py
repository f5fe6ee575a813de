"""A thread in the order it is read: each reply after what it answers."""

from collections.abc import Sequence

from fedcop.store.rows import PostRow


def in_order(root_id: int, replies: Sequence[PostRow]) -> list[tuple[PostRow, int]]:
    """Put replies, given the oldest first, below what they answer; say how deep each stands.

    What answers something not among them stands directly below the start. A tombstone is shown
    only where something below it is.
    """
    known = {reply.id for reply in replies}
    below: dict[int, list[PostRow]] = {}
    for reply in replies:
        above = reply.reply_to_id if reply.reply_to_id in known else root_id
        below.setdefault(above, []).append(reply)
    return _without_dead_ends(_walk(root_id, below))


def _walk(root_id: int, below: dict[int, list[PostRow]]) -> list[tuple[PostRow, int]]:
    waiting = [(reply, 1) for reply in reversed(below.pop(root_id, []))]
    walked: list[tuple[PostRow, int]] = []
    while waiting:
        reply, depth = waiting.pop()
        walked.append((reply, depth))
        # Taken out, so that a circle of replies, were there one, is walked once.
        waiting.extend((r, depth + 1) for r in reversed(below.pop(reply.id, [])))
    return walked


def _without_dead_ends(walked: list[tuple[PostRow, int]]) -> list[tuple[PostRow, int]]:
    kept: list[tuple[PostRow, int]] = []
    for reply, depth in reversed(walked):
        has_below = bool(kept) and kept[-1][1] > depth
        if not reply.deleted or has_below:
            kept.append((reply, depth))
    kept.reverse()
    return kept
