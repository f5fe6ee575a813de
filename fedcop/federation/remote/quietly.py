"""Let voices say what is due: each gets its keys when it first speaks."""

import logging
from collections.abc import Coroutine
from typing import Final

from fedcop import clock
from fedcop.community import communities, quiet, quiet_publishing, unnamed_reviews, voices
from fedcop.community.perform import perform
from fedcop.community.practice.questions import compose
from fedcop.community.quiet_publishing import Said
from fedcop.errors import FedcopError, Invalid, NotFound, Refused, Unavailable
from fedcop.federation.keyring import make_keys
from fedcop.federation.remote.composing import describe
from fedcop.federation.remote.reviewing import unnamed_draft
from fedcop.store.batch import Store
from fedcop.store.queries import quiet as queries
from fedcop.store.queries import unnamed_reviews as unnamed
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.rows import ActorRow, GroupRow, QuietRow, QuietWordRow, UnnamedReviewRow
from fedcop.store.seal import Seal
from fedcop.uris import Uris

log = logging.getLogger(__name__)

_AT_ONCE: Final = 50


async def speak_due(store: Store, seal: Seal) -> int:
    """Say what is due; return how much was. Raises Unavailable.

    What goes wrong is logged without saying with what: a number here would lead to a time there.
    """
    now, done = clock.now_ms(), 0
    for row in await queries.list_due(store, now, _AT_ONCE):
        done += await _quietly(_ask(store, seal, row))
    for review in await unnamed.list_reviews_due(store, now, _AT_ONCE):
        done += await _quietly(_review(store, seal, review))
    for word in await queries.list_words_due(store, now, _AT_ONCE):
        done += await _quietly(_say(store, seal, word))
    return done


async def voice_of(store: Store, seal: Seal, group: ActorRow) -> ActorRow:
    """Return who asks in a community for whom gives no name; made when it is first needed."""
    owner = group
    if not group.local:
        organization = await find_actor_by_uri(store, store.uris.organization())
        owner = organization or group
    known = await voices.find(store, owner)
    if known is not None:
        return known
    keys = await make_keys(voices.uri_of(owner), seal)
    return await perform(store, voices.make, owner, keys)


def said(uris: Uris, text: str) -> Said:
    """Make a text ready to be published; nobody it names is told."""
    return Said(describe(uris, text), text)


async def _ask(store: Store, seal: Seal, row: QuietRow) -> None:
    group = await communities.find(store, row.community_id)
    if group is None or group.actor.deleted:
        await perform(store, quiet_publishing.give_up, row, "This community is gone.")
        return
    ready = said(store.uris, compose(row.body, row.tried))
    voice = await voice_of(store, seal, group.actor)
    if not group.actor.local:
        await perform(store, quiet_publishing.publish_there, voice, group, row, ready)
        return
    if await _is_stopped(store, group, row):
        return
    await perform(store, quiet_publishing.publish_here, voice, group, row, ready)


async def _review(store: Store, seal: Seal, row: UnnamedReviewRow) -> None:
    group = await communities.find(store, row.community_id)
    artifact = await unnamed_reviews.artifact_of(store, row)
    if group is None or group.actor.deleted or not group.actor.local or artifact is None:
        await perform(store, unnamed_reviews.forget_unnamed, row)
        return
    house = await find_actor_by_uri(store, store.uris.organization())
    name = (house.display or house.name) if house else "this organization"
    part = unnamed_reviews.part_in(row)
    voice = await voice_of(store, seal, group.actor)
    draft = unnamed_draft(store.uris, artifact, part, name)
    try:
        await perform(store, unnamed_reviews.publish_review, voice, row, draft)
    except (Refused, Invalid, NotFound):
        await perform(store, unnamed_reviews.forget_unnamed, row)
        raise


async def _is_stopped(store: Store, group: GroupRow, row: QuietRow) -> bool:
    """Let a question wait for a steward, or go no further, where that is how it is done here."""
    answer = await quiet.takes(store, group)
    if not answer:
        await perform(store, quiet_publishing.give_up, row, answer.reason)
        return True
    checked = await quiet.mode_of(store, group.actor.id) == quiet.CHECKED
    if checked and row.reason != quiet.CHECKED:
        await perform(store, quiet_publishing.hold, row)
        return True
    return False


async def _say(store: Store, seal: Seal, word: QuietWordRow) -> None:
    row = await queries.find(store, word.question_id)
    group = await communities.find(store, row.community_id) if row else None
    if row is None or group is None:
        return
    voice = await voice_of(store, seal, group.actor)
    ready = said(store.uris, word.text)
    if group.actor.local:
        await perform(store, quiet_publishing.say_here, voice, (row, word), ready)
    else:
        await perform(store, quiet_publishing.say_there, voice, group, (row, word), ready)


async def _quietly(step: Coroutine[None, None, None]) -> int:
    try:
        await step
    except Unavailable:
        raise
    except FedcopError as error:
        log.warning("something that was asked without a name is not said: %s", error.status)
        return 0
    return 1
