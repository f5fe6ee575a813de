"""A practice of one node is applied on another: its author's node shows it soon after."""

import asyncio
import sys
import time

import pytest

from fedcop.community import adopting, membership
from fedcop.community.practice import adoptions, artifacts
from fedcop.community.practice.parts import AdoptionPart
from fedcop.federation.remote import applying
from fedcop.store.queries.posts import find_post_by_uri
from tests.adopting import row_of, write_practice
from tests.network.test_two_nodes_share_a_community import find_actor
from tests.nodes import Town, until


@pytest.mark.timeout(180)
async def test_it_stands_on_the_artifact_at_home(town: Town, kind: str, capsys):
    north, river = await town.node("northwind", kind), await town.node("riverside", kind)
    ana, tomas = await north.person("ana"), await river.person("tomas")
    group = await north.community(ana, "handovers")
    await asyncio.gather(north.start(), river.start())
    away = await find_actor(river, f"@handovers@{north.host}")
    await river.do(membership.ask, tomas, away)

    async def joined():
        follow = await membership.find_follow(river.store, tomas.id, away.id)
        return follow is not None and follow.state == "accepted"

    await until(joined)
    post = await write_practice(north.store, ana, group)
    there = await until(lambda: find_post_by_uri(river.store, post.uri))
    row = await row_of(river.store, post.uri)
    part = AdoptionPart(artifacts.pin_of(row), team="ward 4", result="worked")
    draft = await applying.draft_of(river.parts.reach, there, part)
    begun = time.perf_counter()
    await river.do(adopting.apply, tomas, draft)

    async def shown():
        return (await adoptions.results_of(north.store, post.uri)).worked == 1

    await until(shown)
    passed = time.perf_counter() - begun
    assert (await row_of(north.store, post.uri)).adoptions == 1
    with capsys.disabled():
        sys.stdout.write(f"\nan adoption of another node was there after {passed * 1000:.0f} ms\n")
