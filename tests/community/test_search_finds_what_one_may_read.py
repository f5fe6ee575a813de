"""Search finds what its reader may read, what helped first, and says how many there are of what."""

import itertools
import random

import pytest

from fedcop import clock
from fedcop.community import indexing, moderation, mutes, posts, search, timelines
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.community.search import Facets, Part
from fedcop.errors import FedcopError
from fedcop.store.batch import Unit
from fedcop.store.queries.search import list_due
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.writing import answer, count, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


@pytest.fixture
async def weavers(store, ann):
    return await make_community(store, ann, "weavers")


async def _look(store, viewer, query, facets=None, part=None):
    while await indexing.catch_up(store):
        pass
    return await search.find(store, viewer, query, facets or Facets(), part or Part())


async def _ids(store, viewer, query, facets=None):
    return [hit.id for hit in (await _look(store, viewer, query, facets)).hits]


async def _set(store, sql, *params):
    unit = Unit(store)
    unit.add(Statement(sql, params))
    await unit.commit()


async def test_words_of_any_part_whatever_their_accents_and_letters(store, ann, weavers):
    post = await write(
        store,
        ann,
        "<p>Die <em>Übergabe</em> zur Nacht</p>",
        title="Fünf Zeilen",
        hashtags=("Schichtwechsel",),
        community_id=weavers.id,
    )
    for query in ("übergabe", "UBERGABE", "funf", "nacht fünf", "schichtwechsel", "zur   nacht"):
        assert await _ids(store, ann, query) == [post.id], query
    assert await _ids(store, ann, "übergabe morgen") == []


async def test_phrases_and_what_must_not_be_there(store, ann):
    first = await write(store, ann, "<p>night shift handover</p>")
    second = await write(store, ann, "<p>handover before the shift at night</p>")
    assert await _ids(store, ann, '"night shift"') == [first.id]
    assert set(await _ids(store, ann, "night shift")) == {first.id, second.id}
    assert await _ids(store, ann, "handover -before") == [first.id]
    assert await _ids(store, ann, 'handover -"night shift"') == [second.id]
    assert await _ids(store, ann, "-handover") == []
    assert set(await _ids(store, ann, "hand*")) == {first.id, second.id}


async def test_words_that_only_begin_so_are_found_where_there_is_little_else(store, ann):
    post = await write(store, ann, "<p>Safer handovers on the ward</p>")
    assert await _ids(store, ann, "handover") == [post.id]
    assert await _ids(store, ann, '"safer handover"') == []


async def test_scripts_without_spaces(store, ann):
    post = await write(store, ann, "<p>夜間の申し送りを五行で行う</p>")
    assert await _ids(store, ann, "申し送り") == [post.id]
    assert await _ids(store, ann, "送申") == []


async def test_what_is_said_anew_or_taken_back(store, ann):
    post = await write(store, ann, "<p>An old word</p>")
    assert await _ids(store, ann, "old") == [post.id]
    await perform(store, posts.revise, ann, post.id, Edit(content="<p>A new word</p>"))
    assert await _ids(store, ann, "old") == []
    assert await _ids(store, ann, "new") == [post.id]
    await perform(store, posts.remove, ann, post.id)
    assert await _ids(store, ann, "new") == []
    assert await count(store, "search_document") == 0


async def test_what_changes_while_it_is_read_is_read_once_more(store, ann):
    post = await write(store, ann, "<p>first</p>")
    due = await list_due(store, 10)
    await perform(store, posts.revise, ann, post.id, Edit(content="<p>second</p>"))
    await _set(store, "DELETE FROM search_due WHERE post_id = ? AND turn = ?", *due[0])
    assert await _ids(store, ann, "second") == [post.id]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "*",
        '"',
        '""',
        "-",
        "--",
        "' OR 1=1 --",
        'a" OR "b',
        "NEAR(a b, 5)",
        "title : x",
        "{title} : x",
        "a AND OR NOT",
        "^begin",
        "(((((",
        "a*b*c*",
        "!:*&|<->",
        "\x00\x01",
        "word " * 1000,
        "x" * 5000,
        '"' + "deep " * 500,
        "-no " * 400,
        "\u202e\u0301\u0301",
        "é́́́",
        "\uff05\uff05 ½ ②",
        "https://a.example/?q=1&b=%20",
        "1e5 -5 3.14 0x1f a_b_c",
        "\U0001d518\U0001d52b \U0001f600 \U0001f3f3\ufe0f\u200d\U0001f308",
    ],
)
async def test_no_query_is_an_error(store, ann, query):
    await write(store, ann, "<p>word a b x deep 1e5 unicode</p>")
    found = await _look(store, ann, query)
    assert found.total in (0, 1)
    assert await search.similar(store, ann, 0, query) == []


