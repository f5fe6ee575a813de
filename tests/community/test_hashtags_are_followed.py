"""What everybody may read under a hashtag comes home to those who follow it."""

import pytest

from fedcop.community import spreading, tags, timelines
from fedcop.community.perform import perform
from fedcop.errors import Invalid, NotFound
from fedcop.store.queries import tags as rows
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.writing import count, echo, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def _home(store, reader):
    return [line.post.id for line in (await timelines.home(store, reader, 0, 20)).lines]


async def test_posts_under_a_followed_hashtag_come_home(store, ann, bo, rita):
    assert await perform(store, tags.follow, bo, "#Wool") == "wool"
    post = await write(store, rita, hashtags=("WOOL", "dye"))
    hidden = await write(store, rita, hashtags=("wool",), audience=Audience.UNLISTED)
    await write(store, rita, hashtags=("dye",))
    await echo(store)
    assert await _home(store, bo) == [post.id]
    assert await _home(store, ann) == []
    assert hidden.id not in await _home(store, bo)


async def test_who_follows_the_author_reads_it_as_theirs(store, bo, rita):
    await let_follow(store, bo, rita)
    await perform(store, tags.follow, bo, "wool")
    post = await write(store, rita, hashtags=("wool",))
    await echo(store)
    [line] = (await timelines.home(store, bo, 0, 20)).lines
    assert (line.post.id, line.via.id) == (post.id, rita.id)


async def test_unfollowing_takes_out_what_the_hashtag_brought(store, ann, bo, rita):
    for tag in ("wool", "dye"):
        await perform(store, tags.follow, bo, tag)
    await let_follow(store, bo, ann)
    wool = await write(store, rita, hashtags=("wool",))
    both = await write(store, rita, hashtags=("wool", "dye"))
    anns = await write(store, ann, hashtags=("wool",))
    await echo(store)
    assert await _home(store, bo) == [anns.id, both.id, wool.id]
    await perform(store, tags.unfollow, bo, "wool")
    assert await _home(store, bo) == [anns.id, both.id]


async def test_a_crowd_is_told_in_parts(store, ann, monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 3)
    people = [await make_person(store, f"p{number}") for number in range(5)]
    for person in people:
        for tag in ("wool", "dye"):
            await perform(store, tags.follow, person, tag)
    post = await write(store, ann, hashtags=("wool", "dye"))
    steps = await echo(store)
    assert await count(store, "home_line WHERE post_id = ? AND via_id = 0", post.id) == 5
    assert steps == 2


async def test_whoever_returns_finds_them_again(store, ann, bo):
    await perform(store, tags.follow, bo, "wool")
    weavers = await make_community(store, ann, "weavers")
    post = await write(store, ann, community_id=weavers.id, hashtags=("wool",))
    await spreading.rebuild(store, bo)
    assert await _home(store, bo) == [post.id]


async def test_names_are_folded_and_odd_ones_are_not_there(store, bo):
    await perform(store, tags.follow, bo, "\uff37ool")
    await perform(store, tags.follow, bo, "wool")
    assert [row.tag for row in await tags.list_followed(store, bo)] == ["wool"]
    for name in ("", "#", "a b", "x" * 200):
        with pytest.raises(NotFound):
            await perform(store, tags.follow, bo, name)


async def test_hashtags_on_a_profile(store, ann):
    await write(store, ann, "<p>1</p>", hashtags=("wool", "dye"))
    last = await write(store, ann, "<p>2</p>", hashtags=("wool",))
    assert await tags.suggest(store, ann) == ["wool", "dye"]
    await perform(store, tags.feature, ann, "Wool")
    await perform(store, tags.feature, ann, "wool")
    [shown] = await tags.list_featured(store, ann.id)
    assert (shown.name, shown.count, shown.last) == ("wool", 2, last.published)
    assert await tags.suggest(store, ann) == ["dye"]
    for number in range(9):
        await perform(store, tags.feature, ann, f"t{number}")
    with pytest.raises(Invalid):
        await perform(store, tags.feature, ann, "more")
    await perform(store, tags.unfeature_by_id, ann, shown.id)
    assert "wool" not in await tags.list_names_featured(store, ann.id)
    with pytest.raises(NotFound):
        await perform(store, tags.unfeature_by_id, ann, shown.id)
