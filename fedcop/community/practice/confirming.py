"""Who says in another program that they apply something confirms it by a link, without an account.

A reply with #applied is the word of its author. A link in a message to them, and to nobody else,
makes a record of it: attributed to them and to their own reply, pinned to what they read then.
"""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from fedcop import clock
from fedcop.community import events
from fedcop.community.practice import adoptions
from fedcop.community.practice.parts import AdoptionPart
from fedcop.community.practice_events import AdoptionConfirmed, AdoptionProposed
from fedcop.errors import Gone, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, applied_links, artifacts, mentions, posts
from fedcop.store.rows import ActorRow, AppliedLinkRow, ArtifactRow, PostRow
from fedcop.values import ArtifactPin, Audience

_BYTES: Final = 24
_LONGEST: Final = 100
_KEPT_MS: Final = 21 * 86_400_000  # three weeks to confirm
_SAID_MS: Final = 180 * 86_400_000  # so long a link says that it is past
_READ: Final = 50  # revisions among which the one is that somebody read


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a link would record: whose reply, to which artifact."""

    link: AppliedLinkRow
    reply: PostRow
    author: ActorRow
    artifact: ArtifactRow
    post: PostRow

    @property
    def expired(self) -> bool:
        """Whether it was not used in time."""
        return not self.link.used and self.link.expires < clock.now_ms()


async def propose(unit: Unit, reply: PostRow) -> None:
    """Propose to somebody elsewhere to confirm that they apply something of ours, once."""
    if reply.local or reply.deleted or reply.practice or not Audience(reply.audience).open:
        return
    if not adoptions.says_applied(await mentions.list_hashtags(unit, reply.id)):
        return
    above = await posts.find_post(unit, reply.reply_to_id)
    artifact = await artifacts.find_artifact(unit, reply.reply_to_id)
    if above is None or artifact is None or above.deleted or not above.local:
        return
    if not await _waits(unit, reply, artifact) and not await _tells(unit, reply, artifact):
        events.record(unit, AdoptionProposed(reply.id, reply.root_id))


async def make(reader: Reader, reply: PostRow, artifact: ArtifactRow) -> tuple[str, AppliedLinkRow]:
    """Make the secret of a link, to be told to nobody but who wrote the reply, and its row."""
    secret, pin = token_urlsafe(_BYTES), await _read_then(reader, reply, artifact)
    return secret, AppliedLinkRow(
        id=reply.id,
        hash=_hash(secret),
        actor_id=reply.author_id,
        artifact_uri=pin.uri,
        number=pin.number,
        digest=pin.digest,
        expires=clock.now_ms() + _KEPT_MS,
    )


async def find(reader: Reader, secret: str) -> Proposed:
    """Read what a link would record, or has. Raises NotFound, and Gone where nothing is left."""
    known = len(secret) <= _LONGEST and await applied_links.find_by_hash(reader, _hash(secret))
    if not known:
        raise NotFound("There is no such link. Perhaps it is too old, or was not copied whole.")
    reply = await posts.find_post(reader, known.id)
    author = await actors.find_actor(reader, known.actor_id)
    artifact = await artifacts.find_artifact_by_uri(reader, known.artifact_uri)
    post = await posts.find_post(reader, artifact.id) if artifact else None
    if reply is None or reply.deleted or author is None or author.deleted or author.suspended:
        raise Gone("The reply that this link was about is gone.")
    if artifact is None or post is None or post.deleted:
        raise Gone("What this link was about has been withdrawn.")
    return Proposed(known, reply, author, artifact, post)


async def confirm(unit: Unit, secret: str, team: str, result: str) -> bool:
    """Record what a link proposes; False where it was used before. Raises Gone and Invalid."""
    found = await find(unit, secret)
    if found.link.used:
        return False
    if found.expired:
        raise Gone("This link has expired. Reply once more if you still apply it.")
    link = found.link
    pin = ArtifactPin(link.artifact_uri, link.number, link.digest)
    unit.touch(f"applied:{link.id}")
    unit.guard(applied_links.UNUSED, link.id)
    unit.add(applied_links.use(link.id, clock.now_ms()))
    part = AdoptionPart(pin, team=team, result=result)
    return await hear(unit, found.author, found.reply, part)


async def hear(unit: Unit, author: ActorRow, reply: PostRow, part: AdoptionPart) -> bool:
    """Record that a reply is an adoption, as its author confirmed; False where it is known."""
    if not await adoptions.confirm(unit, author, reply, part):
        return False
    events.record(unit, AdoptionConfirmed(reply.id, reply.root_id))
    return True


async def sweep(unit: Unit) -> None:
    """Forget links that expired long ago."""
    unit.add(applied_links.forget(clock.now_ms() - _SAID_MS))


async def _waits(reader: Reader, reply: PostRow, artifact: ArtifactRow) -> bool:
    """Whether whoever replies was sent a link that they can still use, or one for this reply."""
    before = await applied_links.find_of_actor(reader, reply.author_id, artifact.uri)
    if before is None or before.id == reply.id:
        return before is not None
    said = await posts.find_post(reader, before.id)
    gone = said is None or bool(said.deleted)
    return not (before.used or gone or before.expires < clock.now_ms())


async def _tells(reader: Reader, reply: PostRow, artifact: ArtifactRow) -> bool:
    """Whether whoever replies has told already that they apply it."""
    author = await actors.find_actor(reader, reply.author_id)
    return author is None or bool(await adoptions.list_mine(reader, artifact.uri, author))


async def _read_then(reader: Reader, reply: PostRow, artifact: ArtifactRow) -> ArtifactPin:
    """Name the revision that was shown when somebody replied."""
    held = await artifacts.list_revisions(reader, artifact.id, artifact.number + 1, _READ)
    shown = next((one for one in held if one.at <= reply.published), None)
    if shown is None:
        return ArtifactPin(artifact.uri, artifact.number, artifact.digest)
    return ArtifactPin(artifact.uri, shown.number, shown.digest)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
