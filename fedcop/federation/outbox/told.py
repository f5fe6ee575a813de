"""Who is told of a post, and of what is done to it: streams and lanes, by its audience."""

from fedcop.federation import dialects
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox.append import Form, ToLane, ToStream
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.queries.follows import find_follow
from fedcop.store.queries.outbound import find_software
from fedcop.values import Audience

Address = ToStream | ToLane


def by_author(facts: PostFacts) -> tuple[Address, ...]:
    """Say whom its author, one of ours, tells of a post."""
    author = facts.author
    match facts.audience:
        case Audience.PUBLIC | Audience.UNLISTED:
            stream = ToStream(author.id, Audience.PUBLIC)
            others = [lane for actor in facts.also for lane in lane_of(actor)]
            return (stream, *_microblogs(facts), *_named(facts), *lane_of(facts.group), *others)
        case Audience.FOLLOWERS:
            return (ToStream(author.id, Audience.FOLLOWERS), *_named(facts))
        case Audience.MEMBERS:
            # Only the community's home tells its members; nobody else must learn of it.
            return lane_of(facts.group)
        case _:
            return tuple(lane for actor in facts.mentioned for lane in lane_of(actor))


async def by_community(
    outbound: Outbound, facts: PostFacts, plain: bytes | None
) -> tuple[Address, ...]:
    """Say whom its community, one of ours, tells of a post; `plain` is what microblogs are told."""
    group = facts.group
    if group is None:
        return ()
    if facts.audience is Audience.MEMBERS:
        return (ToStream(group.id, Audience.MEMBERS, Form.WRAPPED),)
    return (ToStream(group.id, Audience.PUBLIC), *await _receipt(outbound, facts, plain))


async def _receipt(outbound: Outbound, facts: PostFacts, plain: bytes | None) -> tuple[ToLane, ...]:
    """Let the author's node hear that their post was taken: nothing else tells it.

    Not where it reads the stream already, since the author follows; and not where it would be
    owed for ever what it cannot read.
    """
    lanes = lane_of(facts.author)
    if not lanes or facts.group is None:
        return ()
    follow = await find_follow(outbound.store, facts.author.id, facts.group.id)
    if follow is not None and follow.state == "accepted" and follow.lane_id:
        return ()
    if plain is None:
        software = await find_software(outbound.store, facts.author.host)
        return lanes if dialects.form_for(software) == dialects.WRAPPED else ()
    return lanes


def is_relayed(facts: PostFacts) -> bool:
    """Whether a community of ours passes a post on: what everybody, or each member, may read."""
    relayed = {Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS}
    return facts.at_home and facts.audience in relayed


def _named(facts: PostFacts) -> tuple[ToLane, ...]:
    """Address those a post mentions, and whom it answers."""
    return tuple(
        lane for actor in (*facts.mentioned, facts.parent_author) for lane in lane_of(actor)
    )


def _microblogs(facts: PostFacts) -> tuple[Address, ...]:
    """Let followers of our community on microblog software see the author's own activities.

    They take an edit from its author alone.
    """
    if not facts.at_home or facts.group is None:
        return ()
    return (ToStream(facts.group.id, Audience.PUBLIC, Form.PLAIN),)
