"""Flag and Resolve as other programs write them, about things of ours."""

import orjson
import pytest

from fedcop.community import moderation
from fedcop.community.moderating import casework
from fedcop.community.moderating.judges import Judge
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform
from fedcop.store.queries.inbox import State
from tests.builders import make_community, make_person, remember_person
from tests.corpus import CORPUS
from tests.federation.inbox.rig import activity
from tests.writing import write

OLU = "https://tern.example/users/olu"
FLAGS = (
    "gotosocial/gts-doc__moderation_00.json",
    "mastodon/lemmy-main__activities__flag.json",
    "mbin/lemmy-main__activities__flag.json",
    "mbin/FlagTest__testFlagEntryComment__1.json",
)
RESOLVE = "lemmy/lemmy-main__activities__community__resolve_report_page.json"


def written(name):
    path = CORPUS / "peers" / name
    if not path.exists():
        pytest.skip(f"{name}: the corpus is not here")
    return orjson.loads(path.read_bytes())


@pytest.mark.parametrize("name", FLAGS)
async def test_a_report_is_read_however_it_is_written(node, name):
    ana = await make_person(node.store, "ana")
    community = await make_community(node.store, ana, "weavers")
    post = await write(node.store, ana, community_id=community.id, title="Ours")
    await remember_person(node.store, OLU)
    theirs = written(name)
    ours = [ana.uri, post.uri] if isinstance(theirs["object"], list) else post.uri
    said = {key: theirs[key] for key in ("content", "summary") if key in theirs}
    flag = activity("Flag", OLU, ours, id=f"{OLU}/flags/1", **said)
    assert (await node.take(flag)).state == State.APPLIED
    [report] = await moderation.list_open_reports(node.store)
    assert (report.subject_id, report.community_id) == (ana.id, community.id)
    assert report.text == (said.get("content") or said.get("summary") or "")
    case = await casework.open_case(node.store, Judge(), report.id)
    assert [one.post_id for one, _ in case.posts] == [post.id]


async def test_a_resolve_of_lemmy_answers_a_report_of_ours(node):
    ana = await make_person(node.store, "ana")
    olu = await remember_person(node.store, OLU)
    report = await perform(node.store, moderation.report, ana, Complaint(olu.id, text="x"))
    theirs = written(RESOLVE)
    embedded = {**theirs["object"], "id": report.uri, "actor": node.store.uris.node_actor()}
    assert (await node.take(activity("Resolve", OLU, embedded))).state == State.APPLIED
    [(_, [step])] = await casework.list_filed(node.store, ana)
    assert step.step == "answered"
    again = activity("Resolve", OLU, embedded, id=f"{OLU}/resolve/2")
    assert (await node.take(again)).state == State.IGNORED


async def test_a_stranger_answers_no_report(node):
    ana = await make_person(node.store, "ana")
    olu = await remember_person(node.store, OLU)
    eve = await remember_person(node.store, "https://eve.example/users/eve")
    report = await perform(node.store, moderation.report, ana, Complaint(olu.id, text="x"))
    verdict = await node.take(activity("Resolve", eve.uri, report.uri, summary="Closed."))
    assert verdict.state == State.REFUSED
    [(_, steps)] = await casework.list_filed(node.store, ana)
    assert steps == []
