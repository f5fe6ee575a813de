"""What FEDERATION.md shows of what is offered elsewhere, and of a question without a name."""

from dataclasses import replace
from typing import Any

from fedcop.community import offering_back, voices
from fedcop.community.offering_back import Change
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, mentoring
from fedcop.community.practice.packing import said_of
from fedcop.community.quiet import Wish
from fedcop.store.batch import Store
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.rows import ActorRow
from tests.builders import let_follow, own_keys, remember_group, remember_person
from tests.federation.endpoints.rig import know_peer
from tests.federation.outbox.examples_picked import HARBOUR, RIVERSIDE, Others, pick
from tests.federation.outbox.telling import tell
from tests.federation.test_questions_without_a_name import asked
from tests.practice import bring, claimed, part_of, publish
from tests.reviewing import pin_of, propose

_GOAL = "Lead my first audit. Two calls a month, until June."


async def offers(store: Store, ana: ActorRow, others: Others) -> dict[str, list[Any]]:
    """Let somebody offer an artifact to a library, ask for a mentor, and offer a change."""
    artifact = await publish(store, ana, others[0].id)
    wards = await remember_group(store, f"{RIVERSIDE}/c/wards")
    await tell(store)
    await propose(store, ana, wards, artifact)
    offered = await pick(store, "Offer", ana)
    ingrid = await remember_person(store, f"{HARBOUR}/u/ingrid")
    await know_peer(store, "harbour.example", "fedcop")
    await perform(store, mentoring.begin, ana, (ingrid, ana), _GOAL)
    mentor = await pick(store, "Offer", ana)
    change = await _suggests(store, ana, others)
    return {"Offer": [offered.plain, mentor.plain, change]}


async def _suggests(store: Store, ana: ActorRow, others: Others) -> Any:
    """One of ours would have an artifact elsewhere say something else."""
    group, mira, _ = others
    part = claimed(part_of(store), 7)
    uri = f"{RIVERSIDE}/a/115000000000000006"
    await bring(store, mira, part, uri, community_id=group.id)
    await tell(store)
    row = await artifacts.find(store, uri)
    assert row is not None
    said = replace(said_of(part), source="Say the name.\n\nSay the allergies.")
    change = Change(said, await pin_of(store, uri), words="A line for allergies")
    await perform(store, offering_back.offer, ana, uri, change)
    return (await pick(store, "Offer", ana)).plain


async def quiet_questions(store: Store, ana: ActorRow, others: Others) -> dict[str, list[Any]]:
    """Let the voice of our node ask a community elsewhere for one of ours."""
    group = await remember_group(store, f"{RIVERSIDE}/c/rounds")
    await let_follow(store, ana, group)
    organization = await find_actor_by_uri(store, store.uris.organization())
    assert organization is not None
    keys = own_keys(voices.uri_of(organization))  # the one key of all tests
    voice = await perform(store, voices.make, organization, keys)
    await tell(store)
    await asked(store, ana, group.id, Wish("How do you begin a handover?", "Ours take an hour."))
    return {"Create": [(await pick(store, "Create", voice)).plain]}
