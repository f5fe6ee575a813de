"""What follows when somebody makes a version of something, or the original of one moves on."""

from fedcop.community import events, notice_rules
from fedcop.community.events import PostWritten
from fedcop.community.practice import adaptations, lineage
from fedcop.community.practice.standing import SPEAKERS
from fedcop.community.practice_events import AdaptationKnown, RevisionEndorsed
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, artifacts, posts, standings
from fedcop.store.queries.notifications import About


async def hear_of_version(unit: Unit, event: PostWritten) -> None:
    """Tell who wrote the original, and let its community, where it is ours, say so to all."""
    post = await posts.find_post(unit, event.post)
    row = await artifacts.find_artifact(unit, event.post) if post and post.practice else None
    if post is None or row is None or post.deleted:
        return
    for origin in adaptations.made_of(row):
        found = await adaptations.original_of(unit, origin)
        if found is None:
            continue
        original = found[1]
        author = await actors.find_actor(unit, original.author_id)
        if author is not None and author.local and author.id != post.author_id:
            kind = "adapted" if origin.relation == lineage.ADAPTED else "translated"
            about = About(kind, post.author_id, of=post.id, post_id=post.id)
            await notice_rules.tell(unit, author.id, about)
        if origin.relation != lineage.ADAPTED:
            continue
        if original.here and original.community_id and original.community_id != post.community_id:
            events.record(unit, AdaptationKnown(post.id, post.root_id, original=original.id))


async def tell_moved_on(unit: Unit, event: RevisionEndorsed) -> None:
    """Tell who has a version of it that another revision of the original is endorsed now."""
    post = await posts.find_post(unit, event.post) if event.post else None
    row = await artifacts.find_artifact(unit, event.post) if post else None
    if post is None or row is None:
        return
    endorsed = await standings.list_endorsed(unit, row.id)
    latest = max((one.number for one in endorsed if one.endorser.kind in SPEAKERS), default=0)
    for edge in await lineage.list_derived(unit, row.uri):
        version = await posts.find_post_by_uri(unit, edge.source_uri)
        if version is None or version.deleted or not version.local:
            continue
        owner = await actors.find_actor(unit, version.author_id)
        if owner is not None and latest > edge.target_number and owner.id != post.author_id:
            about = About("moved_on", post.author_id, of=event.endorsement, post_id=version.id)
            await notice_rules.tell(unit, owner.id, about)
