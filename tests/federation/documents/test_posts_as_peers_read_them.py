"""A post on the wire: its type, whom it names, what stands beside its text."""

import orjson
import pytest

from fedcop import clock
from fedcop.activitypub import reading, writing
from fedcop.community import posts
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.federation.documents import notes
from fedcop.federation.documents.facts import facts_of
from fedcop.values import Audience
from tests.builders import make_community, make_person, remember_group, remember_person
from tests.writing import again, answer, write

FAR = "https://far.example"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


async def shown(store, post):
    """A post as it goes over the wire."""
    facts = await facts_of(store, await again(store, post))
    assert facts is not None
    return writing.write(notes.note(facts, store.uris))


def mentioned(document):
    return [tag["href"] for tag in document.get("tag", ()) if tag["type"] == "Mention"]


async def test_a_titled_thread_start_is_an_article_with_an_excerpt_and_a_preview(store):
    ana = await make_person(store, "ana")
    content = f"<p>What <strong>worked</strong>.</p><p>{'more ' * 100}</p>"
    post = await write(store, ana, content, title="Ten & minutes")
    document = await shown(store, post)
    assert (document["type"], document["name"]) == ("Article", "Ten & minutes")
    assert document["content"] == content
    assert document["summary"].startswith("What worked. more more")
    assert len(document["summary"]) <= 300
    assert document["preview"]["type"] == "Note"
    assert "<strong>Ten &amp; minutes</strong>" in document["preview"]["content"]
    assert len(document["preview"]["content"]) < len(content)


async def test_without_a_title_it_is_a_note(store):
    ana = await make_person(store, "ana")
    document = await shown(store, await write(store, ana))
    assert document["type"] == "Note"
    assert not {"name", "summary", "preview"} & set(document)


async def test_a_reply_is_a_note_whatever_its_title(store):
    ana = await make_person(store, "ana")
    reply = await answer(store, ana, await write(store, ana), title="Re:")
    assert (await shown(store, reply))["type"] == "Note"


async def test_a_content_warning_stays_what_it_is(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana, title="T", summary="Blood", sensitive=True)
    document = await shown(store, post)
    assert (document["summary"], document["sensitive"]) == ("Blood", True)
    assert "Hi" not in document["preview"]["content"]


