"""What FEDERATION.md shows of libraries: what peers ask, find, apply and stand for."""

from typing import Any

from fedcop.community import events, recommending
from fedcop.community.adaptation_notices import hear_of_version
from fedcop.community.events import PostWritten
from fedcop.community.perform import perform
from fedcop.community.practice import confirming, invitations
from fedcop.community.practice.invitations import Ask
from fedcop.community.practice.parts import AdoptionPart, Origin, Point, ReviewPart
from fedcop.community.practice_events import QuoteAsked
from fedcop.federation.remote import reviewing
from fedcop.store.batch import Store, Unit
from fedcop.store.rows import ActorRow, PostRow
from tests.adopting import apply_it
from tests.builders import make_community, remember_person
from tests.federation.endpoints.rig import open_door
from tests.federation.inbox.rig import open_node
from tests.federation.outbox.examples_picked import RIVERSIDE, Others, pick
from tests.federation.outbox.telling import tell
from tests.practice import bring, claimed, part_of, publish
from tests.reviewing import endorse, pin_of
from tests.writing import write

_BETTER = {"dimension": "quality", "direction": "better", "range": "some", "confidence": "medium"}
_BEGAN = 1_767_614_400_000  # 5 January 2026


async def libraries(store: Store, ana: ActorRow, others: Others) -> dict[str, list[Any]]:
    """Let an artifact from elsewhere be reviewed, applied and endorsed, and one of ours adapted."""
    group, mira, bo = others
    part = claimed(part_of(store), 7)
    uri = f"{RIVERSIDE}/a/115000000000000004"
    artifact = await bring(store, mira, part, uri, community_id=group.id)
    await tell(store)
    rita = await remember_person(store, f"{RIVERSIDE}/u/rita")
    ask = Ask("review", await pin_of(store, artifact.uri), group.id, "You know nights.")
    await perform(store, invitations.invite, ana, rita, ask)
    invite = await pick(store, "Invite", ana)
    review = await _reviews(store, bo, artifact)
    told = {
        "team": "ward 4",
        "result": "partly",
        "outcome": (_BETTER,),
        "began": _BEGAN,
    }
    await apply_it(open_node(store).reach, bo, artifact, **told)
    adoption = await pick(store, "Create", bo)
    await endorse(store, ana, group, artifact.uri, "Used for years.")
    added = [one.plain for one in await tell(store) if one.kind == "Add"]
    (endorsed,) = [one for one in added if one["target"].endswith("/endorsed")]
    pin = await pin_of(store, artifact.uri)
    await perform(store, recommending.commend, bo, pin, "It halved what we lose at night.")
    like = next(one for one in await tell(store) if one.kind == "Like" and one.actor_id == bo.id)
    answered, leave = await _quotes(store, ana, group)
    return {
        "Accept": [answered],
        "Leave to quote": [leave],
        "Like": [like.plain],
        "Invite": [invite.plain],
        "Create": [review, adoption.plain],
        "Add": [endorsed, await _adapts(store, ana, others), await _confirms(store, ana, group)],
    }


async def _quotes(store: Store, ana: ActorRow, group: ActorRow) -> tuple[Any, Any]:
    """Somebody asks whether they may quote something of ours."""
    post = await publish(store, ana, group.id)
    mia = await remember_person(store, "https://social.example/users/mia")
    await tell(store)
    by = f"{mia.uri}/statuses/2"
    said = QuoteAsked(post.id, post.root_id, actor=mia.id, uri=f"{by}/quote", by=by, granted=1)
    await perform(store, _record, said)
    answered = (await pick(store, "Accept", ana)).plain
    return answered, await open_door(store).read(answered["result"])


async def _record(unit: Unit, event: QuoteAsked) -> None:
    events.record(unit, event)


async def _confirms(store: Store, ana: ActorRow, group: ActorRow) -> Any:
    """Somebody who uses another program confirms that they apply something of ours."""
    original = await publish(store, ana, group.id)
    mia = await remember_person(store, "https://social.example/users/mia")
    said = {"uri": f"{mia.uri}/statuses/1", "reply_to_id": original.id, "hashtags": ("applied",)}
    reply = await write(store, mia, "<p>Tried this on our ward. #applied</p>", **said)
    part = AdoptionPart(
        await pin_of(store, original.uri), team="Ward 4", result="worked", began=_BEGAN
    )
    await tell(store)
    await perform(store, confirming.hear, mia, reply, part)
    return (await pick(store, "Add", group)).plain


async def _reviews(store: Store, by: ActorRow, artifact: PostRow) -> Any:
    """Somebody says what they find, in terms of ours; a later revision mends one point."""
    part = ReviewPart(
        await pin_of(store, artifact.uri),
        "approveWithChanges",
        rubric_uri=f"{RIVERSIDE}/a/115000000000000005",
        scores=(("clarity", 3),),
        conflict="same organization as the author",
        points=(Point("works", "Fast."), Point("must", "Name the doctor.", 8)),
    )
    draft = await reviewing.draft_of(open_node(store).reach, artifact, part)
    said = {
        name: getattr(draft, name)
        for name in ("source", "reply_to_id", "language", "mentions", "practice")
    }
    await write(store, by, draft.content, **said)
    return (await pick(store, "Create", by)).plain


async def _adapts(store: Store, ana: ActorRow, others: Others) -> Any:
    """Somebody makes a version of what stands in the community, for one of their own."""
    group, _, bo = others
    original = await publish(store, ana, group.id)
    ward = await make_community(store, bo, "ward")
    origin = Origin("adaptedFrom", await pin_of(store, original.uri), title=original.title)
    version = await publish(store, bo, ward.id, title="Six-line handover", origins=(origin,))
    await tell(store)
    await perform(store, hear_of_version, PostWritten(version.id, version.root_id))
    return (await pick(store, "Add", group)).plain
