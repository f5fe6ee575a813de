"""Polls of other nodes: how they stand at home just now."""

import asyncio
import logging
from typing import Final

from fedcop.community import polls, posts
from fedcop.community.perform import perform
from fedcop.errors import FedcopError
from fedcop.federation.remote import objects, translate
from fedcop.federation.remote.places import Place
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, PostRow
from fedcop.transport.budget import Budget
from fedcop.values import Audience

log = logging.getLogger(__name__)

_SECONDS: Final = 5.0
_FETCHES: Final = 5


async def refresh(reach: Reach, post_id: int) -> None:
    """Ask the home of a poll how it stands, if it is not ours and was not asked just now.

    Where it does not answer in time, what we know stands.
    """
    post = await post_queries.find_post(reach.store, post_id)
    if post is None or post.local or post.deleted or post.kind != polls.KIND:
        return
    author = await actor_queries.find_actor(reach.store, post.author_id)
    try:
        if author is not None and await perform(reach.store, polls.take_turn, post_id):
            async with asyncio.timeout(_SECONDS):
                await _ask(reach, author, post)
    except TimeoutError:
        log.info("poll %s: its home does not answer in time", post.id)
    except FedcopError as error:
        log.info("poll %s: its home does not tell how it stands: %s", post.id, error.safe)


async def _ask(reach: Reach, author: ActorRow, post: PostRow) -> None:
    budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
    written = await objects.fetch(reach, post.uri, budget)
    if written.author != author.uri or written.id != post.uri:
        return
    community = None
    if post.community_id:
        community = await actor_queries.find_actor(reach.store, post.community_id)
    place = Place(community, None, Audience(post.audience))
    edit = await translate.edit_of(reach, written, place)
    await perform(reach.store, posts.hear, author, post.id, edit)
