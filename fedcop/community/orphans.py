"""Replies that came before what they answer: brought into its thread when it arrives.

Whichever of the two is told later sees the other, so that none is missed.
"""

from collections.abc import Sequence

from fedcop.community import events, notice_rules, policy_posts, threads
from fedcop.community.events import PostPlaced, PostWritten
from fedcop.community.practice import questions
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, posts
from fedcop.store.queries import threads as rows
from fedcop.store.queries.echoes import PostFacts
from fedcop.store.queries.notifications import About
from fedcop.store.queries.threads import Branch, Parent
from fedcop.store.rows import PostRow
from fedcop.values import Audience

_AT_ONCE = 20
_BELOW = 500


async def settle(unit: Unit, facts: PostFacts) -> bool:
    """Bring together a new post and what belongs with it; False when there is more to bring."""
    if facts.orphan:
        parent = await rows.find_parent_by_uri(unit, facts.reply_to_uri)
        return parent is None or await _adopt(unit, facts.id, parent)
    if facts.astray:
        parent = await rows.find_parent(unit, facts.reply_to_id)
        return parent is None or await _bring_below(unit, facts.root_id, parent)
    return not facts.awaited or await adopt(unit, facts)


async def adopt(unit: Unit, post: PostFacts) -> bool:
    """Put what waited for a post below it, some at a time; False when there is more."""
    parent = await rows.find_parent(unit, post.id)
    if parent is None:
        return True
    waiting = await rows.list_orphans(unit, post.uri, _AT_ONCE + 1)
    whole = [await _adopt(unit, orphan, parent) for orphan in waiting[:_AT_ONCE]]
    return all(whole) and len(waiting) <= _AT_ONCE


async def _adopt(unit: Unit, number: int, parent: Parent) -> bool:
    orphan = await posts.find_post(unit, number)
    if orphan is None or orphan.reply_to_id:
        return True
    unit.touch(f"post:{orphan.id}")
    unit.guard(rows.WAITS, orphan.id)
    # A circle of replies stays apart, and so does what its author may not say there.
    if parent.root_id == orphan.id or not await _may_stand(unit, orphan, parent):
        unit.add(rows.let_go(orphan.id))
        return True
    if not await _bring_below(unit, orphan.id, parent):
        return False
    _bring(unit, [Branch(orphan.id, orphan.community_id, orphan.deleted, orphan.cause)], parent)
    unit.add(
        rows.attach_post(orphan.id, parent.id),
        posts.count_replies(parent.root_id, parent.root_id, 0, orphan.bumped),
    )
    questions.answer(unit, orphan, parent)
    if parent.id != parent.root_id:
        unit.add(posts.count_replies(parent.id, parent.id, 1, 0))
    if parent.local and parent.author_id != orphan.author_id:
        about = About("reply", orphan.author_id, of=orphan.id, post_id=orphan.id)
        await notice_rules.tell(unit, parent.author_id, about)
    return True


async def _may_stand(unit: Unit, orphan: PostRow, parent: Parent) -> bool:
    author = await actors.find_actor(unit, orphan.author_id)
    if author is None or parent.ground is None:
        return author is not None
    audience = policy_posts.narrow(Audience(orphan.audience), Audience(parent.audience))
    standing = await threads.standing_in(unit, author, parent.ground, audience)
    return bool(policy_posts.may_write(author, parent.ground, standing, audience, start=False))


async def _bring_below(unit: Unit, root: int, parent: Parent) -> bool:
    """Bring what stands below an old start along; False when there is more."""
    below = await rows.list_branch(unit, root, _BELOW + 1)
    _bring(unit, below[:_BELOW], parent)
    return len(below) <= _BELOW


def _bring(unit: Unit, branch: Sequence[Branch], parent: Parent) -> None:
    """Put posts into the thread of what is answered, and tell of those new to a community."""
    if not branch:
        return
    unit.add(
        rows.move_posts([post.id for post in branch], parent),
        posts.count_replies(parent.root_id, parent.root_id, len(branch), 0),
    )
    for post in branch:
        if post.community_id == parent.community_id or post.deleted:
            continue
        if parent.community_id:
            unit.add(posts.count_posts(parent.community_id, 1, 0))
        if post.community_id:
            unit.add(posts.count_posts(post.community_id, -1, 0))
        if parent.here:
            events.record(unit, PostWritten(post.id, parent.root_id), post.cause)
        elif parent.community_id:
            events.record(unit, PostPlaced(post.id, parent.root_id), post.cause)
