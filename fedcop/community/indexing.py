"""What can be searched: the words of each post, read anew after each change.

A verb notes the post in its own unit, which costs it one small row; the worker reads what was noted
and keeps its words. So a search may be a moment behind, and nobody waits for an index.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2s
from typing import Any, Final

import orjson

from fedcop.community.practice import standing
from fedcop.community.practice.kinds import KINDS
from fedcop.errors import FedcopError, Unavailable
from fedcop.markup.text import to_text
from fedcop.markup.words import words_of
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import actors, search, search_facts, status_details
from fedcop.store.queries.search_facts import Noun
from fedcop.store.queries.status_details import Detail
from fedcop.store.rows import ArtifactRow
from fedcop.store.rows.search import SearchRow
from fedcop.values import host_of

log = logging.getLogger(__name__)

_BATCH: Final = 50
_PAGE: Final = 500
_MOST: Final = 8_000  # words of one post
_GATHER_SECONDS: Final = 0.2
_ANSWERED: Final = "answered"

# Of a kind of practice to what a reader would call it when they look for it.
SCOPES: Final = {"question": "questions", "answer": "questions", "event": "meetings"}
TALK: Final = "talk"
LIBRARY: Final = "library"
POST: Final = "post"  # the kind of what has none


@dataclass(slots=True)
class Facts:
    """What is kept of some posts beside what they say."""

    details: dict[int, Detail] = field(default_factory=dict)
    nouns: dict[int, Noun] = field(default_factory=dict)
    artifacts: dict[int, ArtifactRow] = field(default_factory=dict)
    standings: dict[int, standing.Standing] = field(default_factory=dict)
    accepted: set[int] = field(default_factory=set)


async def keep_up(store: Store) -> int:
    """Read anew what was noted, after a moment in which more may come; how many there were."""
    if not await search.list_due(store, 1):
        return 0
    await asyncio.sleep(_GATHER_SECONDS)
    return await catch_up(store)


async def catch_up(store: Store) -> int:
    """Read anew some of what was noted; return how many."""
    due = await search.list_due(store, _BATCH)
    if due:
        unit = Unit(store)
        await _read(unit, [post for post, _ in due])
        unit.add(*(search.settle(post, turn) for post, turn in due))
        await unit.commit()
    return len(due)


async def rebuild(store: Store, after: int) -> tuple[int, int]:
    """Read a page of all posts anew; return after which to go on, or 0, and how many there were."""
    posts = await search_facts.list_posts(store, after, _PAGE)
    for begin in range(0, len(posts), _BATCH):
        unit = Unit(store)
        await _read(unit, posts[begin : begin + _BATCH])
        await unit.commit()
    return (posts[-1] if len(posts) == _PAGE else 0), len(posts)


async def drop_strays(store: Store, after: int) -> int:
    """Forget words of what is no post any more; return after which to go on, or 0."""
    known = await search.list_known(store, after, _PAGE)
    standing_ones = await search_facts.list_standing(store, known)
    strays = [number for number in known if number not in standing_ones]
    if strays:
        unit = Unit(store)
        unit.add(*map(search.forget, strays))
        await unit.commit()
    return known[-1] if len(known) == _PAGE else 0


async def _read(unit: Unit, posts: list[int]) -> None:
    """Keep the words of some posts as they are now."""
    facts = await _facts(unit, posts)
    hosts = await _hosts(unit, facts)
    for number in posts:
        detail = facts.details.get(number)
        if detail is None or detail.post.deleted:
            unit.add(search.forget(number))
            continue
        try:
            unit.add(search.keep(_row(detail, facts, hosts)))
        except Unavailable:
            raise
        except FedcopError as error:
            log.warning("post %s cannot be searched: %s", number, error.safe)


async def _facts(unit: Unit, posts: list[int]) -> Facts:
    facts = Facts(await status_details.list_details(unit, posts))
    kinds = {one.post.practice for one in facts.details.values()}
    if not any(kinds):
        return facts
    facts.nouns = await search_facts.list_nouns(unit, posts)
    if kinds & KINDS.keys():
        facts.artifacts = await search_facts.list_artifacts(unit, posts)
        facts.standings = await standing.standings_of(unit, facts.artifacts.values())
    if "answer" in kinds:
        facts.accepted = await search_facts.list_accepted(unit, posts)
    return facts


async def _hosts(unit: Unit, facts: Facts) -> Mapping[int, str]:
    """Say from which host each author writes."""
    authors = {one.post.author_id for one in facts.details.values()}
    own = host_of(unit.uris.origin)
    found = await actors.list_actors(unit, sorted(authors))
    return {number: actor.host or own for number, actor in found.items()}


def _row(detail: Detail, facts: Facts, hosts: Mapping[int, str]) -> SearchRow:
    post = detail.post
    artifact = facts.artifacts.get(post.id)
    noun = facts.nouns.get(post.id)
    kind = post.practice or POST
    stands = _standing(post.id, facts, noun)
    language = post.language.partition("-")[0].lower()
    organization = hosts.get(post.author_id, "")
    if artifact is not None and artifact.organization_uri:
        organization = _host(artifact.organization_uri) or organization
    said = {
        "scope": scope_of(kind),
        "kind": kind,
        "community": str(post.community_id),
        "organization": organization,
        "language": language,
        "standing": stands,
        "author": str(post.author_id),
    }
    lifted = _lifted(stands)
    marks = [mark(name, value) for name, value in said.items() if value]
    marks += [mark("topic", tag) for tag in detail.tags]
    if lifted > 0:
        marks.append(LIFTED)
    if said["scope"] == LIBRARY or kind == "question":
        marks.append(ASKED_OR_KNOWN)
    body = " ".join(_said(detail, artifact, noun))
    return SearchRow(
        id=post.id,
        scope=said["scope"],
        kind=kind,
        community_id=post.community_id,
        organization=organization,
        language=language,
        standing=stands,
        topics=" ".join(tag for tag in detail.tags if " " not in tag),
        lifted=lifted,
        title=" ".join(words_of(post.title)),
        words=" ".join(words_of(body)[:_MOST]),
        marks=" ".join(marks),
    )


def scope_of(kind: str) -> str:
    """Say where a reader would look for a kind."""
    return LIBRARY if kind in KINDS else SCOPES.get(kind, TALK)


@lru_cache(maxsize=4096)
def mark(name: str, value: str) -> str:
    """Write what a facet says as a word that nobody writes by chance."""
    return "x" + blake2s(f"{name}:{value}".encode(), digest_size=8).hexdigest()


LIFTED: Final = mark("lifted", "1")
ASKED_OR_KNOWN: Final = mark("asked", "1")  # what whoever asks the same would like to see


def _standing(number: int, facts: Facts, noun: Noun | None) -> str:
    if number in facts.standings:
        return facts.standings[number].status
    if number in facts.accepted:
        return _ANSWERED
    return noun.state if noun is not None else ""


def _lifted(stands: str) -> int:
    if stands in {standing.ENDORSED, _ANSWERED}:
        return 1
    return -1 if stands in {standing.SUPERSEDED, standing.WITHDRAWN, "cancelled"} else 0


def _said(detail: Detail, artifact: ArtifactRow | None, noun: Noun | None) -> Iterator[str]:
    """Give all that a post says, in any of its parts."""
    post = detail.post
    yield post.summary
    yield to_text(post.content)
    yield from detail.tags
    for row in detail.media:
        yield row.description
    if detail.poll is not None:
        yield from detail.poll.options
    if artifact is not None:
        yield artifact.abstract
        yield from _texts(orjson.loads(artifact.parts) if artifact.parts else None)
        yield from _texts(orjson.loads(artifact.works_for) if artifact.works_for else None)
    if noun is not None:
        yield from noun.texts


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON of any shape
    """Give the texts in what a kind asked for; addresses and digests are none."""
    if isinstance(value, str):
        if not value.startswith(("https://", "http://", "sha-256:")):
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


def _host(uri: str) -> str:
    try:
        return host_of(uri)
    except FedcopError:
        return ""