async def test_it_has_what_lemmy_and_mastodon_require(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    post = await write(
        store, ana, title="T", source="Hi", language="de", community_id=lab.id, hashtags=("Lab",)
    )
    document = await shown(store, post)
    assert document["attributedTo"] == ana.uri
    assert (document["to"], document["cc"]) == ([lab.uri, PUBLIC], [ana.followers])
    assert document["audience"] == lab.uri
    assert document["mediaType"] == "text/html"
    assert document["source"] == {"content": "Hi", "mediaType": "text/markdown"}
    assert document["contentMap"] == {"de": "<p>Hi</p>"}
    assert document["language"]["identifier"] == "de"
    assert document["url"] == document["id"] == post.uri
    assert document["replies"] == f"{post.uri}/replies"
    assert document["published"].endswith("Z")
    assert "updated" not in document
    [tag] = [tag for tag in document["tag"] if tag["type"] == "Hashtag"]
    assert tag == {"type": "Hashtag", "name": "#lab", "href": "https://cop.example/tags/lab"}


async def test_the_community_is_tagged_so_that_who_answers_keeps_it(store):
    ana = await make_person(store, "ana")
    away = await remember_group(store, f"{FAR}/c/away")
    document = await shown(store, await write(store, ana, community_id=away.id))
    [tag] = document["tag"]
    assert tag == {"type": "Mention", "href": away.uri, "name": "@away@far.example"}


async def test_whom_it_answers_and_names_is_tagged_once(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    lab = await make_community(store, ana, "lab")
    start = await write(store, mira, community_id=lab.id)
    document = await shown(store, await answer(store, ana, start, mentions=(mira.id, ana.id)))
    assert mentioned(document) == [mira.uri, lab.uri]
    assert document["cc"] == [ana.followers, mira.uri]
    assert document["tag"][1]["name"] == "@lab@cop.example"


@pytest.mark.parametrize(
    ("audience", "tagged"),
    [
        (Audience.PUBLIC, {"mira", "olu", "lab"}),
        (Audience.UNLISTED, {"mira", "olu", "lab"}),
        (Audience.FOLLOWERS, {"mira", "olu"}),
        (Audience.MEMBERS, {"olu", "lab"}),
        (Audience.NAMED, {"olu"}),
    ],
)
async def test_nobody_is_tagged_who_is_not_meant(store, audience, tagged):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    olu = await remember_person(store, f"{FAR}/users/olu")
    lab = await make_community(store, ana, "lab")
    start = await write(store, mira, community_id=lab.id)
    reply = await answer(store, ana, start, audience=audience, mentions=(olu.id,))
    document = await shown(store, reply)
    assert {uri.rpartition("/")[2] for uri in mentioned(document)} == tagged


@pytest.mark.parametrize("audience", list(Audience))
async def test_public_is_named_for_what_is_public_alone(store, audience):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    start = await write(store, ana, community_id=lab.id)
    reply = await answer(store, ana, start, audience=audience, mentions=(mira.id,))
    document = await shown(store, reply)
    where = [name for name in ("to", "cc") if PUBLIC in document[name]]
    assert where == {0: ["to"], 1: ["cc"]}.get(audience, [])
    assert ("audience" in document) is (audience in {0, 1, 3})
    assert ("replies" in document) is (audience in {0, 1})
    assert "bto" not in document
    assert "bcc" not in document


async def test_its_context_is_ours_where_the_thread_is(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    lab = await make_community(store, ana, "lab")
    start = await write(store, ana)
    assert (await shown(store, start))["context"] == store.uris.thread(start.id)
    assert (await shown(store, await answer(store, ana, start)))["context"] == (
        store.uris.thread(start.id)
    )
    inside = await write(store, mira, community_id=lab.id)
    assert (await shown(store, await answer(store, ana, inside)))["context"] == (
        store.uris.thread(inside.id)
    )


async def test_its_context_is_theirs_where_they_have_one(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    known = await write(store, mira, context_uri=f"{FAR}/contexts/1")
    assert (await shown(store, await answer(store, ana, known)))["context"] == f"{FAR}/contexts/1"
    without = await write(store, mira)
    assert "context" not in await shown(store, await answer(store, ana, without))


async def test_an_edit_is_never_older_than_the_post(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana)
    await perform(store, posts.revise, ana, post.id, Edit(content="<p>New</p>"))
    document = reading.read(await shown(store, post))
    assert document.updated >= document.published


async def test_our_own_properties_travel_unknown_ones_too(store):
    ana = await make_person(store, "ana")
    cop = {"cop:kind": "practice", "cop:later": {"deep": [1, 2]}}
    document = await shown(store, await write(store, ana, cop=orjson.dumps(cop).decode()))
    assert document["cop:kind"] == "practice"
    assert document["cop:later"] == {"deep": [1, 2]}


async def test_what_is_written_reads_back_as_the_same(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    post = await write(store, ana, community_id=lab.id, title="T", source="Hi", language="en")
    facts = await facts_of(store, post)
    written = notes.note(facts, store.uris)
    assert reading.read(orjson.loads(orjson.dumps(writing.write(written)))) == written


async def test_a_tombstone_says_what_it_was_and_when_it_went(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana)
    later = clock.now() + 60
    with clock.held(lambda: later):
        await perform(store, posts.remove, ana, post.id)
    left = writing.write(notes.tombstone(await again(store, post)))
    assert (left["id"], left["type"], left["formerType"]) == (post.uri, "Tombstone", "Note")
    assert left["deleted"].endswith("Z")
    assert "content" not in left
