"""A thread, from its start to its last reply, and what a post said before."""

from starlette.responses import Response

from fedcop.community import (
    catching_up,
    communities,
    reached,
    revisions,
    rights,
    stewards,
    timelines,
)
from fedcop.community.policy import Answer
from fedcop.community.timelines import Line, Thread
from fedcop.errors import Gone, NotFound
from fedcop.store.rows import GroupRow, PostRow
from fedcop.values import Audience
from fedcop.web import paths
from fedcop.web.answered import below, question_of
from fedcop.web.ask import Ask
from fedcop.web.asked import shown_of

_MISSING = "There is no such post, or it is not for you."


async def show(ask: Ask) -> Response:
    """Show a thread."""
    root = ask.number("id")
    later = after(ask)
    thread = await timelines.thread(ask.store, ask.viewer, root, later)
    if thread is None:
        return await lead_to(ask, (await find(ask, root)).post)
    start = thread.start.post
    if paths.of_post(start) != f"/t/{root}":
        return ask.go(f"{paths.of_post(start)}{f'?after={later}' if later else ''}")
    if start.deleted and not thread.replies:
        raise Gone("This post was taken back by its author or by a steward.")
    await catching_up.look_at(ask.store, ask.viewer, start)
    group = await community_of(ask, start)
    steward = await is_steward(ask, start)
    answer = await may_answer(ask, start)
    question = await question_of(ask, thread, steward=steward)
    asker = start.author_id if question else 0
    return await ask.page(
        "thread.html",
        thread=thread,
        question=question,
        below=below(question, thread),
        asked=await shown_of(ask, start),
        group=group,
        steward=steward,
        pinned=await is_pinned(ask, start),
        reached=await reached.of_posts(ask.store, followed(ask, thread, steward=steward)),
        nodes=await nodes_of(ask, group),
        may_answer=answer,
        may=(ask.viewer.id if ask.viewer else 0, steward, bool(answer), asker),
    )


async def note(ask: Ask) -> Response:
    """Lead from a post to its place in its thread."""
    return await lead_to(ask, (await find(ask, ask.number("id"))).post)


async def lead_to(ask: Ask, post: PostRow) -> Response:
    """Lead to where a post stands: the page of its thread, and the place on it."""
    if post.root_id in {0, post.id}:
        return ask.go(paths.of_post(post))
    after = await timelines.page_of(ask.store, ask.viewer, post)
    return ask.go(f"/t/{post.root_id}{f'?after={after}' if after else ''}#n{post.id}")


async def history(ask: Ask) -> Response:
    """Show what a post said before."""
    line = await find(ask, ask.number("id"))
    if paths.of_post(line.post).startswith("/a/"):
        return ask.go(f"{paths.of_post(line.post)}/history")
    if line.post.deleted:
        raise Gone("This post was taken back, and what it said before went with it.")
    earlier = await revisions.history(ask.store, line.post, ask.before())
    told = [one.files for one in earlier]
    shown = await revisions.list_as_shown(ask.store, line.post.id, told)
    return await ask.page("history.html", line=line, earlier=earlier, files=shown)


async def find(ask: Ask, number: int) -> Line:
    """Find a post as whoever asks sees it. Raises NotFound."""
    line = await timelines.post(ask.store, ask.viewer, number)
    if line is None:
        raise NotFound(_MISSING)
    return line


async def find_standing(ask: Ask) -> Line:
    """Find the post in the address, which is still there. Raises NotFound and Gone."""
    line = await find(ask, ask.number("id"))
    if line.post.deleted:
        raise Gone("This post was taken back.")
    return line


async def community_of(ask: Ask, post: PostRow) -> GroupRow | None:
    """Find the community a post stands in."""
    return await communities.find(ask.store, post.community_id) if post.community_id else None


async def nodes_of(ask: Ask, group: GroupRow | None) -> int:
    """Count the nodes that a community of ours reaches."""
    return await ask.site.spread.of(group) if group and group.actor.local else 0


async def may_answer(ask: Ask, post: PostRow) -> Answer:
    """Say whether whoever asks may answer in the thread of a post."""
    if ask.visitor is None:
        return Answer("Sign in to answer.")
    if post.deleted:
        return Answer("What began this thread was taken back.")
    audience = Audience(post.audience)
    return await rights.may_write_in(ask.store, ask.me, post.community_id, audience, start=False)


async def is_steward(ask: Ask, post: PostRow) -> bool:
    """Whether whoever asks is a steward of where a post stands."""
    if ask.visitor is None or not post.community_id:
        return False
    return await stewards.is_steward(ask.store, ask.me.id, post.community_id)


def followed(ask: Ask, thread: Thread, *, steward: bool) -> list[PostRow]:
    """Choose the posts whose way to other nodes is shown: one's own start, and last reply here.

    Stewards see it of whatever starts a thread in a community of ours.
    """
    if ask.viewer is None:
        return []
    me, start = ask.viewer.id, thread.start.post
    replies = (line.post for line in thread.replies)
    mine = [post for post in replies if post.author_id == me and not post.deleted]
    shown = not start.deleted and (start.author_id == me or (steward and start.here))
    return [*([start] if shown else []), *sorted(mine, key=lambda post: post.id)[-1:]]


async def is_pinned(ask: Ask, post: PostRow) -> bool:
    """Whether a post stands at the top of its community."""
    if not post.community_id or not post.top:
        return False
    return post.id in await communities.list_pinned(ask.store, post.community_id)


def after(ask: Ask) -> int:
    """Read after which reply a page of a thread begins."""
    text = ask.request.query_params.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0  # noqa: PLR2004
