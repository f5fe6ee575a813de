"""Somebody at one node publishes into a community of the other and says it anew, twice."""

from dataclasses import replace

import orjson
import pytest

from fedcop.activitypub import reading
from fedcop.community import media, posts
from fedcop.community.drafts import Words
from fedcop.community.media import Kept
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import digest_of
from fedcop.community.practice.packing import said_by
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.digests import sha256
from fedcop.federation.remote.shaping import Unfit, reshape, shape
from fedcop.pictures.drawing import Studio
from fedcop.store.files import Files
from fedcop.store.statements import Statement
from tests.federation.pair import exchange, refused
from tests.writing import count

WISH = ArtifactWish(
    "practice",
    title="Five-line night handover",
    abstract="Five spoken lines and a read-back.",
    body="Stand where **nobody** walks through.\n\n- quiet\n- light",
    fields={"whenToUse": "At every change of shift.", "steps": ["Name them.", "Read it back."]},
    works_for={"sector": "Hospitals"},
    license="https://creativecommons.org/licenses/by/4.0/",
    evidence="repeated",
    review_by=1_800_000_000_000,
    language="en",
    topics=("handover",),
)


async def publish(side, author, community, **said):
    """An artifact by somebody, in a community."""
    wish = replace(WISH, community_id=community.id, **said)
    return await perform(side.store, posts.write, author, await shape(side.node.reach, wish))


async def revise(side, author, post, **said):
    """Its next revision."""
    post = await side.post(post.uri)
    edit = await reshape(side.node.reach, replace(WISH, **said), post)
    return await perform(side.store, posts.revise, author, post.id, edit)


async def held(side, uri):
    """What a side holds of an artifact: its latest revision, and all digests by their numbers."""
    row = await artifacts.find(side.store, uri)
    assert row is not None, f"{side.host} does not hold {uri}"
    history = await artifacts.history(side.store, row.id)
    return row, {one.number: one.digest for one in history}


