"""What the builders about posts share: who is told of a post, and what a community relays."""

from fedcop.activitypub.vocabulary import PUBLIC, Activity
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox.append import Form, ToLane, ToStream
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.queries.outbound import find_body
from fedcop.store.rows import ActorRow, EventRow
from fedcop.values import Audience

Address = ToStream | ToLane


def told_by_author(facts: PostFacts) -> tuple[Address, ...]:
    """Say who is told of a post by its own author, one of ours."""
    author, audience = facts.author, facts.audience
    lanes = _named_lanes(facts)
    match audience:
        case Audience.PUBLIC | Audience.UNLISTED:
            return (ToStream(author.id, Audience.PUBLIC), *_microblogs(facts), *lanes)
        case Audience.FOLLOWERS:
            return (ToStream(author.id, Audience.FOLLOWERS), *lanes)
        case Audience.MEMBERS:
            # Only the community's home tells its members; others must not learn of it.
            return lane_of(facts.group)
        case _:
            return lanes


def told_by_community(facts: PostFacts) -> tuple[Address, ...]:
    """Say who is told of a post by its community, one of ours."""
    group = facts.group
    if group is None:
        return ()
    if facts.audience is Audience.MEMBERS:
        return (ToStream(group.id, Audience.MEMBERS, Form.WRAPPED),)
    return (ToStream(group.id, Audience.PUBLIC),)


def is_relayed(facts: PostFacts) -> bool:
    """Whether our community passes a post on: what everybody, or every member, may read."""
    return facts.at_home and facts.audience in {
        Audience.PUBLIC,
        Audience.UNLISTED,
        Audience.MEMBERS,
    }


def announce(outbound: Outbound, facts: PostFacts, row: EventRow, word: str) -> Activity:
    """Begin the Announce of a community; what is announced is put in by the caller."""
    group = facts.group
    if group is None:
        raise ValueError("only a community announces")
    if facts.audience is Audience.MEMBERS:
        to, cc = (group.followers,), ()
    else:
        to, cc = (PUBLIC,), (group.followers, facts.author.uri)
    return Activity(
        type="Announce",
        id=outbound.uris.activity(f"{row.id}-{word}"),
        actor=group.uri,
        to=to,
        cc=cc,
        audience=(group.uri,),
        published=row.created,
    )


async def original(outbound: Outbound, row: EventRow) -> bytes | None:
    """Read the bytes that an event came with, when a member sent them to us directly."""
    if not row.cause:
        return None
    found = await find_body(outbound.store, row.cause)
    if found is None or found[0] == "Announce" or b'"bto"' in found[1] or b'"bcc"' in found[1]:
        return None
    return found[1]


def carries_proof(body: bytes) -> bool:
    """Whether an activity can be believed without asking its origin."""
    return b'"proof"' in body and b"eddsa-jcs-2022" in body


def _named_lanes(facts: PostFacts) -> tuple[ToLane, ...]:
    """Address those a post names, whom it answers, and the remote home of its community."""
    actors: list[ActorRow | None] = [*facts.mentioned]
    if facts.audience is not Audience.NAMED:
        actors += [facts.parent_author, facts.group]
    lanes = {lane.inbox: lane for actor in actors for lane in lane_of(actor)}
    return tuple(lanes.values())


def _microblogs(facts: PostFacts) -> tuple[Address, ...]:
    """Let followers of our community on microblog software see the author's own activities."""
    if not facts.at_home or facts.group is None:
        return ()
    return (ToStream(facts.group.id, Audience.PUBLIC, Form.PLAIN),)
