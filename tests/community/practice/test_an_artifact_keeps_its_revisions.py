"""An artifact is said anew; each revision is kept whole, and none sets a newer one back."""

from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community import posts, reactions
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import digest_of
from fedcop.community.practice.packing import said_by
from fedcop.community.practice.parts import Origin
from fedcop.errors import Gone, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.values import ArtifactPin
from tests.builders import make_community, make_person, remember_group, remember_person
from tests.practice import bring, claimed, hear, part_of, publish, revise
from tests.writing import again, count

URI = "https://riverside.example/a/77"


@pytest.fixture
async def ana(store):
    return await make_person(store, "ana")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def test_it_is_a_post_with_a_row_and_a_first_revision(store, ana):
    lab = await make_community(store, ana, "lab")
    post = await publish(store, ana, lab.id)
    row = await artifacts.get(store, post.id)
    first = await artifacts.revision(store, post.id, 1)

    assert post.uri == store.uris.artifact(post.id)
    assert (post.practice, post.kind, post.title) == (
        "practice",
        "Article",
        "Five-line night handover",
    )
    assert (row.number, row.status, row.community_id) == (1, "draft", lab.id)
    assert row.digest == first.digest == digest_of(said_by(first, row.kind))
    assert artifacts.fields_of(first)["steps"][2] == "Read it back."
    assert "<h2>Steps</h2>" in first.content
    assert first.content == post.content
    assert first.author_id == ana.id


async def test_each_revision_is_kept_whole(store, ana):
    post = await publish(store, ana)
    second = await revise(store, ana, post, source="Stand by the window.", note="Where to stand")
    third = await revise(store, ana, post, title="Handover in five lines")

    assert (second.number, third.number) == (2, 3)
    history = await artifacts.history(store, post.id)
    assert [(one.number, one.title) for one in history] == [
        (3, "Handover in five lines"),
        (2, "Five-line night handover"),
        (1, "Five-line night handover"),
    ]
    assert [one.source for one in history[1:]] == [
        "Stand by the window.",
        "Stand where nobody walks through.",
    ]
    assert history[1].note == "Where to stand"
    assert len({one.digest for one in history}) == 3
    assert [one.number for one in await artifacts.history(store, post.id, 3, 1)] == [2]


async def test_what_its_digest_does_not_cover_makes_no_revision(store, ana):
    post = await publish(store, ana)
    row = await revise(store, ana, post, license="", evidence="repeated", review_by=5)
    assert (row.number, row.evidence, row.license) == (1, "repeated", "")
    assert (await again(store, post)).revision == 2
    assert await count(store, "artifact_revision") == 1


async def test_the_same_said_again_is_nothing(store, ana):
    post = await publish(store, ana)
    await revise(store, ana, post)
    assert (await again(store, post)).revision == 1


async def test_a_small_edit_is_minor_and_another_is_not_whatever_is_said(store, ana):
    long = "Stand where nobody walks trough. " * 20
    post = await publish(store, ana, source=long)
    mended = long.replace("trough", "through", 1)
    small = await revise(store, ana, post, source=mended, minor=True)
    steps = {"whenToUse": "At every change of shift.", "steps": ["Name the patient."]}
    await revise(store, ana, post, source=mended, fields=steps, minor=True)
    await revise(store, ana, post, source=f"Do not. {mended}", fields=steps, minor=True)

    history = await artifacts.history(store, post.id)
    assert small.number == 2
    assert [one.minor for one in history] == [0, 0, 1, 0]


async def test_an_edit_that_is_not_minor_sends_it_back_to_its_reviewers(store, ana):
    post = await publish(store, ana)
    unit = Unit(store)
    unit.add(Statement("UPDATE artifact SET status = 'endorsed' WHERE id = ?", (post.id,)))
    await unit.commit()
    row = await revise(store, ana, post, source="Something else altogether.")
    assert (row.number, row.status) == (2, "inReview")


async def test_a_client_that_knows_no_parts_does_not_change_it(store, ana):
    post = await publish(store, ana)
    with pytest.raises(Refused, match="its own page"):
        await perform(store, posts.revise, ana, post.id, Edit("<p>Hacked</p>", title="Mine"))


async def test_it_stays_of_its_kind(store, ana):
    post = await publish(store, ana)
    with pytest.raises(Refused, match="kind"):
        await revise(store, ana, post, kind="standard")


async def test_contributors_come_and_go(store, ana):
    mira = ("https://riverside.example/users/mira", "contributor")
    post = await publish(store, ana, contributors=(mira,))
    tom = ("https://riverside.example/users/tom", "reviewer")
    await revise(store, ana, post, source="Anew.", contributors=(mira, tom))
    named = await artifacts.contributors(store, post.id)
    assert [(one.actor_uri, one.number) for one in named] == [(mira[0], 1), (tom[0], 2)]
    await revise(store, ana, post, source="Anew.", contributors=(tom,))
    assert [one.actor_uri for one in await artifacts.contributors(store, post.id)] == [tom[0]]


