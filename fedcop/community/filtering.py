"""Decide what one would rather not read: make a filter, change it, take it away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.community.filters import WAKE
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import filters as rows
from fedcop.store.queries import posts
from fedcop.store.queries.filters import WholeFilter
from fedcop.store.rows import ActorRow, FilterPostRow, FilterRow, KeywordRow
from fedcop.values import FilterAction, FilterContext

__all__ = ["MOST", "WholeFilter", "Wish", "Word"]

MOST: Final = 100  # filters of one person
_MOST_WORDS: Final = 400
_MOST_POSTS: Final = 1_000
_LONGEST: Final = 255
_LONGEST_S: Final = 10 * 366 * 86_400


@dataclass(frozen=True, slots=True)
class Wish:
    """What a filter is to be; what is None stays as it is."""

    title: str | None = None
    contexts: FilterContext | None = None
    action: FilterAction | None = None
    seconds: int | None = None  # until it ends; 0: never


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for; with an id one that is there already."""

    keyword: str | None = None
    whole: bool | None = None
    id: int = 0
    gone: bool = False


async def list_all(reader: Reader, owner: ActorRow) -> list[WholeFilter]:
    """Read all filters of somebody, the oldest first, those that are over too."""
    return await rows.list_filters(reader, owner.id)


async def get(reader: Reader, owner: ActorRow, number: int) -> WholeFilter:
    """Read a filter. Raises NotFound."""
    for one in await rows.list_filters(reader, owner.id):
        if one.row.id == number:
            return one
    raise NotFound("There is no such filter.")


async def get_word(reader: Reader, owner: ActorRow, number: int) -> tuple[WholeFilter, KeywordRow]:
    """Read a word that a filter looks for. Raises NotFound."""
    for one in await rows.list_filters(reader, owner.id):
        for word in one.keywords:
            if word.id == number:
                return one, word
    raise NotFound("There is no such keyword.")


async def get_post(
    reader: Reader, owner: ActorRow, number: int
) -> tuple[WholeFilter, FilterPostRow]:
    """Read a post that a filter looks for. Raises NotFound."""
    for one in await rows.list_filters(reader, owner.id):
        for named in one.posts:
            if named.id == number:
                return one, named
    raise NotFound("There is no such filtered post.")


async def create(
    unit: Unit, owner: ActorRow, wish: Wish, words: Sequence[Word] = ()
) -> WholeFilter:
    """Make a filter with the words it looks for. Raises Invalid."""
    if len(await rows.list_filters(unit, owner.id)) >= MOST:
        raise Invalid(f"You have {MOST} filters already; delete one first.")
    empty = FilterRow(ids.new_id(), owner.id, "", 0, 0, 0, clock.now_ms())
    row = _changed(empty, wish)
    unit.add(rows.insert_filter(row))
    keywords = tuple(_new_word(row, word) for word in words if not word.gone)
    _check_words(keywords)
    unit.add(*map(rows.insert_keyword, keywords))
    unit.wake(WAKE, owner.id)
    return WholeFilter(row, keywords)


async def change(
    unit: Unit, owner: ActorRow, number: int, wish: Wish, words: Sequence[Word] = ()
) -> WholeFilter:
    """Change a filter and what it looks for. Raises NotFound and Invalid."""
    known = await get(unit, owner, number)
    row = _changed(known.row, wish)
    unit.guard(rows.STANDS, number)
    unit.add(rows.update_filter(row))
    keywords = {word.id: word for word in known.keywords}
    for word in words:
        _apply(unit, row, keywords, word)
    _check_words(tuple(keywords.values()))
    unit.wake(WAKE, owner.id)
    return WholeFilter(row, tuple(keywords.values()), known.posts)


async def remove(unit: Unit, owner: ActorRow, number: int) -> None:
    """Take a filter away. Raises NotFound."""
    await get(unit, owner, number)
    unit.add(*rows.delete_filter(number))
    unit.wake(WAKE, owner.id)


async def add_word(unit: Unit, owner: ActorRow, number: int, word: Word) -> KeywordRow:
    """Let a filter look for a word. Raises NotFound and Invalid."""
    known = await get(unit, owner, number)
    row = _new_word(known.row, word)
    _check_words((*known.keywords, row))
    unit.guard(rows.STANDS, number)
    unit.add(rows.insert_keyword(row))
    unit.wake(WAKE, owner.id)
    return row


async def change_word(unit: Unit, owner: ActorRow, number: int, word: Word) -> KeywordRow:
    """Let a filter look for another word. Raises NotFound and Invalid."""
    _, known = await get_word(unit, owner, number)
    row = _changed_word(known, word)
    unit.add(rows.update_keyword(row))
    unit.wake(WAKE, owner.id)
    return row


