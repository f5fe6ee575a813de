"""What communities and stewards of other nodes remove, kept so that they can bring it back."""

from dataclasses import replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import copies, events, hashtags, media, policy, policy_posts, polls, posts
from fedcop.community.drafts import Draft
from fedcop.community.moderating import deciding, withholding
from fedcop.community.moderating.judges import REMOVE
from fedcop.community.moderation_events import PostRestored
from fedcop.errors import Conflict, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, decisions, mentions, stewards
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, DecisionRow, PostRow

# A guard: nobody has brought it back meanwhile.
_GONE: Final = "FROM post WHERE id = ? AND deleted > 0"


async def take_away(
    unit: Unit, by: ActorRow, number: int, reason: str, cause: int = 0
) -> PostRow | None:
    """Remove a post in the name of its community or of a steward; None when it is gone already.

    It is kept for as long as a moderator's decision can be taken back. Raises Refused.
    """
    post = await post_queries.find_post(unit, number)
    if post is None or post.deleted:
        return None
    steward = await stewards.find_steward(unit, post.community_id, by.id) is not None
    policy.require(policy_posts.may_remove(by, post, steward=steward))
    kept = await withholding.withhold(unit, by, post, reason, cause)
    now = clock.now_ms()
    row = DecisionRow(
        id=ids.new_id(),
        report_id=0,
        subject_id=post.author_id,
        post_id=post.id,
        community_id=post.community_id,
        by_id=by.id,
        act=REMOVE,
        rule_id=0,
        reason=reason.strip(),
        words="",
        created=now,
        kept=kept,
        kept_until=now + withholding.KEPT_MS,
    )
    unit.add(decisions.insert_decision(row))
    return post


async def give_back(unit: Unit, by: ActorRow, decision: DecisionRow, cause: int = 0) -> None:
    """Let stand again what was removed in the name of a community. Raises Conflict."""
    await deciding.undo(unit, by.id, decision, cause)


async def stand_again(unit: Unit, author: ActorRow, number: int, draft: Draft) -> bool:
    """Let what its author deleted elsewhere say again what it says there; False when it stands."""
    post = await post_queries.find_post(unit, number)
    if post is None:
        raise NotFound("There is no such post.")
    if not post.deleted:
        return False
    if await find_removal(unit, post) is not None:
        raise Conflict("A moderator removed it.")
    unit.touch(f"post:{post.id}")
    unit.guard(_GONE, post.id)
    again = replace(
        post,
        url=draft.url,
        kind=polls.KIND if draft.poll else draft.kind,
        title=draft.title,
        summary=draft.summary,
        content=draft.content,
        source=draft.source,
        language=draft.language,
        sensitive=int(draft.sensitive),
        audience=int(draft.audience),
        cop=draft.cop,
        files=len(draft.attached),
    )
    named = await mentions.list_mentioned(unit, post.id)
    unit.add(
        post_queries.raise_post(again),
        *mentions.delete_mentions(post.id, named),
        *mentions.insert_mentions(post.id, draft.mentions),
        *mentions.insert_hashtags(post.id, hashtags.fold(draft.hashtags), again.files),
        media.let_go_of(post.id),
    )
    if draft.poll:
        unit.add(*polls.ask(author, again, draft.poll))
    await copies.bring(unit, author, post.id, draft.attached)
    posts.count_place(unit, again, 1)
    events.record(unit, PostRestored(post.id, post.root_id, author.id), draft.cause)
    return True


async def forget(unit: Unit, decision: DecisionRow) -> bool:
    """Keep no longer what its own author takes back as well; False when nothing was kept."""
    if not decision.kept:
        return False
    unit.touch(f"decision:{decision.id}")
    unit.add(decisions.forget_kept(decision.id), media.let_go_of(decision.post_id))
    return True


# Reads


async def find_removal(reader: Reader, post: PostRow) -> DecisionRow | None:
    """Find the decision by which a post is removed, while it holds."""
    return await decisions.find_removal(reader, post.author_id, post.id)


async def is_theirs(reader: Reader, decision: DecisionRow, community: int) -> bool:
    """Whether a removal was the community's own word, or that of one of its stewards.

    What those decided who look after this node stands, whatever others say.
    """
    by = await actors.find_actor(reader, decision.by_id) if decision.by_id else None
    if by is None or decision.community_id != community:
        return False
    if by.id == community or not by.local:
        return True
    return await stewards.find_steward(reader, community, by.id) is not None
