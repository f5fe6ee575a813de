"""The words of a community, and what it means by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from fedcop.markup.words import words_of
from fedcop.store.batch import Reader
from fedcop.store.queries import glossary
from fedcop.store.rows import ActorRow

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and what it means."""

    id: int
    uri: str
    word: str
    meaning: str
    aliases: tuple[str, ...] = ()


async def terms(reader: Reader, community_id: int, viewer: ActorRow | None = None) -> list[Term]:
    """Read the terms of a community that somebody may see, in the order of their words."""
    found = await glossary.list_terms(reader, viewer.id if viewer else 0, community_id, MOST)
    return [
        Term(one.id, one.uri, one.title, _meaning(one.abstract, one.fields), _aliases(one.fields))
        for one in found
    ]


def used_in(known: Sequence[Term], text: str) -> list[Term]:
    """Choose the terms that a text uses, under whichever of their names."""
    said = f" {' '.join(words_of(text))} "
    return [one for one in known if any(_stands(name, said) for name in (one.word, *one.aliases))]


def _stands(name: str, said: str) -> bool:
    words = " ".join(words_of(name))
    return bool(words) and f" {words} " in said


def _fields(text: str) -> dict[str, object]:
    known = orjson.loads(text) if text else {}
    return known if isinstance(known, dict) else {}


def _meaning(abstract: str, fields: str) -> str:
    said = _fields(fields).get("meaning")
    return abstract or (said if isinstance(said, str) else "")


def _aliases(fields: str) -> tuple[str, ...]:
    said = _fields(fields).get("alsoCalled")
    return tuple(one for one in said if isinstance(one, str)) if isinstance(said, list) else ()
