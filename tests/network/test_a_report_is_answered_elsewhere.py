"""A report about somebody of another node: it is settled there, and the answer comes home."""

import asyncio

import pytest

from fedcop.community import house_rules, membership, moderation
from fedcop.community.moderating import casework
from fedcop.community.moderating.casework import Which
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.moderation import Complaint
from fedcop.store.queries.posts import find_post, find_post_by_uri
from tests.network.test_two_nodes_share_a_community import find_actor
from tests.nodes import Town, until
from tests.writing import write

MARK = "zinnoberrot"


@pytest.mark.timeout(180)
async def test_the_answer_comes_home_and_the_reporter_stays_unknown(town: Town, kind: str):
    north, river = await town.node("northwind", kind), await town.node("riverside", kind)
    ana, tomas = await north.person(MARK), await river.person("tomas")
    await asyncio.gather(north.start(), river.start())
    there = await find_actor(north, f"@tomas@{river.host}")
    await north.do(membership.ask, ana, there)

    async def followed():
        follow = await membership.find_follow(north.store, ana.id, there.id)
        return follow is not None and follow.state == "accepted"

    await until(followed)
    await reported_and_answered(north, river, (ana, there), tomas)


async def reported_and_answered(north, river, reported, tomas):
    ana, there = reported
    post = await write(river.store, tomas, "<p>Buy looms!</p>")
    seen = await until(lambda: find_post_by_uri(north.store, post.uri))
    complaint = Complaint(there.id, 0, (seen.uri,), "He sells looms.", forward=True)
    await north.do(moderation.report, ana, complaint)

    async def arrived():
        return await casework.list_cases(river.store, Which())

    [report] = await until(arrived)
    await nothing_leaks(river)
    case = await casework.open_case(river.store, Judge(), report.id)
    assert case.posts[0][0].post_id == post.id
    assert case.subject is not None
    assert case.subject.id == tomas.id
    rule = await river.do(house_rules.add_rule, 0, "No advertising.")
    deed = Deed(act="remove", reason="It was advertising.", rule_id=rule.id)
    await river.do(casework.resolve, Judge(), report.id, deed)

    async def answered():
        [(_, answers)] = await casework.list_filed(north.store, ana)
        return answers

    [step] = await until(answered)
    assert step.text == "It was advertising."
    assert "No advertising." in step.about
    assert river.host in step.about

    async def gone():
        found = await find_post(north.store, seen.id)
        return found is not None and found.deleted

    await until(gone)


async def nothing_leaks(river):
    """What told of the report names its reporter nowhere."""
    told = [bytes(row[0]) for row in await river.store.read("SELECT body FROM inbox_message")]
    flags = [body for body in told if b"Flag" in body]
    assert flags
    assert not [body for body in flags if MARK.encode() in body]