async def test_both_nodes_hold_the_same_revisions(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    assert refused(await exchange(away, home)) == []
    await revise(away, mira, post, body="Stand by the window.", note="Where to stand")
    assert refused(await exchange(away, home)) == []
    await revise(away, mira, post, title="Handover in five lines", note="Its title")
    assert refused(await exchange(away, home)) == []

    ours, theirs = await held(home, post.uri), await held(away, post.uri)
    assert ours[1] == theirs[1]
    assert list(ours[1]) == [3, 2, 1]
    assert (ours[0].number, ours[0].digest) == (theirs[0].number, theirs[0].digest)
    here, there = await home.post(post.uri), await away.post(post.uri)
    assert (here.title, here.practice, here.kind) == (
        "Handover in five lines",
        "practice",
        "Article",
    )
    assert here.content == there.content
    assert here.summary == ""
    for number in (1, 2, 3):
        one = await artifacts.revision(home.store, here.id, number)
        other = await artifacts.revision(away.store, there.id, number)
        same = ("digest", "title", "abstract", "source", "parts", "language", "note", "files")
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
        assert one.digest == digest_of(said_by(one, "practice"))
    assert ours[0].license == WISH.license
    assert ours[0].review_by // 86_400_000 == WISH.review_by // 86_400_000
    assert artifacts.works_for_of(ours[0]) == {"sector": "Hospitals"}
    assert ours[0].community_id == here.community_id == scene[1].id


async def test_a_revision_has_a_document_that_never_changes(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await exchange(away, home)
    door = home.line.doors[away.host].client
    first = await door.get(f"/a/{post.id}/r/1")
    await revise(away, mira, post, body="Anew.")
    assert (await door.get(f"/a/{post.id}/r/2")).status_code == 404  # nobody was told yet
    await exchange(away, home)

    again = await door.get(f"/a/{post.id}/r/1")
    assert (again.status_code, again.content) == (200, first.content)
    assert (await door.get(f"/a/{post.id}/r/2")).json()["prov:wasRevisionOf"] == f"{post.uri}/r/1"
    shown = again.json()
    assert shown["id"] == f"{post.uri}/r/1"
    assert shown["cop:revisionOf"] == post.uri
    assert shown["cop:digest"] == (await held(away, post.uri))[1][1]
    assert shown["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert not {"cop:status", "updated", "cop:adoptions", "replies", "likes"} & set(shown)


async def test_how_it_reads_for_others(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await exchange(away, home)
    shown = (await home.line.doors[away.host].client.get(f"/a/{post.id}")).json()

    assert shown["type"] == "Article"
    assert shown["summary"] == "How-to · shared. Five spoken lines and a read-back."
    title = "<p><strong>Five-line night handover</strong></p>"
    assert shown["content"].startswith(f"{title}<p><em>How-to · shared · Lab</em></p>")
    assert "<h2>Steps</h2>" in shown["content"]
    assert f'CC BY 4.0 · cite as <a href="{post.uri}/r/1">' in shown["content"]
    assert shown["source"]["content"] == WISH.body
    assert shown["history"] == f"{post.uri}/history"
    assert shown["cop:steps"] == ["Name them.", "Read it back."]
    assert shown["cop:applicability"] == {"sector": "Hospitals"}
    assert shown["cop:reviewBy"] == "2027-01-15"
    assert "proof" in shown


async def test_its_history_lists_who_said_what_when(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    for number in range(2, 24):
        await revise(away, mira, post, body=f"Text {number}.", note=f"Change {number}")
    await exchange(away, home)
    door = home.line.doors[away.host].client
    whole = (await door.get(f"/a/{post.id}/history")).json()
    assert (whole["type"], whole["totalItems"]) == ("OrderedCollection", 23)
    page = (await door.get(f"/a/{post.id}/history?page=true")).json()
    assert page["orderedItems"][0]["object"] == f"{post.uri}/r/23"
    assert page["orderedItems"][0]["summary"] == "Change 23"
    assert page["orderedItems"][0]["actor"] == mira.uri
    last = (await door.get(page["next"].removeprefix(away.store.uris.origin))).json()
    assert [one["type"] for one in last["orderedItems"]] == ["Update", "Update", "Create"]
    assert last["orderedItems"][-1]["id"] == f"{post.uri}#create"
    assert "next" not in last


async def test_terms_that_we_do_not_know_are_kept(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post = await publish(home, ana, lab)
    unknown = {"cop:mood": ["new", {"a": 1}], "cop:demo": True}
    await home.store.read("SELECT 1")
    await perform(home.store, _with_terms, post.id, orjson.dumps(unknown).decode())
    await exchange(home, away)
    assert mira is not None
    there = orjson.loads((await away.post(post.uri)).cop)
    assert {name: there[name] for name in unknown} == unknown
    again = await home.line.doors[away.host].client.get("/")
    assert again is not None
    door = away.line.doors[home.host].client
    shown = reading.read((await door.get(f"/a/{post.id}")).json())
    assert {name: shown.cop[name] for name in unknown} == unknown


async def _with_terms(unit, number, terms):
    unit.add(Statement("UPDATE post SET cop = ? WHERE id = ?", (terms, number)))


async def test_what_is_withdrawn_says_why(pair, scene):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    await exchange(away, home)
    await perform(away.store, posts.remove, mira, post.id, "It did harm.")
    await exchange(away, home)

    gone = await home.line.doors[away.host].client.get(f"/a/{post.id}")
    assert gone.status_code == 410
    assert gone.json()["formerType"] == "Article"
    assert gone.json()["cop:withdrawnReason"] == "It did harm."
    row = await artifacts.find(home.store, post.uri)
    assert row is not None
    assert (row.status, row.reason) == ("withdrawn", "It did harm.")
    revision = await home.line.doors[away.host].client.get(f"/a/{post.id}/r/1")
    assert revision.status_code == 404
    assert await count(away.store, "document") == 0


@pytest.mark.parametrize("claim", ["source", "cop:steps", "name"])
async def test_what_its_digest_does_not_fit_is_refused(pair, scene, claim, monkeypatch):
    home, away = pair
    _, _, mira, known = scene
    post = await publish(away, mira, known)
    sql = {
        "source": "UPDATE artifact_revision SET source = 'x'",
        "cop:steps": 'UPDATE artifact_revision SET parts = \'{"steps":["x"]}\'',
        "name": "UPDATE post SET title = 'x'",
    }[claim]
    await perform(away.store, _run, sql)
    told = refused(await exchange(away, home))
    assert told == ["Create: cop:digest: it is not the digest of what came with it"]
    assert await artifacts.find(home.store, post.uri) is None


async def _run(unit, sql):
    unit.add(Statement(sql))


async def test_its_files_are_named_by_their_digest(pair, scene, tmp_path):
    home, away = pair
    _, _, mira, known = scene
    card = b"%PDF-1.7 a pocket card"
    kept = await media.keep_file(Files(tmp_path), Studio(), card, "Card.pdf")
    files = [
        await perform(away.store, media.upload, mira, kept, Words(f"Card {number}"))
        for number in range(5)
    ]
    post = await publish(away, mira, known, media=tuple(one.id for one in files))
    await exchange(away, home)

    row, digests = await held(home, post.uri)
    said = await artifacts.revision(home.store, row.id, 1)
    facts = artifacts.files_of(said)
    assert [one.name for one in facts] == [f"Card {number}" for number in range(5)]
    assert {(one.digest, one.type, one.size) for one in facts} == {
        (f"sha-256:{sha256(card).hex()}", "application/pdf", len(card))
    }
    assert digests == (await held(away, post.uri))[1]
    shown = (await home.line.doors[away.host].client.get(f"/a/{post.id}")).json()
    [first, *_] = shown["attachment"]
    assert (first["mediaType"], first["size"]) == ("application/pdf", len(card))
    assert first["digestMultibase"].startswith("zQm")
    url = first["url"]
    assert await artifacts.digest_of_file(home.store, row.id, url) == facts[0].digest
    await revise(away, mira, post, media=(files[0].id,))
    await exchange(away, home)
    row, digests = await held(home, post.uri)
    assert len(artifacts.files_of(await artifacts.revision(home.store, row.id, 2))) == 1
    assert digests == (await held(away, post.uri))[1]


async def test_twenty_files_come_along_and_keep_the_digest(pair, scene):
    home, away = pair
    ana, lab, _, _ = scene
    names = [f"card-{number}.pdf" for number in range(media.MOST_OF_ARTIFACT)]
    kept = [
        Kept("unknown", "application/pdf", 100 + at, sha256(name.encode()).hex())
        for at, name in enumerate(names)
    ]
    rows = [
        await perform(home.store, media.upload, ana, one, Words(name))
        for one, name in zip(kept, names, strict=True)
    ]
    post = await publish(home, ana, lab, media=tuple(row.id for row in rows))
    assert refused(await exchange(home, away)) == []
    (here, digests), (there, theirs) = [await held(side, post.uri) for side in pair]
    assert digests == theirs
    for side, row in ((home, here), (away, there)):
        files = artifacts.files_of(await artifacts.revision(side.store, row.id, 1))
        assert [(one.name, one.size, one.type) for one in files] == [
            (name, 100 + at, "application/pdf") for at, name in enumerate(names)
        ]
    one_more = await perform(home.store, media.upload, ana, kept[0], Words("too many"))
    with pytest.raises(Unfit):
        await publish(home, ana, lab, media=(*(row.id for row in rows), one_more.id))