async def test_what_it_owes_is_said_in_its_text(store, ana):
    origin = Origin(
        "adaptedFrom",
        ArtifactPin("https://riverside.example/a/9", 7, "sha-256:00"),
        title="Night *handover*",
        by="Riverside Trust",
        license="https://creativecommons.org/licenses/by/4.0/",
    )
    post = await publish(store, ana, origins=(origin,))
    assert "Adapted from" in post.content
    assert "Night *handover*</a> by Riverside Trust, r7, CC BY 4.0" in post.content
    assert await count(store, "lineage WHERE source_uri = ? AND target_number = 7", post.uri) == 1
    assert artifacts.origins_of(await artifacts.get(store, post.id)) == (origin,)


async def test_what_comes_from_elsewhere_keeps_its_number(store, rita):
    part = claimed(part_of(store), 7, status="endorsed")
    post = await bring(store, rita, part, URI)
    row = await artifacts.get(store, post.id)
    assert (row.number, row.status, row.digest) == (7, "endorsed", part.digest)
    assert artifacts.pin_of(row) == ArtifactPin(URI, 7, part.digest)
    with pytest.raises(NotFound):
        await artifacts.revision(store, post.id, 6)


async def test_a_digest_that_does_not_match_is_refused(store, rita):
    part = replace(claimed(part_of(store), 1), source="Something slipped in.")
    with pytest.raises(Refused, match="digest"):
        await bring(store, rita, part, URI)
    assert await count(store, "artifact") == 0


async def test_a_second_digest_for_a_known_number_is_refused(store, rita):
    post = await bring(store, rita, claimed(part_of(store), 2), URI)
    other = claimed(part_of(store, source="Another text."), 2)
    with pytest.raises(Refused, match="revision 2 is known with another digest"):
        await hear(store, rita, post, other)
    await hear(store, rita, post, claimed(part_of(store, source="The third."), 3))
    with pytest.raises(Refused, match="revision 2 is known with another digest"):
        await hear(store, rita, post, other)
    assert (await artifacts.revision(store, post.id, 2)).source != "Another text."


async def test_a_revision_that_comes_late_is_kept_and_sets_nothing_back(store, rita):
    now = clock.now_ms()
    post = await bring(store, rita, claimed(part_of(store, source="First."), 1, at=now - 9000), URI)
    third = claimed(part_of(store, source="Third."), 3, at=now - 1000)
    second = claimed(part_of(store, source="Second."), 2, at=now - 5000)

    assert await hear(store, rita, post, third)
    assert await hear(store, rita, post, second)
    assert not await hear(store, rita, post, second)
    assert (await again(store, post)).source == "Third."
    row = await artifacts.get(store, post.id)
    assert (row.number, row.digest) == (3, third.digest)
    history = await artifacts.history(store, post.id)
    assert [(one.number, one.source) for one in history] == [
        (3, "Third."),
        (2, "Second."),
        (1, "First."),
    ]


async def test_a_newer_number_counts_more_than_a_clock(store, rita):
    now = clock.now_ms()
    post = await bring(store, rita, claimed(part_of(store), 1, at=now), URI, published=now)
    second = claimed(part_of(store, source="Second."), 2, at=now - 60_000)
    assert await hear(store, rita, post, second)
    assert (await again(store, post)).source == "Second."


async def test_another_standing_of_the_same_revision_makes_no_revision(store, rita):
    post = await bring(store, rita, claimed(part_of(store), 4, status="proposed"), URI)
    assert await hear(store, rita, post, claimed(part_of(store), 4, status="endorsed"))
    row = await artifacts.get(store, post.id)
    assert (row.number, row.status) == (4, "endorsed")
    assert await count(store, "artifact_revision") == 1


async def test_what_is_withdrawn_can_be_cited_and_not_read(store, ana):
    post = await publish(store, ana)
    row = await revise(store, ana, post, source="The second.")
    await perform(store, posts.remove, ana, post.id)
    left = await artifacts.get(store, post.id)
    assert (left.status, left.number, left.digest, left.abstract) == (
        "withdrawn",
        2,
        row.digest,
        "",
    )
    assert [one.title for one in await artifacts.history(store, post.id)] == [
        "Five-line night handover"
    ] * 2
    assert {one.source for one in await artifacts.history(store, post.id)} == {""}
    with pytest.raises(Gone):
        await artifacts.revision(store, post.id, 1)


async def test_what_was_said_of_it_before_it_came_is_counted(store, rita):
    part = claimed(part_of(store), 1)
    unit = Unit(store)
    sql = (
        "INSERT INTO adoption (id, artifact_uri, number, adopter_id, told, outcome, began)"
        " VALUES (?, ?, 1, ?, '', '', 1)"
    )
    unit.add(Statement(sql, (11, URI, 5)), Statement(sql, (12, URI, 6)))
    await unit.commit()
    post = await bring(store, rita, part, URI)
    assert (await artifacts.get(store, post.id)).adoptions == 2


async def test_a_community_that_claims_it_has_it(store, rita):
    group = await remember_group(store, "https://riverside.example/c/lab")
    post = await bring(store, rita, claimed(part_of(store), 1), URI)
    assert (await artifacts.get(store, post.id)).community_id == 0
    uri = "https://riverside.example/activities/1"
    assert await perform(store, reactions.relay, group, post.id, uri, 0)
    assert (await artifacts.get(store, post.id)).community_id == group.id
