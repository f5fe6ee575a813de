"""Whatever is edited, reviewed and endorsed, and in whatever order it travels: no false approval.

What was really said is kept in a plain list. After each step both nodes are asked how the artifact
may be shown, and each approval they show must stand in that list, for just the digest shown.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest

from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, endorsing, lifecycle, standing, stewarding
from fedcop.community.practice.shelves import Place
from fedcop.errors import FedcopError
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import ArtifactPin
from tests.builders import make_person
from tests.federation.pair import Side, deliver, exchange, join, owed
from tests.practice import publish, revise
from tests.reviewing import endorse, propose, review, standing_of

STEPS = 28
APPROVING = ("approve", "approveWithChanges")


@dataclass
class World:
    """Two nodes, what was said, and what is still on its way."""

    home: Side
    away: Side
    lab: ActorRow  # as its home knows it
    steward: ActorRow
    author: ActorRow  # of the other node
    reviewers: list[tuple[Side, ActorRow]]
    post: PostRow
    dice: random.Random
    said: dict[int, str] = field(default_factory=dict)  # the digest of each revision
    minor: set[int] = field(default_factory=set)
    endorsed: set[tuple[int, str]] = field(default_factory=set)
    approved: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bag: list[tuple[Side, Any, str]] = field(default_factory=list)

    @property
    def uri(self) -> str:
        return self.post.uri


async def make_world(pair, scene, seed):
    home, away = pair
    ana, lab, mira, known = scene
    rita = await make_person(away.store, "rita")
    await join(rita, away, lab, home)
    post = await publish(away.store, mira, known.id, source="Stand by the window. " * 40)
    await propose(away.store, mira, known, post)
    await exchange(home, away)
    world = World(
        home=home,
        away=away,
        lab=lab,
        steward=ana,
        author=mira,
        reviewers=[(home, ana), (away, rita)],
        post=post,
        dice=random.Random(seed),
    )
    await note_revision(world)
    return world


async def note_revision(world):
    row = await artifacts.find(world.away.store, world.uri)
    world.said[row.number] = row.digest
    latest = await artifacts.revision(world.away.store, row.id, row.number)
    if latest.minor:
        world.minor.add(row.number)


async def edit(world):
    words = f"Stand by door {world.dice.random()}. " * 20
    await revise(world.away.store, world.author, world.post, source=words)
    await note_revision(world)


async def mend(world):
    """Mend one word, and say that this is all."""
    row = await artifacts.find(world.away.store, world.uri)
    before = await artifacts.revision(world.away.store, row.id, row.number)
    said = {"source": before.source.replace("Stand", "Wait", 1), "minor": True}
    if "Stand" in before.source:
        await revise(world.away.store, world.author, world.post, **said)
        await note_revision(world)


async def say(world):
    side, person = world.dice.choice(world.reviewers)
    row = await artifacts.find(side.store, world.uri)
    verdict = world.dice.choice((*APPROVING, "needsWork", "comment"))
    pin = artifacts.pin_of(row)
    await review(side.store, person, await side.post(world.uri), verdict, pin=pin)
    if verdict in APPROVING:
        world.approved[pin.digest].add(person.uri)


async def approve(world):
    """The steward endorses what they see, or something older."""
    row = await artifacts.find(world.home.store, world.uri)
    number = world.dice.randint(1, row.number)
    found = await artifacts.history(world.home.store, row.id, number + 1, 1)
    pin = ArtifactPin(world.uri, found[0].number, found[0].digest)
    await endorse(world.home.store, world.steward, world.lab, world.uri, "Yes.", pin=pin)
    world.endorsed.add((pin.number, pin.digest))


async def take_back(world):
    place = Place(world.lab, world.steward, "No.")
    rows = await endorsing.list_by(world.home.store, world.lab.id)
    if rows:
        pin = endorsing.pin_of(world.dice.choice(rows))
        await perform(world.home.store, stewarding.withdraw, place, pin)


async def doubt(world):
    place = Place(world.lab, world.steward, "Is it so?")
    await perform(world.home.store, stewarding.question, place, world.uri)


async def supersede(world):
    if len(world.said) > 8:
        new = await publish(world.away.store, world.author, title="Another way")
        row = await artifacts.find(world.away.store, world.uri)
        await perform(world.away.store, lifecycle.supersede, row, new.uri)


async def travel(world):
    """Let some of what is on its way arrive, in any order, and some of it twice."""
    for sender, receiver in ((world.home, world.away), (world.away, world.home)):
        world.bag += [(receiver, *one) for one in await owed(sender, receiver)]
    world.dice.shuffle(world.bag)
    arriving = world.bag[: world.dice.randint(0, len(world.bag))]
    world.bag = world.bag[len(arriving) :]
    for receiver, told, actor in [*arriving, *arriving[:1]]:
        await deliver(receiver, told, actor)


DEEDS = (edit, mend, say, say, approve, approve, take_back, doubt, supersede, travel, travel)


async def check(world):
    for side in (world.home, world.away):
        row = await artifacts.find(side.store, world.uri)
        shown = await standing_of(side.store, world.uri)
        assert world.said[row.number] == row.digest, "no revision says two things"
        for one in shown.endorsed:
            assert (one.number, one.digest) in world.endorsed, "somebody did endorse this"
        if shown.current:
            assert (row.number, row.digest) in world.endorsed, "the digest shown was endorsed"
        if shown.status == "endorsed" and not shown.current:
            since = set(range(shown.latest_endorsed + 1, row.number + 1))
            assert since <= world.minor, "nothing but small edits since"
            assert f"endorsed r{shown.latest_endorsed}; r{row.number} minor" == shown.label
        if shown.status == "reviewed":
            assert len(world.approved[row.digest]) >= 2, "two peers approved the digest shown"


async def walk(world, steps=STEPS):
    for _ in range(steps):
        deed = world.dice.choice(DEEDS)
        try:
            await deed(world)
        except FedcopError:
            continue  # a rule said no, which is what rules are for
        finally:
            await check(world)


@pytest.mark.parametrize("seed", range(3))
async def test_it_never_does(pair, scene, seed):
    world = await make_world(pair, scene, seed)
    await walk(world)
    for receiver, told, actor in world.bag:
        await deliver(receiver, told, actor)
    await exchange(world.home, world.away)
    await check(world)
    both = [await standing_of(side.store, world.uri) for side in (world.home, world.away)]
    assert both[0].number == both[1].number
    pins = [{(one.number, one.digest) for one in shown.endorsed} for shown in both]
    assert pins[0] == pins[1]


async def test_a_fault_put_in_on_purpose_is_caught(pair, scene, monkeypatch):
    """Were an endorsement of any revision taken for one of what is shown, this would tell."""
    monkeypatch.setattr(standing, "_is_shown", lambda artifact, row: bool(row.digest))
    world = await make_world(pair, scene, 1)
    await approve(world)
    await exchange(world.home, world.away)
    with pytest.raises(AssertionError, match="the digest shown was endorsed"):
        await walk_with(world, edit)


async def walk_with(world, *deeds):
    for deed in deeds:
        await deed(world)
        await check(world)
