"""A filled form is checked field by field, kept as a draft, and becomes an artifact."""

from dataclasses import replace

import pytest

from fedcop.community import posts, publishing
from fedcop.community.perform import perform
from fedcop.community.practice import artifact_drafts, artifacts
from fedcop.community.practice.kinds import KINDS, LABELS
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.wishes import ArtifactWish, check
from fedcop.errors import Conflict, NotFound
from fedcop.federation.remote.shaping import Unfit, reshape, shape
from fedcop.values import ArtifactPin
from tests.builders import make_person
from tests.federation.inbox.rig import Web, open_node

WISH = ArtifactWish(
    "practice",
    title="  Five-line   night handover ",
    abstract="Five spoken lines.",
    body="Stand apart.\r\n\r\nAsk @ben #handover",
    fields={"whenToUse": "At each change of shift.\r\n", "steps": ["One", "", " Two "], "x": "y"},
    topics=("#nights",),
    language="en",
)
FILLED = {
    "text": "A line",
    "long": "Some words",
    "lines": ["one", "two"],
    "items": [{"text": "Say the name", "why": "It was forgotten twice"}],
    "criteria": [{"name": "Clarity", "levels": ["1", "2", "3", "4"]}],
    "link": "https://example.org/board",
    "pins": [{"id": "https://riverside.example/a/9", "revision": 7}],
    "entries": [{"id": "https://riverside.example/a/9", "why": "start here"}],
}


@pytest.fixture
async def ana(store):
    return await make_person(store, "ana")


@pytest.fixture
def reach(store):
    return open_node(store, Web("cop.example")).reach


def filled(kind):
    """A form of one kind, every field of it filled."""
    fields = {
        one.name: one.choices[0][0] if one.choices else FILLED.get(one.shape)
        for one in KINDS[kind].fields
        if one.shape != "files"
    }
    needs_file = any(one.shape == "files" for one in KINDS[kind].fields)
    return ArtifactWish(
        kind, title="A title", body="The text.", fields=fields, media=(7,) if needs_file else None
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_filled_in(kind):
    assert check(filled(kind)) == []
    assert LABELS[kind][0] == KINDS[kind].label


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_is_needed_says_so(kind):
    empty = replace(filled(kind), fields={}, media=None, body="", title="")
    told = {one.field for one in check(empty)}
    needed = {one.name for one in KINDS[kind].fields if one.required} | {"title"}
    assert told == needed | ({"body"} if kind == "tip" else set())


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"kind": "sermon"}, "kind", "Choose what it is: there is no such kind."),
        ({"title": "x" * 301}, "title", "The title may have 300 characters; this has 301."),
        (
            {"body": "x" * 5_000_000},
            "body",
            "The text is 5.0 MB long; 1 MB is the most. Put parts into files.",
        ),
        ({"evidence": "sure"}, "evidence", "Choose one of the levels of evidence."),
        ({"language": "English!"}, "language", "Write the language as a code, like “en” or “de”."),
        ({"fields": {"whenToUse": "x", "timeNeeded": "x" * 501}}, "timeNeeded", None),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(change, field, words):
    [problem] = check(replace(WISH, **change))
    assert problem.field == field
    assert words is None or problem.words == words


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ([{"levels": ["1", "2", "3", "4"]}], "each criterion needs a name."),
        ([{"name": "Clarity", "levels": ["1", "4"]}], "“Clarity” needs what one sees"),
        ([FILLED["criteria"][0]] * 2, "two criteria have the same name."),
    ],
)
def test_a_rubric_has_four_levels(criteria, words):
    [problem] = check(replace(filled("standard"), fields={"criteria": criteria}))
    assert words in problem.words


def test_a_tip_is_short():
    told = check(replace(filled("tip"), body="x" * 501))
    assert [one.words for one in told] == ["A tip has 500 characters at most; this has 501."]


def test_a_text_of_a_megabyte_is_taken():
    assert check(replace(WISH, body="x" * 1_000_000)) == []


async def test_it_is_tidied_and_made_whole(store, ana, reach):
    ben = await make_person(store, "ben")
    draft = await shape(reach, WISH)
    part = draft.practice

    assert (draft.title, draft.kind) == ("Five-line night handover", "Article")
    assert draft.mentions == (ben.id,)
    assert draft.hashtags == ("nights", "handover")
    assert part.fields == {"whenToUse": "At each change of shift.", "steps": ["One", "Two"]}
    assert part.source == "Stand apart.\n\nAsk @ben #handover"
    assert "<h2>When to use it</h2>" in draft.content
    assert "<li>Two</li>" in draft.content
    post = await perform(store, posts.write, ana, draft)
    edit = await reshape(reach, replace(WISH, body="Sit down.", note="Sitting"), post)
    await perform(store, posts.revise, ana, post.id, edit)
    assert (await artifacts.revision(store, post.id, 2)).note == "Sitting"


async def test_what_is_wrong_is_told_field_by_field(reach):
    with pytest.raises(Unfit) as unfit:
        await shape(reach, replace(WISH, title="", fields={}))
    assert [one.field for one in unfit.value.problems] == ["title", "whenToUse"]


async def test_a_short_story_is_a_note_and_a_long_one_an_article(reach):
    short = filled("story")
    assert (await shape(reach, short)).kind == "Note"
    assert (await shape(reach, replace(short, body="word " * 400))).kind == "Article"
    assert (await shape(reach, filled("term"))).kind == "Note"


async def test_a_megabyte_becomes_an_artifact_whole(store, ana, reach):
    text = "A line of **text** that is not short.\n\n" * 25_000
    post = await perform(store, posts.write, ana, await shape(reach, replace(WISH, body=text)))
    kept = await artifacts.revision(store, post.id, 1)
    assert kept.source == text.strip()
    assert len(kept.content) < 200_000


async def test_a_draft_keeps_everything_and_goes_when_it_is_published(store, ana, reach):
    pin = ArtifactPin("https://riverside.example/a/9", 7, "sha-256:00")
    origin = Origin("adaptedFrom", pin, "shorter", "Handover", "Riverside")
    wish = replace(WISH, origins=(origin,), contributors=(("https://a.example/u/b", "editor"),))
    row = await perform(store, artifact_drafts.begin, ana, wish)
    again = replace(wish, title="Another title")
    await perform(store, artifact_drafts.save, ana, row.id, again)

    [kept] = await artifact_drafts.list_of(store, ana)
    assert (kept.title, artifact_drafts.wish_of(kept)) == ("Another title", again)
    draft = await shape(reach, artifact_drafts.wish_of(kept))
    post = await perform(store, publishing.publish, ana, row.id, draft)
    assert (await artifacts.get(store, post.id)).number == 1
    assert await artifact_drafts.list_of(store, ana) == []
    with pytest.raises((NotFound, Conflict)):
        await perform(store, publishing.publish, ana, row.id, draft)


async def test_a_draft_is_seen_by_its_author_alone(store, ana):
    row = await perform(store, artifact_drafts.begin, ana, WISH)
    ben = await make_person(store, "ben")
    with pytest.raises(NotFound):
        await artifact_drafts.get(store, ben, row.id)
    with pytest.raises(NotFound):
        await perform(store, artifact_drafts.save, ben, row.id, WISH)
    await perform(store, artifact_drafts.discard, ana, row.id)
    assert await artifact_drafts.list_of(store, ana) == []
