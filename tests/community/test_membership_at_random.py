"""Whatever people and peers do in whatever order: states, counts and events stay right.

The oracle is a plain dictionary with the rules in words of its own.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from fedcop.community import communities, membership, moderation
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.store.rows import ActorRow
from tests.builders import make_community, make_person, remember_group, remember_person

STEPS = 250


@dataclass
class World:
    people: list[ActorRow]
    strangers: list[ActorRow]
    places: list[ActorRow]
    group: ActorRow
    steward: ActorRow
    states: dict[tuple[int, int], str] = field(default_factory=dict)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    told: Counter = field(default_factory=Counter)

    def state(self, follower, target):
        return self.states.get((follower.id, target.id), "")

    def put(self, follower, target, state, event):
        self.states[follower.id, target.id] = state
        self.told[event] += 1

    def at_odds(self, one, other):
        return (one.id, other.id) in self.blocks or (other.id, one.id) in self.blocks


async def make_world(store):
    steward = await make_person(store, "steward")
    people = [
        await make_person(store, "ana"),
        await make_person(store, "ben"),
    ]
    strangers = [
        await remember_person(store, "https://peer.example/u/bo"),
        await remember_person(store, "https://peer.example/u/locked", locked=1),
    ]
    places = [
        await make_community(store, steward, "open"),
        await make_community(store, steward, "closed", locked=True),
    ]
    group = await remember_group(store, "https://peer.example/c/far")
    return World(people, strangers, places, group, steward)


async def ask(store, world, rng):
    follower = rng.choice(world.people)
    target = rng.choice([*world.people, *world.strangers, *world.places, world.group])
    before = world.state(follower, target)
    if follower.id == target.id or world.at_odds(follower, target):
        with pytest.raises(Refused):
            await perform(store, membership.ask, follower, target)
        return
    await perform(store, membership.ask, follower, target)
    if before in {"pending", "accepted"}:
        return
    if target.local and not target.locked:
        world.put(follower, target, "accepted", "FollowAccepted")
    else:
        world.put(follower, target, "pending", "FollowAsked")


async def join(store, world, rng):
    follower, target = rng.choice(world.strangers), rng.choice([*world.people, *world.places])
    before = world.state(follower, target)
    uri = f"{follower.uri}/follow/{rng.random()}"
    await perform(store, membership.join, follower, target, uri, 7)
    if world.at_odds(follower, target):
        world.put(follower, target, "rejected", "FollowRejected")
    elif not target.locked or before == "accepted":
        world.put(follower, target, "accepted", "FollowAccepted")
    elif before != "pending":
        world.put(follower, target, "pending", "FollowAsked")


async def leave(store, world, rng):
    follower = rng.choice([*world.people, *world.strangers])
    target = rng.choice([*world.people, *world.strangers, *world.places, world.group])
    row = await perform(store, membership.leave, follower, target)
    if world.state(follower, target) in {"pending", "accepted"}:
        assert row is not None
        world.put(follower, target, "left", "FollowEnded")
    else:
        assert row is None


async def answer_of_a_peer(store, world, rng):
    follower, target = rng.choice(world.people), rng.choice([*world.strangers, world.group])
    before = world.state(follower, target)
    if rng.random() < 0.6:
        row = await perform(store, membership.accepted, follower, target)
        if before == "pending":
            world.put(follower, target, "accepted", "FollowAccepted")
        else:
            assert row is None
        return
    await perform(store, membership.rejected, follower, target)
    if before in {"pending", "accepted"}:
        world.put(follower, target, "rejected", "FollowRejected")


async def answer_of_ours(store, world, rng):
    follower = rng.choice([*world.people, *world.strangers])
    target = rng.choice(world.places)
    before = world.state(follower, target)
    follow = await membership.find_follow(store, follower.id, target.id)
    if follow is None:
        return
    if rng.random() < 0.7:
        await perform(store, membership.approve, world.steward, follow.id)
        if before == "pending":
            world.put(follower, target, "accepted", "FollowAccepted")
    else:
        await perform(store, membership.refuse, world.steward, follow.id)
        if before in {"pending", "accepted"}:
            world.put(follower, target, "rejected", "FollowRejected")


async def block(store, world, rng):
    actor, blocked = rng.sample([*world.people, *world.strangers], 2)
    if not (actor.local or blocked.local):
        return
    if (actor.id, blocked.id) in world.blocks:
        await perform(store, moderation.unblock, actor, blocked)
        world.blocks.remove((actor.id, blocked.id))
        world.told["Unblocked"] += 1
        return
    await perform(store, moderation.block, actor, blocked)
    world.blocks.add((actor.id, blocked.id))
    world.told["Blocked"] += 1
    if world.state(actor, blocked) in {"pending", "accepted"}:
        world.put(actor, blocked, "left", "FollowEnded")
    if world.state(blocked, actor) in {"pending", "accepted"}:
        world.put(blocked, actor, "rejected", "FollowRejected")


ACTS = [ask, ask, join, join, leave, answer_of_a_peer, answer_of_ours, block]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_store_says_what_the_dictionary_says(store, seed):
    rng = random.Random(seed)
    world = await make_world(store)
    for _ in range(STEPS):
        await rng.choice(ACTS)(store, world, rng)
    rows = await store.read("SELECT follower_id, target_id, state FROM follow")
    kept = {(row[0], row[1]): row[2] for row in rows if row[0] != world.steward.id}
    assert kept == world.states
    for place in [*world.places, world.group]:
        group = await communities.find(store, place.id)
        members = [
            key for key, state in world.states.items() if key[1] == place.id and state == "accepted"
        ]
        assert group.practice.members == len(members) + bool(place.local)
    told = Counter(row[0] for row in await store.read("SELECT kind FROM event"))
    assert told == world.told
    assert set(world.states.values()) == {"pending", "accepted", "rejected", "left"}