async def remove_word(unit: Unit, owner: ActorRow, number: int) -> None:
    """Let a filter look for a word no longer. Raises NotFound."""
    await get_word(unit, owner, number)
    unit.add(rows.delete_keyword(number))
    unit.wake(WAKE, owner.id)


async def change_lone(
    unit: Unit, owner: ActorRow, number: int, wish: Wish, word: Word
) -> tuple[WholeFilter, KeywordRow]:
    """Change a word together with its filter, as older clients do. Raises NotFound, Invalid."""
    known, keyword = await get_word(unit, owner, number)
    row, changed = _changed(known.row, wish), _changed_word(keyword, word)
    if len(known.keywords) > 1 and row != known.row:
        raise Invalid("This filter looks for several words; change it where all are shown.")
    unit.guard(rows.STANDS, row.id)
    unit.add(rows.update_filter(row), rows.update_keyword(changed))
    unit.wake(WAKE, owner.id)
    return replace(known, row=row), changed


async def remove_lone(unit: Unit, owner: ActorRow, number: int) -> None:
    """Take a word away, and its filter when it looks for nothing else. Raises NotFound."""
    known, _ = await get_word(unit, owner, number)
    unit.add(rows.delete_keyword(number))
    if len(known.keywords) == 1 and not known.posts:
        unit.add(*rows.delete_filter(known.row.id))
    unit.wake(WAKE, owner.id)


async def add_post(unit: Unit, owner: ActorRow, number: int, post_id: int) -> FilterPostRow:
    """Let a filter look for a post. Raises NotFound and Invalid."""
    known = await get(unit, owner, number)
    for named in known.posts:
        if named.post_id == post_id:
            return named
    if len(known.posts) >= _MOST_POSTS:
        raise Invalid(f"This filter looks for {_MOST_POSTS} posts already.")
    if await posts.find_post(unit, post_id) is None:
        raise NotFound("There is no such post.")
    row = FilterPostRow(ids.new_id(), number, owner.id, post_id)
    unit.guard(rows.STANDS, number)
    unit.add(rows.insert_filter_post(row))
    unit.wake(WAKE, owner.id)
    return row


async def remove_post(unit: Unit, owner: ActorRow, number: int) -> FilterPostRow:
    """Let a filter look for a post no longer. Raises NotFound."""
    _, named = await get_post(unit, owner, number)
    unit.add(rows.delete_filter_post(number))
    unit.wake(WAKE, owner.id)
    return named


def _changed(row: FilterRow, wish: Wish) -> FilterRow:
    title = " ".join(wish.title.split()) if wish.title is not None else row.title
    contexts = row.contexts if wish.contexts is None else int(wish.contexts)
    if not title:
        raise Invalid("Validation failed: Title can't be blank")
    if len(title) > _LONGEST:
        raise Invalid(f"Validation failed: Title is longer than {_LONGEST} characters")
    if not contexts:
        raise Invalid("Validation failed: Context None or invalid context supplied")
    action = row.action if wish.action is None else int(wish.action)
    expires = row.expires
    if wish.seconds is not None:
        expires = clock.now_ms() + min(wish.seconds, _LONGEST_S) * 1000 if wish.seconds > 0 else 0
    return replace(row, title=title, contexts=contexts, action=action, expires=expires)


def _new_word(filter_row: FilterRow, word: Word) -> KeywordRow:
    empty = KeywordRow(ids.new_id(), filter_row.id, filter_row.owner_id, "", 1)
    return _changed_word(empty, word)


def _changed_word(row: KeywordRow, word: Word) -> KeywordRow:
    keyword = row.keyword if word.keyword is None else " ".join(word.keyword.split())
    if not keyword:
        raise Invalid("Validation failed: Keyword can't be blank")
    if len(keyword) > _LONGEST:
        raise Invalid(f"Validation failed: Keyword is longer than {_LONGEST} characters")
    whole = row.whole_word if word.whole is None else int(word.whole)
    return replace(row, keyword=keyword, whole_word=whole)


def _apply(unit: Unit, row: FilterRow, keywords: dict[int, KeywordRow], word: Word) -> None:
    """Add, change or take away one word of a filter that is being changed."""
    if not word.id:
        if not word.gone:
            new = _new_word(row, word)
            keywords[new.id] = new
            unit.add(rows.insert_keyword(new))
        return
    known = keywords.get(word.id)
    if known is None:
        raise NotFound("There is no such keyword.")
    if word.gone:
        del keywords[word.id]
        unit.add(rows.delete_keyword(word.id))
        return
    keywords[word.id] = _changed_word(known, word)
    unit.add(rows.update_keyword(keywords[word.id]))


def _check_words(words: Sequence[KeywordRow]) -> None:
    if len(words) > _MOST_WORDS:
        raise Invalid(f"A filter looks for {_MOST_WORDS} words at most.")
