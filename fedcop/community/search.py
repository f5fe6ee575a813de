"""Search in everything one may read: what is there, in which order, and how many of what.

Who may see what is part of the query, so that nothing one may not read is counted, hinted at or
weighed: the order of what is found follows from what it says itself, not from how often others do.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, log1p
from typing import Final

from fedcop import clock, ids
from fedcop.community import indexing, wanted
from fedcop.community.indexing import mark
from fedcop.community.wanted import Wanted
from fedcop.store.batch import Store
from fedcop.store.queries import search, timelines
from fedcop.store.queries.search import TOP, Candidate, Match, Term, Window
from fedcop.store.rows import ActorCard, ActorRow

MOST: Final = 500  # hits that are counted
_LATEST: Final = (MOST + 1, 2_400, 4_800)  # that are looked at; few are for the reader
_BEST: Final = 200  # of those endorsed or answered, and of those with the words in their title
_FEW: Final = 10  # fewer than these, and words that begin so are found as well
_WEIGHED: Final = 100  # of which the text is looked at
_YEAR_MS: Final = 365 * 86_400_000
_GIST: Final = 6  # words of a question by which others like it are found
_LIKE: Final = 40  # of each word
_TOGETHER: Final = 2  # words
_ALIKE: Final = 0.34  # of the weight of all words


@dataclass(frozen=True, slots=True)
class Facets:
    """What a search is narrowed to; whatever is empty narrows nothing."""

    scope: str = ""  # library, questions, meetings, talk
    kind: str = ""
    community: int = 0
    organization: str = ""
    topic: str = ""
    standing: str = ""
    language: str = ""
    author: int = 0

    @property
    def marks(self) -> tuple[str, ...]:
        """Name them as the index does."""
        said = {
            "scope": self.scope,
            "kind": self.kind,
            "community": str(self.community or ""),
            "organization": self.organization,
            "topic": self.topic,
            "standing": self.standing,
            "language": self.language,
            "author": str(self.author or ""),
        }
        return tuple(mark(name, value) for name, value in said.items() if value)


@dataclass(frozen=True, slots=True)
class Part:
    """Which of the hits: so many after some, of ids between two."""

    after: int = 0
    size: int = 20
    below: int = TOP
    above: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found."""

    id: int
    kind: str
    standing: str
    community_id: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of what, the most first; of all that were found, on any page."""

    scopes: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    communities: tuple[tuple[int, int], ...] = ()
    organizations: tuple[tuple[str, int], ...] = ()
    topics: tuple[tuple[str, int], ...] = ()
    standings: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how many there are (`more`: at least so many), and where the next begins."""

    hits: tuple[Hit, ...] = ()
    counts: Counts = Counts()
    total: int = 0
    more: bool = False
    next: int | None = None


async def find(
    store: Store, viewer: ActorRow | None, query: str, facets: Facets, part: Part
) -> Found:
    """Find what somebody looks for: endorsed and answered first, then by its words and its age."""
    asked = wanted.read(query)
    if not asked.all:
        return Found()
    me = viewer.id if viewer else 0
    match = Match(asked.all, asked.none, facets.marks)
    seen = await _seen(store, me, match, part)
    if len(seen) < _FEW and asked.wider != asked.all:
        wider = replace(match, all=asked.wider)
        seen |= await _latest(store, me, wider, part)
    texts = await _texts(store, asked, seen.values())
    ordered = await asyncio.to_thread(_ordered, asked, list(seen.values()), texts)
    more = len(ordered) > MOST
    return _page(ordered[:MOST], part, more=more)


async def similar(
    store: Store, viewer: ActorRow | None, community_id: int, text: str, limit: int = 5
) -> list[Hit]:
    """Find questions and artifacts that speak of the same, those that helped first.

    Those of one community come first where they are as close; a rare word says more than a common
    one, as far as the reader can know.
    """
    words = wanted.gist(text, _GIST)
    if not words:
        return []
    me = viewer.id if viewer else 0
    found = await search.search_seen(store, me, _windows_alike(words))
    candidates = _nearest(words, found.candidates)
    said = await _words(store, candidates, words)
    close = await asyncio.to_thread(_alike, words, candidates, said, community_id)
    return [_hit(one) for one in close[:limit]]


async def cards(store: Store, communities: Sequence[int]) -> dict[int, ActorCard]:
    """Read the names of communities that a search has counted."""
    return await timelines.list_cards(store, list(communities))


def _windows_alike(words: Sequence[str]) -> list[Window]:
    """Look at the latest with each of the words, and at those with the most telling together."""
    terms = [Term((word,)) for word in words]
    sets: list[tuple[Term, ...]] = [(term,) for term in terms]
    if len(terms) > _TOGETHER:
        sets += [tuple(terms[:_TOGETHER]), tuple(terms[1 : _TOGETHER + 1])]
    marks = (indexing.ASKED_OR_KNOWN,)
    return [Window(Match(one, marks=marks), _LIKE) for one in sets]


