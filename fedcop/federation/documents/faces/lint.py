"""Whether what we send keeps its meaning in other programs: its title, how it stands, its text."""

from collections.abc import Callable, Iterator
from typing import Final

from fedcop.activitypub.vocabulary import OBJECT_TYPES, Object
from fedcop.community.practice.kinds import KINDS, LABELS, STATUSES, label_of
from fedcop.federation.documents.faces import gotosocial, lemmy, mastodon, mobilizon, piefed
from fedcop.federation.documents.faces.face import NOTHING, Face
from fedcop.markup.profiles import words

Render = Callable[[Object], Face]

PROGRAMS: Final[dict[str, Render]] = {
    "mastodon": mastodon.face,
    "gotosocial": gotosocial.face,
    "lemmy": lemmy.face,
    "piefed": piefed.face,
    "mobilizon": mobilizon.face,
}
# What reaches nobody there, as we know and say in FEDERATION.md; no other may show nothing.
_NOT_THERE: Final = frozenset(
    {("lemmy", "Question"), ("mobilizon", "Note"), ("mobilizon", "Question")}
)
_BEGINNING: Final = 40  # letters of a text that must be seen
_LONGEST_FOLD: Final = 500


def lost(thing: Object) -> list[str]:
    """Say what is lost of an object in which program; nothing is what we want."""
    found = list(_everywhere(thing))
    for program, render in PROGRAMS.items():
        found += [f"{program}: {what}" for what in _lost_in(program, thing, render(thing))]
    return found


def _everywhere(thing: Object) -> Iterator[str]:
    """Say what no program could read."""
    if thing.type not in OBJECT_TYPES:
        yield f"its type is {thing.type}, which nobody knows"
    if thing.updated is not None and thing.updated < (thing.published or 0):
        yield "it was changed before it was written"
    if not (thing.to or thing.cc):
        yield "it is for nobody"
    if len(words(thing.summary or "")) > _LONGEST_FOLD:
        yield "its summary is longer than a line one opens"


def _lost_in(program: str, thing: Object, face: Face) -> Iterator[str]:
    if face.form == NOTHING:
        if (program, thing.type) not in _NOT_THERE:
            yield "it is not shown at all"
        return
    # Of a plain Article GoToSocial shows the summary in place of the name, as FEDERATION.md says.
    plain = program == "gotosocial" and "cop:kind" not in thing.cop
    if thing.name and not (thing.in_reply_to or plain or _says(face.seen, thing.name)):
        yield "its title is lost"
    if not face.text.strip():
        yield "it has no text"
    elif not face.link and not _says(face.text, _beginning(thing)):
        yield "its text is lost"
    yield from _unsaid(thing, face)
    if program == "mastodon" and face.fold and not thing.sensitive:
        yield "it is folded as if it were to be warned of"


def _unsaid(thing: Object, face: Face) -> Iterator[str]:
    """Say what its people would not know of a piece of practice."""
    kind = thing.cop.get("cop:kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return
    if label_of(kind) not in face.seen and kind in LABELS:
        yield "of which kind it is is lost"
    status = thing.cop.get("cop:status")
    label = STATUSES.get(status, "") if isinstance(status, str) else ""
    if label and label not in face.seen.lower():
        yield "how it stands is lost"


def _says(text: str, said: str) -> bool:
    return _bare(said) in _bare(text)


def _beginning(thing: Object) -> str:
    return words(thing.content or "")[:_BEGINNING]


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
