"""Tell that a team applies something, and what came of it; ask those who have yet to say."""

import logging
from typing import Final

from fedcop import clock
from fedcop.community import events, posts
from fedcop.community.drafts import Draft, Edit
from fedcop.community.perform import perform
from fedcop.community.practice import adoptions
from fedcop.community.practice.parts import AdoptionPart
from fedcop.community.practice_events import ResultDue
from fedcop.errors import FedcopError, Invalid, Refused, Unavailable
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import adoptions as rows
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, AdoptionRow, PostRow

log = logging.getLogger(__name__)

_AT_ONCE: Final = 100


async def apply(unit: Unit, actor: ActorRow, draft: Draft) -> PostRow:
    """Tell that a team applies something; a second time changes what was told.

    Raises Refused, NotFound, Gone and Invalid.
    """
    part = draft.practice
    if not isinstance(part, AdoptionPart):
        raise Invalid("An adoption names what is applied.")
    known = await adoptions.find_of_team(unit, actor, part)
    if known is None:
        return await posts.write(unit, actor, draft)
    if known.adopter_id != actor.id:
        raise Refused("Somebody of this team has told that it applies this.")
    edit = Edit(
        content=draft.content,
        source=draft.source,
        title=draft.title,
        language=draft.language,
        mentions=draft.mentions,
        hashtags=draft.hashtags,
        practice=part,
    )
    return await tell_result(unit, actor, known.id, edit)


async def tell_result(unit: Unit, actor: ActorRow, post_id: int, edit: Edit) -> PostRow:
    """Tell what came of it, or change what was told. Raises Refused and NotFound."""
    revised = await posts.revise(unit, actor, post_id, edit)
    post = revised or await find_post(unit, post_id)
    if post is None or post.deleted:
        raise Refused("This has been removed.")
    return post


async def ask_due(store: Store) -> int:
    """Ask those for a result whose time has come; how many were asked. Raises Unavailable."""
    due = await rows.list_due(store, clock.now_ms(), _AT_ONCE)
    for row in due:
        try:
            await perform(store, _ask, row)
        except Unavailable:
            raise
        except FedcopError as error:
            log.warning("nobody is asked what came of %s: %s", row.artifact_uri, error.safe)
    return len(due)


async def _ask(unit: Unit, row: AdoptionRow) -> None:
    """Ask for one result; once again later, then no more."""
    post = await find_post(unit, row.id)
    if post is None or post.deleted:
        unit.add(rows.remind(row, 0))
        return
    again = clock.now_ms() + adoptions.AGAIN_MS if not row.reminded else 0
    unit.guard(rows.NOT_REMINDED, row.id, row.reminded)
    unit.add(rows.remind(row, again))
    events.record(unit, ResultDue(row.id, post.root_id))