def _nearest(words: Sequence[str], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Keep those whose text is worth a look: the most of the words in their title, the latest."""
    asked = set(words)
    by = [(-len(asked & set(one.title.split())), -one.lifted, -one.id, one) for one in candidates]
    return [one for *_, one in sorted(by)[:_WEIGHED]]


async def _words(
    store: Store, candidates: Sequence[Candidate], words: Sequence[str]
) -> dict[int, set[str]]:
    """Say which of some words stand in what was found."""
    texts = await search.search_texts(store, [one.id for one in candidates])
    asked = set(words)
    return {
        one.id: asked & {*one.title.split(), *texts.get(one.id, "").split()} for one in candidates
    }


def _alike(
    words: Sequence[str],
    candidates: Sequence[Candidate],
    found: dict[int, set[str]],
    community_id: int,
) -> list[Candidate]:
    """Put what is close enough in order; a word weighs the more the fewer of these have it."""
    have = Counter(word for one in found.values() for word in one)
    weights = {word: 1 / log1p(1 + have[word]) for word in words}
    least = _ALIKE * sum(weights.values())
    scores: dict[int, float] = {}
    for one in candidates:
        score = sum(weights[word] for word in found[one.id])
        score += sum(weights[word] for word in found[one.id] & set(one.title.split())) / 2
        if score >= least:
            nearer = 1.15 if one.community_id == community_id else 1.0
            scores[one.id] = score * nearer * (1.25 if one.lifted > 0 else 1.0)
    kept = [one for one in candidates if one.id in scores and one.lifted >= 0]
    return sorted(kept, key=lambda one: (-scores[one.id], -one.id))


async def _seen(store: Store, me: int, match: Match, part: Part) -> dict[int, Candidate]:
    """Find what matches and may be seen: the latest, and the best of those before them."""
    found = await _latest(store, me, match, part)
    if len(found) >= MOST // 2 and not any(term.prefix for term in match.all):
        best = await search.search_seen(store, me, _windows_of_the_best(match, part))
        found |= {one.id: one for one in best.candidates}
    return found


async def _latest(store: Store, me: int, match: Match, part: Part) -> dict[int, Candidate]:
    """Find the latest that match and may be seen."""
    found: dict[int, Candidate] = {}
    below = part.below
    for size in _LATEST:
        latest = await search.search_seen(store, me, [Window(match, size, below, part.above)])
        found |= {one.id: one for one in latest.candidates}
        if latest.looked < size or len(found) > MOST:
            break
        below = latest.last
    return found


def _windows_of_the_best(match: Match, part: Part) -> list[Window]:
    """Look also for what is older than the latest, where it was endorsed or its title says it."""
    matches = (
        replace(match, marks=(*match.marks, indexing.LIFTED)),
        replace(match, titled=True),
    )
    return [Window(one, _BEST, part.below, part.above) for one in matches]


async def _texts(store: Store, asked: Wanted, seen: Iterable[Candidate]) -> dict[int, str]:
    """Read how those begin that may stand on the first pages."""
    rough = sorted(seen, key=lambda one: (-one.lifted, -_titled(asked, one), -one.top, -one.id))
    return await search.search_texts(store, [one.id for one in rough[:_WEIGHED]])


def _ordered(asked: Wanted, seen: list[Candidate], texts: dict[int, str]) -> list[Candidate]:
    """Put what was found in order."""
    now = clock.now_ms()
    ranks = {one.id: _rank(asked, one, texts.get(one.id, ""), now) for one in seen}
    return sorted(seen, key=lambda one: (-one.lifted, -ranks[one.id], -one.id))


def _rank(asked: Wanted, one: Candidate, text: str, now: int) -> float:
    """Weigh what a post says of what is asked for: in its title, how often, how lately."""
    said = sum(log1p(f" {text} ".count(f" {' '.join(term.words)}")) for term in asked.all)
    together = " ".join(word for term in asked.all for word in term.words)
    whole = len(asked.all) > 1 and (together in text or together in one.title)
    age = max(0, now - ids.time_of(one.id)) / _YEAR_MS
    return 3 * _titled(asked, one) + said / len(asked.all) + whole + one.top / 2 + 1.5 * exp(-age)


def _titled(asked: Wanted, one: Candidate) -> float:
    """Say how much of what is asked for stands in a title."""
    title = f" {one.title}"
    return sum(f" {' '.join(term.words)}" in title for term in asked.all) / len(asked.all)


def _page(ordered: list[Candidate], part: Part, *, more: bool) -> Found:
    hits = ordered[part.after : part.after + part.size]
    end = part.after + part.size
    return Found(
        tuple(_hit(one) for one in hits),
        _counts(ordered),
        len(ordered),
        more,
        end if end < len(ordered) else None,
    )


def _hit(one: Candidate) -> Hit:
    return Hit(one.id, one.kind, one.standing, one.community_id)


def _counts(found: Sequence[Candidate]) -> Counts:
    return Counts(
        scopes=_most(one.scope for one in found),
        kinds=_most(one.kind for one in found),
        communities=tuple(
            Counter(one.community_id for one in found if one.community_id).most_common(8)
        ),
        organizations=_most(one.organization for one in found),
        topics=_most(tag for one in found for tag in one.topics.split()),
        standings=_most(one.standing for one in found),
        languages=_most(one.language for one in found),
    )


def _most(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(value for value in values if value)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:12])
