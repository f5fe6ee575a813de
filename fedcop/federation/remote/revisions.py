"""Revisions that we lack, asked for at their origin: held to their digest, set beside what we have.

An address and a number name a document that never changes, so it can be asked for at any time;
what we hold stays as it is, whatever comes.
"""

import logging
from dataclasses import replace
from typing import Final

import orjson

from fedcop.activitypub import reading
from fedcop.activitypub.vocabulary import Object
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.parts import ArtifactPart
from fedcop.errors import FedcopError, Malformed, NotFound, Refused
from fedcop.federation.remote import actors
from fedcop.federation.remote.practice import artifact
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries import posts
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow, PostRow
from fedcop.transport.budget import Budget
from fedcop.uris import revision as name_of
from fedcop.values import ArtifactPin

log = logging.getLogger(__name__)

_MOST_MISSED: Final = 20  # revisions asked for when one comes before those it follows


async def find(reach: Reach, pin: ArtifactPin, budget: Budget) -> ArtifactRevisionRow:
    """Return exactly what a pin names, from its origin where we do not hold it.

    Raises NotFound where we do not know the artifact, Refused where it is not what the pin says,
    and what a fetch raises.
    """
    row = await artifacts.find(reach.store, pin.uri)
    if row is None:
        raise NotFound("This artifact is not known here.")
    known = await artifacts.find_kept(reach.store, row.id, pin.number)
    if known is None:
        known = await _fetch(reach, row, pin.number, budget)
    if pin.digest and known.digest != pin.digest:
        raise Refused("digest: this revision says something else than what was pinned")
    return known


async def catch_up(reach: Reach, post: PostRow, part: ArtifactPart, budget: Budget) -> None:
    """Ask for the last of those revisions before one that came which we lack; none is needed."""
    row = await artifacts.find(reach.store, post.uri)
    if row is None or post.local:
        return
    held = await artifacts.history(reach.store, row.id, part.number, _MOST_MISSED)
    known = {one.number for one in held}
    last = range(max(1, part.number - _MOST_MISSED), part.number)
    for number in [one for one in last if one not in known]:
        try:
            await find(reach, ArtifactPin(post.uri, number), budget)
        except FedcopError as error:
            log.info("revision %d of %s cannot be had: %s", number, post.uri, error.safe)
            return


async def _fetch(
    reach: Reach, row: ArtifactRow, number: int, budget: Budget
) -> ArtifactRevisionRow:
    post = await posts.find_post(reach.store, row.id)
    if post is None or post.deleted or post.local:
        raise NotFound("This revision is not here.")
    document = await reach.document(name_of(row.uri, number), budget)
    written = reading.read(document)
    if not isinstance(written, Object) or written.cop.get("cop:revisionOf") != row.uri:
        raise Malformed("cop:revisionOf: it is no revision of what was asked for")
    part = await artifact.read(reach, written)
    if part is None or part.number != number:
        raise Malformed("cop:revision: it is not the revision that was asked for")
    author = await actors.find(reach, written.author, budget)
    if "proof" in document:
        part = replace(part, document=orjson.dumps(document))
    await perform(reach.store, artifacts.keep_old, author, post, part)
    return await artifacts.revision(reach.store, row.id, number)
