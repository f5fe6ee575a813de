"""Examples of artifacts for FEDERATION.md: as they stand, one revision, and their history."""

from typing import Any

from fedcop.community.practice.parts import Origin
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow
from fedcop.values import ArtifactPin
from tests.federation.endpoints.rig import open_door
from tests.federation.outbox.telling import tell
from tests.practice import HANDOVER, publish, revise

RIVERSIDE = "https://riverside.example"


async def artifacts(
    store: Store, ana: ActorRow, others: tuple[ActorRow, ActorRow, ActorRow]
) -> dict[str, list[Any]]:
    """A how-to that was adapted from another, in its second revision."""
    origin = Origin(
        "adaptedFrom",
        ArtifactPin(f"{RIVERSIDE}/a/115000000000000000", 7, f"sha-256:{'9f' * 32}"),
        title="Night handover",
        by="Riverside Trust",
        license="https://creativecommons.org/licenses/by/4.0/",
    )
    said = {
        "organization_uri": store.uris.organization(),
        "evidence": "repeated",
        "review_by": 1_780_272_000_000,
        "works_for": {"sector": "Hospitals", "size": "Teams of four to twelve"},
        "contributors": ((f"{RIVERSIDE}/u/mira", "editor"),),
        "origins": (origin,),
    }
    post = await publish(store, ana, others[0].id, **said)
    await tell(store)
    known = HANDOVER.fields["steps"]
    assert isinstance(known, list)
    steps = {**HANDOVER.fields, "steps": [*known, "Name the allergies."]}
    await revise(store, ana, post, **{**said, "fields": steps, "note": "A line for allergies"})
    await tell(store)
    door = open_door(store)
    return {
        "An artifact": [await door.read(post.uri)],
        "A revision": [await door.read(f"{post.uri}/r/2")],
        "A history": [await door.read(f"{post.uri}/history?page=true")],
    }
