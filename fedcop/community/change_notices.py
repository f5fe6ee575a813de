"""Who is told of a change that is offered: who wrote the original, then whoever offered it."""

from fedcop.community import notice_rules
from fedcop.community.practice_events import ChangeAnswered, ChangeOffered
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, notifications, offers, posts
from fedcop.store.queries.notifications import About


async def tell_offered(unit: Unit, event: ChangeOffered) -> None:
    """Tell who wrote the original, where that is one of ours."""
    row = await offers.find_offer(unit, event.offer)
    post = await posts.find_post_by_uri(unit, row.target_uri) if row else None
    if row is None or post is None or post.deleted or not post.local:
        return
    about = About("offered_back", row.actor_id, of=row.id, post_id=post.id)
    await notice_rules.tell(unit, post.author_id, about)


async def tell_answered(unit: Unit, event: ChangeAnswered) -> None:
    """Tell whoever offered it, where that is one of ours; each answer anew."""
    row = await offers.find_offer(unit, event.offer)
    post = await posts.find_post_by_uri(unit, row.target_uri) if row else None
    by = await actors.find_actor(unit, row.actor_id) if row else None
    if row is None or post is None or by is None or not by.local:
        return
    about = About("change_answered", row.answered_by, of=row.id, post_id=post.id)
    unit.add(notifications.untell(by.id, about))
    await notice_rules.tell(unit, by.id, about)
