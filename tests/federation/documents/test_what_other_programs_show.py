"""Whatever we send keeps its title, how it stands and its text in the programs of others."""

from dataclasses import replace
from pathlib import Path

import pytest

from fedcop import clock
from fedcop.activitypub.vocabulary import PUBLIC, Attachment, Object
from fedcop.community import posts
from fedcop.community.drafts import Draft, PollDraft
from fedcop.community.perform import perform
from fedcop.community.practice.kinds import KINDS, label_of, wire_of
from fedcop.community.practice.parts import (
    AdoptionPart,
    MeetingPart,
    QuestionPart,
)
from fedcop.federation.documents import notes
from fedcop.federation.documents.faces import lint
from fedcop.federation.documents.faces.lint import PROGRAMS
from fedcop.federation.documents.facts import facts_of
from tests.builders import make_community, make_node, make_person
from tests.practice import draft_of, part_of
from tests.reviewing import endorse, pin_of, review
from tests.writing import again, answer, write

_DAY = 86_400_000
_TEXT = Path("FEDERATION.md").read_text("utf-8")
_MADE = {
    "text": "A line that says it.",
    "long": "Two sentences. They say *how*.",
    "lines": ["The first thing.", "The second thing."],
    "items": [{"text": "Look twice.", "why": "Once is not enough."}],
    "criteria": [{"name": "Clear", "levels": ["Not", "Hardly", "Mostly", "Wholly"]}],
    "link": "https://tool.example/cards",
}


@pytest.fixture
async def scene(store):
    await make_node(store)
    ana = await make_person(store, "ana")
    return ana, await make_community(store, ana, "wards", display="Safer Wards")


async def _thing(store, post) -> Object:
    facts = await facts_of(store, await again(store, post))
    assert facts is not None
    return notes.note(facts, store.uris)


def _fields(kind, of):
    """Something in each field of a kind, in its shape."""
    made = {
        **_MADE,
        "pins": [{"id": of, "revision": 1, "digest": ""}],
        "entries": [{"id": of, "revision": 1, "digest": "", "name": "It", "why": "Read it first."}],
    }
    fields = {one.name: made.get(one.shape) for one in KINDS[kind].fields}
    for one in KINDS[kind].fields:
        if one.shape == "choice":
            fields[one.name] = one.choices[0][0]
    return {name: value for name, value in fields.items() if value}


async def _artifact(store, scene, kind, **said):
    ana, wards = scene
    of = f"{store.uris.origin}/a/7"
    given = {"title": f"One {kind}", "kind": kind, "fields": _fields(kind, of), **said}
    part = part_of(store, **given)
    draft = draft_of(part, community_id=wards.id, kind=wire_of(kind, len(part.content)))
    return await again(store, await perform(store, posts.write, ana, draft))


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_every_kind_of_artifact(store, scene, kind):
    post = await _artifact(store, scene, kind)
    assert lint.lost(await _thing(store, post)) == []
    bare = await _artifact(store, scene, kind, title="Another", source="", abstract="In short.")
    assert lint.lost(await _thing(store, bare)) == []


async def test_what_is_endorsed_is_endorsed_everywhere(store, scene):
    ana, wards = scene
    post = await _artifact(store, scene, "practice")
    await endorse(store, ana, wards, post.uri, "It holds.")
    thing = await _thing(store, post)
    assert thing.cop["cop:status"] == "endorsed"
    assert lint.lost(thing) == []
    for render in PROGRAMS.values():
        assert "endorsed r1" in render(thing).seen


async def _others(store, scene):
    """One of everything else that the practice sends, by its kind."""
    ana, wards = scene
    artifact = await _artifact(store, scene, "practice")
    question = await perform(
        store,
        posts.write,
        ana,
        Draft(
            "<p>They were never shown the lines.</p>",
            title="How do agency staff hand over?",
            community_id=wards.id,
            practice=QuestionPart(),
        ),
    )
    starts = clock.now_ms() + 9 * _DAY
    meeting = MeetingPart(starts, starts + 3_600_000, timezone="Europe/Berlin", place="Ward 4")
    poll = PollDraft(("Cards", "A board"), lasts=_DAY)
    pin = await pin_of(store, artifact.uri)
    said = "<p><strong>We apply this</strong> on ward 4.</p>"
    bo = await make_person(store, "bo")
    return {
        "question": question,
        "answer": await answer(store, ana, question, "<p>With a card in the pocket.</p>"),
        "review": await review(store, bo, artifact, "approve"),
        "adoption": await answer(
            store, ana, artifact, said, title="Applied on ward 4", practice=AdoptionPart(pin)
        ),
        "event": await write(
            store,
            ana,
            "<p>Bring one.</p>",
            title="Our hour",
            community_id=wards.id,
            practice=meeting,
        ),
        "poll": await write(
            store, ana, "<p>Which do you use?</p>", title="Cards?", community_id=wards.id, poll=poll
        ),
        "post": await write(store, ana, "<p>Hello all</p>", title="Hello", community_id=wards.id),
        "note": await write(store, ana, "<p>Only a word</p>"),
    }


async def test_everything_else_that_is_sent(store, scene):
    for kind, post in (await _others(store, scene)).items():
        assert lint.lost(await _thing(store, post)) == [], kind


async def test_what_would_be_lost_is_noticed(store, scene):
    """The lint is worth something: each of these is told apart."""
    post = await _artifact(store, scene, "practice")
    good = await _thing(store, post)
    bad = {
        "which nobody knows": replace(good, type="Practice"),
        "is for nobody": replace(good, to=(), cc=()),
        "before it was written": replace(good, published=5, updated=4),
        "mastodon: how it stands": replace(good, summary="Five lines."),
        "mastodon: it has no text": replace(good, summary=None),
        "lemmy: how it stands": replace(good, source="Only the body.", source_is_part=False),
        "mastodon: it is folded": replace(good, type="Note"),
        "mobilizon: it is not shown": replace(good, name=None),
        "gotosocial: it has no text": replace(good, content="<script>all of it</script>"),
        "longer than a line": replace(good, summary="long " * 200),
    }
    for what, thing in bad.items():
        assert any(what in one for one in lint.lost(thing)), (what, lint.lost(thing))
    note = Object(type="Note", id="https://a.example/n/1", to=(PUBLIC,), name="A title", content="")
    assert "mastodon: it has no text" in lint.lost(note)
    video = replace(good, attachments=(Attachment("Link", "https://v.example/1"),))
    assert PROGRAMS["lemmy"](video).link == "https://v.example/1"


async def test_federation_md_says_how_each_kind_looks(store, scene):
    """The table in FEDERATION.md is what the rules say of one of each kind."""
    found: dict[tuple[str, ...], list[str]] = {}
    for kind in sorted(KINDS):
        thing = await _thing(store, await _artifact(store, scene, kind))
        found.setdefault(_row(thing), []).append(label_of(kind).lower())
    rows = [(", ".join(kinds), forms) for forms, kinds in found.items()]
    for kind, post in (await _others(store, scene)).items():
        rows.append((kind, _row(await _thing(store, post))))
    lines = [f"| {kinds} | {' | '.join(forms)} |" for kinds, forms in rows]
    assert not [line for line in lines if line not in _TEXT], "\n".join(lines)


def _row(thing):
    return tuple(render(thing).form for render in PROGRAMS.values())
