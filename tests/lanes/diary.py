"""What happened, for whoever wants to know why something is wrong."""

from collections import deque

PAGES = 20_000


class Diary:
    """The latest lines of a long story."""

    def __init__(self) -> None:
        self.diary: deque[str] = deque(maxlen=PAGES)

    def note(self, text: str) -> None:
        """Remember what happened."""
        self.diary.append(text)

    def story(self, *words: str) -> list[str]:
        """Return the lines that have one of the words."""
        return [line for line in self.diary if any(word in line for word in words)]
