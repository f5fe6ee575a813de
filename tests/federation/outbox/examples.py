"""One example of everything FEDERATION.md shows, from a story that is published for it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from fedcop import clock
from fedcop.activitypub import writing
from fedcop.community import (
    accounts,
    captions,
    communities,
    house_rules,
    media,
    membership,
    moderation,
    polls,
    posts,
    reactions,
)
from fedcop.community.drafts import Edit, PollDraft, Words
from fedcop.community.media import Kept
from fedcop.community.moderating import casework, deciding
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform
from fedcop.federation.documents.actors import document_of
from fedcop.store.batch import Store
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import ActorRow
from tests.builders import (
    let_follow,
    make_community,
    make_node,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.endpoints.rig import open_door
from tests.federation.outbox.examples_of_answers import questions
from tests.federation.outbox.examples_of_libraries import libraries
from tests.federation.outbox.examples_of_meetings import meetings
from tests.federation.outbox.examples_of_offers import offers, quiet_questions
from tests.federation.outbox.examples_of_practice import artifacts
from tests.federation.outbox.examples_picked import RIVERSIDE, Others
from tests.federation.outbox.telling import PUBLIC, arrived, tell
from tests.writing import answer, write

LEFT_OUT = "…"
_BLOCK = re.compile(
    r"^### (?P<heading>[^\n]+)$|^```json\n(?P<json>.*?)^```$", re.MULTILINE | re.DOTALL
)
_KEYS = ("publicKeyPem", "publicKeyMultibase", "proofValue")

Examples = dict[str, list[Any]]


async def gather(store: Store) -> Examples:
    """Let a story happen, and take an example of each kind from what was told."""
    await make_node(store)
    ana = await make_person(store, "ana", display="Ana Ruiz")
    bo = await make_person(store, "bo")
    group = await make_community(
        store,
        ana,
        "handovers",
        display="Safer Handovers",
        domain="How we hand over people and work between shifts",
        charter="For anyone who hands over.",
        summary="<p>For anyone who hands over.</p>",
    )
    mira = await remember_person(store, f"{RIVERSIDE}/u/mira")
    found: Examples = {}
    for part in (
        _follows,
        _writes,
        _reacts,
        _looks_after,
        _changes,
        _asks,
        _takes_back,
        _shows,
        artifacts,
        meetings,
        libraries,
        questions,
        offers,
        quiet_questions,
        _parts,
        _answers_reports,
    ):
        for heading, some in (await part(store, ana, (group, mira, bo))).items():
            found.setdefault(heading, []).extend(map(shown, some))
    return found


async def _answers_reports(store: Store, ana: ActorRow, _: Others) -> Examples:
    post = await write(store, ana)
    theirs = await remember_person(store, f"{RIVERSIDE}/actor")
    uri = f"{RIVERSIDE}/activities/115000000000000002-flag"
    complaint = Complaint(ana.id, 0, (post.uri,), "It names a patient.", uri)
    report = await perform(store, moderation.report, theirs, complaint)
    rule = await perform(store, house_rules.add_rule, 0, "Name no patients.")
    deed = Deed(act="warn", reason="It named a patient.", rule_id=rule.id)
    await perform(store, casework.resolve, Judge(), report.id, deed)
    [resolve] = [one for one in await tell(store) if one.kind == "Resolve"]
    return {"Resolve": [resolve.plain]}


async def _follows(store: Store, ana: ActorRow, others: Others) -> Examples:
    group, mira, _ = others
    away = await remember_group(store, f"{RIVERSIDE}/c/nightshift")
    await perform(store, membership.join, mira, group, f"{RIVERSIDE}/activities/41-follow-7", 0)
    await let_follow(store, mira, ana)
    [accept, _] = await tell(store)
    await perform(store, membership.ask, ana, away)
    [follow] = await tell(store)
    await perform(store, membership.leave, ana, away)
    [undo] = await tell(store)
    return {"Accept": [accept.plain], "Follow": [follow.plain], "Undo": [undo.plain]}


async def _writes(store: Store, ana: ActorRow, others: Others) -> Examples:
    group, mira, _ = others
    content = "<p>Say five lines, then let them be <strong>read back</strong>.</p>"
    start = await write(
        store,
        ana,
        content,
        community_id=group.id,
        title="Five-line night handover",
        source="Say five lines, then let them be **read back**.",
        language="en",
        hashtags=("handover",),
    )
    create, announce = await tell(store)
    uri = f"{RIVERSIDE}/n/115000000000000000"
    cause = await arrived(store, _reply(mira, group, uri, start.uri))
    theirs = await answer(store, mira, start, uri=uri, cause=cause)
    [relayed] = await tell(store)
    await answer(store, ana, theirs, "<p>With how many people?</p>")
    reply, _ = await tell(store)
    thread = await open_door(store).read(store.uris.thread(start.id))
    return {
        "Create": [create.plain, reply.plain],
        "Announce": [announce.plain, relayed.wrapped],
        "A thread": [thread],
        "A proof": [create.plain["proof"]],
    }


async def _reacts(store: Store, ana: ActorRow, others: Others) -> Examples:
    _, mira, _ = others
    post = await write(store, mira, uri=f"{RIVERSIDE}/n/115000000000000001")
    await perform(store, reactions.like, ana, post.id)
    await perform(store, reactions.boost, ana, post.id)
    like, _boost = await tell(store)
    return {"Like": [like.plain]}


async def _looks_after(store: Store, ana: ActorRow, others: Others) -> Examples:
    group, mira, _ = others
    await perform(store, communities.add_steward, ana, group, mira)
    [add] = await tell(store)
    post = await write(store, ana, community_id=group.id)
    await tell(store)
    await perform(store, communities.pin, ana, group, post)
    await perform(store, communities.unpin, ana, group, post)
    _, remove = await tell(store)
    complaint = Complaint(mira.id, 0, (f"{RIVERSIDE}/n/1",), "It names a patient.")
    await perform(store, moderation.report, ana, complaint)
    [flag] = await tell(store)
    return {"Add": [add.wrapped], "Remove": [remove.plain], "Flag": [flag.plain]}


async def _changes(store: Store, ana: ActorRow, others: Others) -> Examples:
    group, _, _ = others
    post = await write(store, ana, "<p>Say six lines.</p>")
    await tell(store)
    await perform(store, posts.revise, ana, post.id, Edit(content="<p>Say five lines.</p>"))
    [update] = await tell(store)
    row = await find_actor(store, group.id)
    assert row is not None
    document = await document_of(store, row, store.uris)
    assert document is not None
    await perform(store, accounts.change_profile, ana, "Ana R.", "", "")
    [profile] = await tell(store)
    return {
        "Update": [update.plain, {**profile.plain, "object": LEFT_OUT}],
        "A community": [writing.write(document)],
    }


async def _asks(store: Store, ana: ActorRow, others: Others) -> Examples:
    group, mira, bo = others
    asked = PollDraft(("At the bed", "In the office"), lasts=86_400_000)
    title, content = "Where do you hand over?", "<p>With us both happens.</p>"
    poll = await write(store, ana, content, community_id=group.id, title=title, poll=asked)
    question, _ = await tell(store)
    await perform(store, polls.vote, bo, poll.id, (0,))
    await polls.keep_time(store)
    counted, _ = await tell(store)
    away = await write(store, mira, uri=f"{RIVERSIDE}/n/115000000000000002", poll=asked)
    await perform(store, polls.vote, ana, away.id, (1,))
    [vote] = await tell(store)
    return {"Create": [question.plain, vote.plain], "Update": [counted.plain]}


async def _takes_back(store: Store, ana: ActorRow, others: Others) -> Examples:
    group, _, bo = others
    post = await write(store, bo, community_id=group.id)
    await tell(store)
    await perform(store, posts.remove, ana, post.id, "It names a patient.")
    delete, removal = await tell(store)
    gone = await write(store, bo, community_id=group.id)
    await tell(store)
    deed = Deed(act="remove", reason="It names a patient.")
    [row] = await perform(store, deciding.decide, Judge(), bo, deed, (gone,))
    await tell(store)
    await perform(store, deciding.lift, Judge(), row.id)
    restored, _, _ = await tell(store)
    return {
        "Delete": [delete.plain, removal.wrapped],
        "Undo": [removal.plain, restored.plain],
    }


async def _parts(store: Store, ana: ActorRow, others: Others) -> Examples:
    _, mira, _ = others
    await perform(store, moderation.block, ana, mira)
    told = {one.kind: one.plain for one in await tell(store)}
    return {"Reject": [told["Reject"]], "Block": [told["Block"]]}


async def _shows(store: Store, ana: ActorRow, others: Others) -> Examples:
    group, _, _ = others
    drawn = Kept("image", "image/jpeg", 1, "0" * 64, 1600, 1200, "image/jpeg", "1" * 64, 640, 480)
    said = Words("A whiteboard with five lines", (0, 250))
    kept = replace(drawn, blurhash="UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH")
    file = await perform(store, media.upload, ana, kept, said)
    more = {"community_id": group.id, "title": "Our board", "media": (file.id,)}
    await write(store, ana, "<p>So it looks.</p>", **more)
    create, _ = await tell(store)
    thing = create.plain["object"]
    shown = {"A picture": [{name: thing[name] for name in ("type", "attachment", "image")}]}
    return shown | await _can_be_read(store, ana, group)


async def _can_be_read(store: Store, ana: ActorRow, group: ActorRow) -> Examples:
    kept = Kept("audio", "audio/mpeg; name=mp3", 1, "2" * 64)
    file = await perform(store, media.upload, ana, kept, Words("Ana tells how it began"))
    for kind, name in (("captions", "3"), ("transcript", "4")):
        heard = captions.Heard(kind, "en", 1, name * 64, "It began with a whiteboard.")
        await perform(store, captions.add, ana, file.id, heard)
    await write(store, ana, "<p>Listen.</p>", community_id=group.id, media=(file.id,))
    create, _ = await tell(store)
    thing = create.plain["object"]
    return {"A recording": [{name: thing[name] for name in ("type", "attachment")}]}


def _reply(author: ActorRow, group: ActorRow, uri: str, parent: str) -> bytes:
    addressed = {"to": [group.uri, PUBLIC], "cc": [f"{author.uri}/followers"]}
    return orjson.dumps(
        {
            "@context": LEFT_OUT,
            "id": f"{uri}#create",
            "type": "Create",
            "actor": author.uri,
            **addressed,
            "object": {
                "id": uri,
                "type": "Note",
                "attributedTo": author.uri,
                "inReplyTo": parent,
                **addressed,
                "content": "<p>We tried it on ward 4.</p>",
            },
            "proof": LEFT_OUT,
        }
    )


def shown(value: Any) -> Any:
    """An example with what is long and always alike left out."""
    if isinstance(value, list):
        return [shown(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, one in value.items():
        alike = name == "@context" or name in _KEYS or (name == "proof" and "@context" in one)
        found[name] = LEFT_OUT if alike else shown(one)
    return found


def shape(value: Any) -> Any:
    """What an example looks like whatever it says."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    if value == LEFT_OUT:
        return LEFT_OUT
    return type(value).__name__


def in_page(page: str) -> Examples:
    """The examples that a page shows, by the heading under which they stand."""
    found: Examples = {}
    for heading, example in _examples(page):
        found.setdefault(heading, []).append(example)
    return found


def _examples(page: str) -> Iterator[tuple[str, Any]]:
    heading = ""
    for match in _BLOCK.finditer(page):
        if match["heading"]:
            heading = match["heading"].strip()
        else:
            yield heading, orjson.loads(match["json"])


async def at_a_fixed_time(store: Store) -> Examples:
    """The same on a day that examples may show."""
    ticks = iter(range(10**9))
    with clock.held(lambda: 1_770_112_800 + next(ticks) / 100):
        return await gather(store)
