"""What a reader filters, made ready to be asked of many posts: which filters find one.

`Filters` keeps what its readers filter until they change it. A post that is found is folded
(warn, blur) or left out (hide); nobody's own posts are.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from fedcop import clock
from fedcop.markup.text import to_text
from fedcop.store.queries import filters as rows
from fedcop.store.queries.filters import WholeFilter
from fedcop.store.rows import PostRow
from fedcop.values import FilterAction, FilterContext

if TYPE_CHECKING:
    from fedcop.store.batch import Store

WAKE: Final = "filters"  # rung with the id of whose filters changed
_READERS: Final = 5_000
_TEXTS: Final = 20_000
_LONGEST: Final = 60_000  # characters of a post that are looked at
_NEVER: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Match:
    """A filter found a post: by which of its words, or because it names the post."""

    filter: WholeFilter
    words: tuple[str, ...]
    posts: tuple[int, ...]

    @property
    def hides(self) -> bool:
        """Whether the post is to be left out."""
        return self.filter.row.action == FilterAction.HIDE


class Text(NamedTuple):
    """What a post says, as it is and without regard to small and capital letters."""

    said: str
    folded: str

    @classmethod
    def of(cls, said: str) -> "Text":
        """Fold a text."""
        return cls(said, said.casefold())


class Sieve:
    """All filters of one reader."""

    def __init__(self, owner: int, filters: Iterable[WholeFilter], now: int) -> None:
        self.owner = owner
        alive = [one for one in filters if not one.row.expires or one.row.expires > now]
        self.until = min((one.row.expires for one in alive if one.row.expires), default=_NEVER)
        self._of = {
            context: [one for one in alive if one.row.contexts & context]
            for context in FilterContext
        }
        # One look says that nothing is found, which is so for nearly every post.
        self._any = {context: _pattern_of(found) for context, found in self._of.items()}
        self._needles = {context: _needles_of(found) for context, found in self._of.items()}
        self._named = {
            context: frozenset(named.post_id for one in found for named in one.posts)
            for context, found in self._of.items()
        }

    def looks(self, context: FilterContext) -> bool:
        """Whether any of them holds in this place."""
        return bool(self._of[context])

    def match(self, context: FilterContext, post: PostRow) -> tuple[Match, ...]:
        """Say which filters find a post in this place."""
        if not self._of[context] or post.author_id == self.owner:
            return ()
        return self.find(context, post.id, Text.of(text_of(post)))

    def may_find(self, context: FilterContext, folded: str) -> bool:
        """Whether anything in these texts, folded and put one after another, can be found."""
        # Looking for each word as it is takes a hundredth of what a pattern of them all takes.
        return any(needle in folded for needle in self._needles[context])

    def names(self, context: FilterContext) -> frozenset[int]:
        """Return which posts are found whatever they say."""
        return self._named[context]

    def find(self, context: FilterContext, post_id: int, text: Text) -> tuple[Match, ...]:
        """Say which filters find what somebody else said in a post."""
        said = text.said
        pattern = self._any[context] if self.may_find(context, text.folded) else None
        if post_id not in self._named[context] and not (pattern and pattern.search(said)):
            return ()
        found = (_match(one, post_id, said) for one in self._of[context])
        return tuple(match for match in found if match)

    def hides(self, context: FilterContext, post: PostRow) -> bool:
        """Whether a post is to be left out in this place."""
        return any(match.hides for match in self.match(context, post))


class Filters:
    """What readers filter, kept while they read."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._known: OrderedDict[int, Sieve] = OrderedDict()
        self._generation = 0
        store.wakes.hear(self._heard)

    async def of(self, reader: int) -> Sieve:
        """Give the filters of a reader; 0 is nobody, who filters nothing."""
        now = clock.now_ms()
        known = self._known.get(reader)
        if known is not None and known.until > now:
            return known
        if not reader:
            return Sieve(0, (), now)
        generation = self._generation
        sieve = Sieve(reader, await rows.list_filters(self._store, reader), now)
        # What changed while we looked must not be remembered as it was.
        if generation == self._generation:
            self._known[reader] = sieve
            if len(self._known) > _READERS:
                self._known.popitem(last=False)
        return sieve

    def _heard(self, kind: str, number: int) -> None:
        if kind == "*":
            self._generation += 1
            self._known.clear()
        elif kind == WAKE:
            self._generation += 1
            self._known.pop(number, None)


def text_of(post: PostRow) -> str:
    """Return what a post says, for words to be looked for."""
    return _text(post.id, post.version, (post.title, post.summary, post.content))


@lru_cache(maxsize=_TEXTS)
def _text(_post: int, _version: int, said: tuple[str, str, str]) -> str:
    title, summary, content = said
    return "\n".join((title, summary, to_text(content[:_LONGEST])))


def _match(one: WholeFilter, post: int, said: str) -> Match | None:
    posts = tuple(named.post_id for named in one.posts if named.post_id == post)
    words = tuple(
        word.keyword
        for word in one.keywords
        if _pattern(word.keyword, whole=bool(word.whole_word)).search(said)
    )
    return Match(one, words, posts) if words or posts else None


def _needles_of(filters: Iterable[WholeFilter]) -> tuple[str, ...]:
    """Return of each keyword the longest word: what does not hold it is not found."""
    keywords = (word.keyword.casefold().split() for one in filters for word in one.keywords)
    return tuple({max(words, key=len) for words in keywords if words})


def _pattern_of(filters: Iterable[WholeFilter]) -> re.Pattern[str] | None:
    words = {
        _written(word.keyword, whole=bool(word.whole_word))
        for one in filters
        for word in one.keywords
    }
    return re.compile("|".join(sorted(words)), re.IGNORECASE) if words else None


@lru_cache(maxsize=_TEXTS)
def _pattern(keyword: str, *, whole: bool) -> re.Pattern[str]:
    return re.compile(_written(keyword, whole=whole), re.IGNORECASE)


def _written(keyword: str, *, whole: bool) -> str:
    """Write a word as a pattern; as a whole one where it begins and ends with letters."""
    begin = r"(?<!\w)" if whole and re.match(r"\w", keyword) else ""
    end = r"(?!\w)" if whole and re.search(r"\w\Z", keyword) else ""
    return begin + r"\s+".join(map(re.escape, keyword.split())) + end
