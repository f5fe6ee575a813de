"""What a kind of artifact is: its name, its fields, and what a form asks for each."""

from dataclasses import dataclass
from typing import Final, Literal

from fedcop.tongues import N_

# text: one line. long: Markdown. lines: a list of lines. items: {text, why, optional}.
# criteria: {name, levels: four descriptors}. link: an address. choice: one of `choices`.
# files: nothing in the field itself, the files stand beside it. pins: {id, revision, digest}.
# entries: {id, revision, digest, name, why}.
Shape = Literal[
    "text", "long", "lines", "items", "criteria", "link", "choice", "files", "pins", "entries"
]
Choices = tuple[tuple[str, str], ...]

LEVELS: Final = 4  # of a criterion


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a kind asks for; on the wire it is `cop:` and its name."""

    name: str
    label: str
    hint: str  # a sentence, and a good example
    shape: Shape = "long"
    required: bool = False
    choices: Choices = ()  # value, words


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of artifact; `wire` is its type for peers, `hint` what it is for."""

    name: str
    label: str
    plural: str
    hint: str
    fields: tuple[Field, ...] = ()
    wire: Literal["Article", "Note"] = "Article"
    home: Literal["artifact"] = "artifact"
    short_is_note: bool = False  # what says little is a Note, which microblogs show in full
    body: str = N_("Anything else worth knowing")  # the label of its body

    def field(self, name: str) -> Field | None:
        """Find one of its fields."""
        return next((one for one in self.fields if one.name == name), None)
