"""Every recorded document of other programs goes the whole way in, and comes to a verdict."""

import json
from collections import Counter

import orjson

from fedcop.activitypub import reading
from fedcop.activitypub.vocabulary import Activity, Actor, Object
from fedcop.errors import FedcopError
from fedcop.store.batch import Unit
from fedcop.store.queries import inbox
from fedcop.store.queries.inbox import State
from fedcop.store.rows import InboxRow
from fedcop.values import host_of
from tests.builders import let_follow, make_person, remember_group, remember_person
from tests.corpus import CORPUS, needs_corpus
from tests.federation.inbox.rig import LATEST, activity


def documents():
    for path in sorted((CORPUS / "peers").glob("*/*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        try:
            yield path.name, value, reading.read(value)
        except FedcopError:
            continue


def sendable():
    """Activities as they are, and what was written in the Create of its author."""
    for name, value, document in documents():
        if isinstance(document, Activity) and document.id and document.actor:
            yield name, value, document
        elif isinstance(document, Object) and document.id and document.author:
            made = activity("Create", document.author, value)
            yield name, made, reading.read_activity(made)


@needs_corpus
async def test_every_document_comes_to_a_verdict_and_none_is_a_fault(node):
    reader = await make_person(node.store, "ana")
    for _, value, document in documents():
        if isinstance(document, Actor | Object) and document.id:
            node.web.put(document.id.partition("#")[0], value)
    unit = Unit(node.store)
    for number, (_, value, sent) in enumerate(sendable(), 1):
        await know(node, reader, sent)
        unit.add(inbox.keep(row_of(number, value, sent)))
    await unit.commit()
    await node.processor.drain()
    verdicts = await inbox.list_verdicts(node.store, LATEST, 1000)
    assert [one for one in verdicts if one.reason.startswith("fault")] == []
    found = Counter(State(one.state) for one in verdicts)
    assert found.total() > 200
    assert found[State.APPLIED] > 100


async def know(node, reader, sent):
    """Whoever announces activities is a community that one of ours belongs to."""
    announces = sent.type == "Announce" and isinstance(sent.object, Activity)
    row = await (remember_group if announces else remember_person)(node.store, sent.actor)
    if announces:
        await let_follow(node.store, reader, row)


def row_of(number, value, sent):
    return InboxRow(
        id=number,
        fingerprint=f"{number:064}",
        signer=sent.actor,
        host=host_of(sent.actor),
        activity_id=f"{sent.id}#{number}",
        kind=sent.type,
        key=f"{number}",
        body=orjson.dumps(value),
        received=1,
    )
