"""What all events have in common: a name, and a key by which they are told in order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; events of one `key` are told in order."""

    def key(self) -> str:
        """Name what must be told in order: the post, the pair, the actor."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PostEvent(Event):
    """Something about one post."""

    post: int
    root: int = 0

    def key(self) -> str:
        """Order by post."""
        return f"post:{self.post}"
