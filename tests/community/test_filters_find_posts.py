"""Filters find posts by words or by name, where and as long as their owner said."""

import pytest

from fedcop import clock
from fedcop.community import filtering, posts
from fedcop.community.drafts import Edit
from fedcop.community.filtering import Wish, Word
from fedcop.community.filters import Filters
from fedcop.community.perform import perform
from fedcop.errors import Invalid, NotFound
from fedcop.values import FilterAction, FilterContext
from tests.builders import make_person
from tests.writing import again, write

HOME, THREAD = FilterContext.HOME, FilterContext.THREAD


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


async def _filter(store, owner, *words, **wish):
    wish = {"title": "quiet", "contexts": HOME, **wish}
    return await perform(store, filtering.create, owner, Wish(**wish), words)


async def _found(store, filters, reader, post, context=HOME):
    return (await filters.of(reader.id)).match(context, post)


async def test_whole_words_and_parts_of_words(store, ann, bo):
    filters = Filters(store)
    await _filter(store, ann, Word("Wool"), Word("spin", whole=False), Word("#dye"))
    for content, words in (
        ("<p>WOOL, spun</p>", ("Wool",)),
        ("<p>woollen things</p>", ()),
        ("<p>a spinning wheel</p>", ("spin",)),
        ("<p>I <b>wo</b>ol gather</p>", ("Wool",)),
        ("<p>#dye and wool</p>", ("Wool", "#dye")),
        ("<p>#dyed</p>", ()),
        ('<p><a href="https://wool.example">here</a></p>', ()),
    ):
        post = await write(store, bo, content)
        found = await _found(store, filters, ann, post)
        assert tuple(word for match in found for word in match.words) == words, content


async def test_titles_and_warnings_are_looked_at_too(store, ann, bo):
    filters = Filters(store)
    await _filter(store, ann, Word("election night"))
    titled = await write(store, bo, title="Election  Night")
    folded = await write(store, bo, summary="about election night")
    for post in (titled, folded):
        assert len(await _found(store, filters, ann, post)) == 1
    other = await write(store, bo, "<p>election</p><p>night</p>")
    assert len(await _found(store, filters, ann, other)) == 1


async def test_a_filter_holds_where_it_says_and_for_its_owner_alone(store, ann, bo):
    filters = Filters(store)
    await _filter(store, ann, Word("wool"), contexts=HOME | THREAD, action=FilterAction.HIDE)
    post = await write(store, bo, "<p>wool</p>")
    sieve = await filters.of(ann.id)
    assert sieve.hides(HOME, post)
    assert sieve.hides(THREAD, post)
    assert not sieve.hides(FilterContext.PUBLIC, post)
    assert not (await filters.of(bo.id)).hides(HOME, post)
    assert not (await filters.of(0)).hides(HOME, post)


async def test_nobodys_own_posts_are_filtered(store, ann):
    filters = Filters(store)
    await _filter(store, ann, Word("wool"))
    assert await _found(store, filters, ann, await write(store, ann, "<p>wool</p>")) == ()


async def test_a_post_is_filtered_by_name(store, ann, bo):
    filters = Filters(store)
    made = await _filter(store, ann)
    post, other = await write(store, bo), await write(store, bo, "<p>other</p>")
    named = await perform(store, filtering.add_post, ann, made.row.id, post.id)
    [match] = await _found(store, filters, ann, post)
    assert match.posts == (post.id,)
    assert match.words == ()
    assert await _found(store, filters, ann, other) == ()
    again_named = await perform(store, filtering.add_post, ann, made.row.id, post.id)
    assert again_named.id == named.id
    await perform(store, filtering.remove_post, ann, named.id)
    assert await _found(store, filters, ann, post) == ()


async def test_a_change_holds_at_once_and_so_does_an_edit(store, ann, bo):
    filters = Filters(store)
    made = await _filter(store, ann, Word("wool"))
    post = await write(store, bo, "<p>linen</p>")
    assert await _found(store, filters, ann, post) == ()
    [word] = made.keywords
    await perform(store, filtering.change_word, ann, word.id, Word("linen"))
    assert len(await _found(store, filters, ann, post)) == 1
    await perform(store, posts.revise, bo, post.id, Edit("<p>silk</p>"))
    assert await _found(store, filters, ann, await again(store, post)) == ()
    await perform(store, filtering.add_word, ann, made.row.id, Word("silk"))
    assert len(await _found(store, filters, ann, await again(store, post))) == 1
    await perform(store, filtering.remove, ann, made.row.id)
    assert await _found(store, filters, ann, await again(store, post)) == ()


async def test_a_filter_ends_when_it_was_to(store, ann, bo, monkeypatch):
    filters = Filters(store)
    await _filter(store, ann, Word("wool"), seconds=60)
    post = await write(store, bo, "<p>wool</p>")
    assert len(await _found(store, filters, ann, post)) == 1
    later = clock.now() + 61
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "now_ms", lambda: int(later * 1000))
    assert await _found(store, filters, ann, post) == ()


async def test_words_are_added_changed_and_taken_away_together(store, ann):
    made = await _filter(store, ann, Word("wool"), Word("linen"))
    wool, linen = made.keywords
    changes = (Word("woollen", id=wool.id), Word(id=linen.id, gone=True), Word("silk", whole=False))
    await perform(store, filtering.change, ann, made.row.id, Wish(title="cloth"), changes)
    [now] = await filtering.list_all(store, ann)
    assert now.row.title == "cloth"
    assert now.row.contexts == HOME
    assert [(word.keyword, word.whole_word) for word in now.keywords] == [
        ("woollen", 1),
        ("silk", 0),
    ]


async def test_older_clients_change_a_word_with_its_filter(store, ann):
    made = await _filter(store, ann, Word("wool"))
    [word] = made.keywords
    whole, changed = await perform(
        store, filtering.change_lone, ann, word.id, Wish("linen", THREAD), Word("linen")
    )
    assert (whole.row.contexts, changed.keyword) == (THREAD, "linen")
    more = await perform(store, filtering.add_word, ann, made.row.id, Word("silk"))
    with pytest.raises(Invalid):
        await perform(store, filtering.change_lone, ann, more.id, Wish("x", HOME), Word("x"))
    await perform(store, filtering.remove_lone, ann, more.id)
    await perform(store, filtering.remove_lone, ann, word.id)
    assert await filtering.list_all(store, ann) == []


async def test_what_is_no_filter_is_refused(store, ann, bo):
    for wish in ({"title": " "}, {"contexts": FilterContext(0)}, {"title": "x" * 300}):
        with pytest.raises(Invalid):
            await _filter(store, ann, **wish)
    with pytest.raises(Invalid):
        await _filter(store, ann, Word("  "))
    made = await _filter(store, ann, Word("wool"))
    with pytest.raises(NotFound):
        await perform(store, filtering.change, bo, made.row.id, Wish(title="mine"))
    with pytest.raises(NotFound):
        await perform(store, filtering.remove_word, bo, made.keywords[0].id)
    with pytest.raises(NotFound):
        await perform(store, filtering.add_post, ann, made.row.id, 12345)
