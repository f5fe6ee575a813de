"""What people of another program see of an object of ours."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.markup.profiles import words

NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class Face:
    """An object as one program shows it, in plain words; `form` says as what.

    `fold` is a line that one opens to read the text; `link` leads to the whole.
    """

    form: str
    title: str = ""
    fold: str = ""
    text: str = ""
    link: str = ""
    files: int = 0

    @property
    def seen(self) -> str:
        """All that one may read without leaving the program."""
        return " ".join(part for part in (self.title, self.fold, self.text) if part)


def first_line(html: str, longest: int) -> str:
    """Return the beginning of a text, where a program makes a title of it."""
    return words(html)[:longest]


def address(thing: Object) -> str:
    """Say where an object is read on the node it comes from."""
    return thing.url or thing.id