async def test_marks_of_facets_are_not_words(store, ann):
    await write(store, ann, "<p>word</p>")
    assert await _ids(store, ann, indexing.mark("kind", "post")) == []


async def test_facets_narrow_and_are_counted(store, ann, bo, weavers):
    await let_follow(store, bo, weavers)
    mine = await write(
        store, ann, "<p>word</p>", title="One", community_id=weavers.id, language="de-AT"
    )
    other = await write(store, bo, "<p>word</p>", language="en", hashtags=("night",))
    found = await _look(store, ann, "word")
    assert dict(found.counts.languages) == {"de": 1, "en": 1}
    assert found.counts.communities == ((weavers.id, 1),)
    assert dict(found.counts.topics) == {"night": 1}
    assert dict(found.counts.organizations) == {"cop.example": 2}
    assert (found.total, found.more, found.next) == (2, False, None)
    for facets, expected in (
        (Facets(language="de"), mine),
        (Facets(community=weavers.id), mine),
        (Facets(topic="night"), other),
        (Facets(author=bo.id), other),
    ):
        assert await _ids(store, ann, "word", facets) == [expected.id]
    both = Facets(organization="cop.example", scope="talk", kind="post")
    assert len(await _ids(store, ann, "word", both)) == 2


async def test_pages_follow_one_another(store, ann):
    wrote = [
        await write(store, ann, f"<p>word {n}</p>", published=clock.now_ms() - n * 1000)
        for n in range(7)
    ]
    seen = []
    for after, following in ((0, 3), (3, 6), (6, None)):
        found = await _look(store, ann, "word", part=Part(after, 3))
        seen += [hit.id for hit in found.hits]
        assert found.next == following
    assert seen == [post.id for post in wrote]
    between = Part(below=wrote[1].id, above=wrote[5].id)
    found = await _look(store, ann, "word", part=between)
    assert [hit.id for hit in found.hits] == [post.id for post in wrote[2:5]]


async def test_a_title_says_more_than_a_text(store, ann, weavers):
    old = clock.now_ms() - 86_400_000
    titled = await write(
        store, ann, "<p>x</p>", title="Night handover", community_id=weavers.id, published=old
    )
    said = await write(store, ann, "<p>a handover</p>", title="Other", community_id=weavers.id)
    assert await _ids(store, ann, "handover") == [titled.id, said.id]


async def test_what_is_hidden_is_not_counted_either(store, ann, bo, rita, weavers):
    await let_follow(store, bo, weavers)
    await write(
        store, ann, "<p>secret word</p>", community_id=weavers.id, audience=Audience.MEMBERS
    )
    await write(store, ann, "<p>secret word</p>", audience=Audience.NAMED, mentions=(bo.id,))
    await write(store, rita, "<p>secret word</p>", audience=Audience.FOLLOWERS)
    carl = await make_person(store, "carl")
    assert len(await _ids(store, bo, "secret")) == 2
    found = await _look(store, carl, "secret")
    assert found == search.Found()
    assert await _look(store, None, "secret") == search.Found()


async def test_blocks_mutes_and_who_is_gone(store, ann, bo, rita):
    for author in (bo, rita):
        await write(store, author, "<p>word</p>")
    assert len(await _ids(store, ann, "word")) == 2
    await perform(store, mutes.mute, ann, bo)
    assert len(await _ids(store, ann, "word")) == 1
    await perform(store, moderation.block, rita, ann)
    assert await _ids(store, ann, "word") == []
    await _set(store, "UPDATE actor SET suspended = 1 WHERE id = ?", bo.id)
    assert await _ids(store, bo, "word") != []
    assert len(await _ids(store, None, "word")) == 1


