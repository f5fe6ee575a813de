"""Lineage: kept with ends unknown, said by its origin or by others."""

from fedcop.community.perform import perform
from fedcop.community.practice import lineage
from fedcop.community.practice.parts import Origin
from fedcop.store.batch import Unit
from fedcop.values import ArtifactPin

OURS = "https://cop.example/a/2"
THEIRS = "https://far.example/a/1"
OTHER = "https://far.example/a/9"


def _from(uri, number=7, relation="adaptedFrom"):
    return Origin(relation, ArtifactPin(uri, number, "sha-256:aa"), "shorter")


async def _hear(unit: Unit, *said):
    lineage.hear(unit, *said)


async def test_an_edge_is_kept_though_nothing_at_its_ends_is_here(store):
    await perform(store, lineage.record, OURS, [_from(THEIRS)], number=3)
    edge = (await lineage.list_from(store, OURS))[0]
    assert (edge.relation, edge.target_uri, edge.target_number) == ("adaptedFrom", THEIRS, 7)
    assert (edge.source_number, edge.verified, edge.note) == (3, 1, "shorter")
    assert [row.id for row in await lineage.list_to(store, THEIRS)] == [edge.id]
    assert await lineage.list_to(store, THEIRS, "cites") == []


async def test_hearsay_gives_way_to_what_the_origin_says_and_never_the_other_way(store):
    await perform(store, _hear, OURS, _from(THEIRS, 6))
    assert (await lineage.list_from(store, OURS))[0].verified == 0
    await perform(store, lineage.record, OURS, [_from(THEIRS, 7)])
    await perform(store, _hear, OURS, _from(THEIRS, 2))
    edges = await lineage.list_from(store, OURS)
    assert [(edge.verified, edge.target_number) for edge in edges] == [(1, 7)]


async def test_what_is_no_longer_named_goes_and_hearsay_stays(store):
    await perform(store, _hear, OURS, _from(OTHER))
    await perform(store, lineage.record, OURS, [_from(THEIRS), _from(THEIRS, 1, "cites")])
    await perform(store, lineage.record, OURS, [_from(THEIRS, 8)])
    edges = {
        (e.relation, e.target_uri): e.target_number for e in await lineage.list_from(store, OURS)
    }
    assert edges == {("adaptedFrom", OTHER): 7, ("adaptedFrom", THEIRS): 8}


async def test_what_is_no_edge_is_left_out(store):
    said = [_from(OURS), _from(""), _from(THEIRS, 1, "likes"), _from(THEIRS)]
    await perform(store, lineage.record, OURS, said)
    assert [edge.target_uri for edge in await lineage.list_from(store, OURS)] == [THEIRS]