async def test_whoever_does_not_want_to_be_found(store, ann, bo, rita, weavers):
    await _set(store, "UPDATE actor SET indexable = 0 WHERE id = ?", rita.id)
    alone = await write(store, rita, "<p>word</p>")
    named = await write(store, rita, "<p>word for ann</p>", mentions=(ann.id,))
    placed = await write(store, rita, "<p>word</p>", title="T", community_id=weavers.id)
    assert set(await _ids(store, rita, "word")) == {alone.id, named.id, placed.id}
    assert set(await _ids(store, ann, "word")) == {named.id, placed.id}  # she is a member
    assert await _ids(store, bo, "word") == []
    await let_follow(store, bo, weavers)
    assert await _ids(store, bo, "word") == [placed.id]


async def test_all_is_read_anew(store, ann):
    wrote = {(await write(store, ann, f"<p>word {n}</p>")).id for n in range(3)}
    await _look(store, ann, "word")
    await _set(store, "DELETE FROM search_document")
    await _set(store, "INSERT INTO search_document (id, words) VALUES (7, 'word')")
    assert await _ids(store, ann, "word") == []
    after, read = 0, 0
    while True:
        after, many = await indexing.rebuild(store, after)
        read += many
        if not after:
            break
    assert read == 3
    assert not await indexing.drop_strays(store, 0)
    assert set(await _ids(store, ann, "word")) == wrote
    assert await count(store, "search_document") == 3


_WORDS = ("night", "handover", "ward", "card", "allergy", "Übergabe", "sheet")
_AUDIENCES = (
    Audience.PUBLIC,
    Audience.UNLISTED,
    Audience.FOLLOWERS,
    Audience.MEMBERS,
    Audience.NAMED,
)


@pytest.mark.parametrize("seed", range(6))
async def test_every_hit_is_readable_and_what_is_readable_is_found(store, seed):
    """Whatever a random reader searches, they find what timelines let them read, and no more."""
    chance = random.Random(seed)
    people, wrote = await _a_busy_day(store, chance)
    for reader in (*people[:4], None):
        word = chance.choice(_WORDS)
        hits = set(await _ids(store, reader, word))
        for post in filter(None, wrote):
            line = await timelines.post(store, reader, post.id)
            readable = line is not None and not line.post.deleted
            says = word in post.content
            assert (post.id in hits) == (readable and says), (reader, post)


async def _a_busy_day(store, chance):
    """People and communities, who follow and block each other, write, and take some of it back."""
    people = [await make_person(store, name) for name in ("ann", "bo", "carl", "dora")]
    people += [await remember_person(store, f"https://far.example/users/{n}") for n in "xy"]
    groups = [await make_community(store, people[0], name) for name in ("weavers", "menders")]
    groups.append(await remember_group(store, "https://far.example/c/far"))
    for person, whom in itertools.product(people, (*people, *groups)):
        if person is not whom and (person.local or whom.local) and chance.random() < 0.35:
            await let_follow(store, person, whom)
    for person in people[:4]:
        await perform(store, moderation.block, person, chance.choice(people[4:]))
    wrote: list = []
    for _ in range(60):
        wrote.append(await _write_by_chance(store, chance, people, groups, wrote))
    for post in chance.sample([one for one in wrote if one], 6):
        author = next(one for one in people if one.id == post.author_id)
        await perform(store, posts.remove, author, post.id)
    await _set(store, "UPDATE actor SET suspended = 1 WHERE id = ?", people[5].id)
    return people, wrote


async def _write_by_chance(store, chance, people, groups, wrote):
    author = chance.choice(people)
    text = "<p>" + " ".join(chance.choices(_WORDS, k=3)) + "</p>"
    audience = chance.choice(_AUDIENCES)
    group = chance.choice((None, *groups))
    named = tuple(one.id for one in chance.sample(people, 2) if one.id != author.id)
    known = [one for one in wrote if one and one.audience <= Audience.UNLISTED]
    try:
        if known and chance.random() < 0.3:
            return await answer(
                store, author, chance.choice(known), text, audience=audience, mentions=named
            )
        return await write(
            store,
            author,
            text,
            community_id=group.id if group else 0,
            audience=audience,
            mentions=named,
        )
    except FedcopError:
        return None  # they may not write there
