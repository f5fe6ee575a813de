"""Our actors as peers read them: people, communities, the organization, the node."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fedcop import clock
from fedcop import uris as paths
from fedcop.activitypub.vocabulary import JSON, Actor, Attachment, ProfileField, PublicKeyDocument
from fedcop.community import voices
from fedcop.store.batch import Reader
from fedcop.store.queries.communities import find_community
from fedcop.store.queries.keys import list_keys
from fedcop.store.rows import ActorRow, CommunityRow, KeyRow
from fedcop.uris import Uris
from fedcop.values import Audience, PostPolicy

_VISIBILITIES: Final = {
    Audience.PUBLIC: "public",
    Audience.UNLISTED: "unlisted",
    Audience.MEMBERS: "members",
}
_POLICIES: Final = {
    PostPolicy.ANYONE: "anyone",
    PostPolicy.MEMBERS: "members",
    PostPolicy.STEWARDS: "stewards",
}
# What we can do that a peer cannot see otherwise (FEP-844e).
_IMPLEMENTS: Final = ("https://datatracker.ietf.org/doc/html/rfc9421",)


def actor(row: ActorRow, keys: Sequence[KeyRow], uris: Uris) -> Actor:
    """Write a person, the organization or the node."""
    return replace(
        card(row, keys),
        name=row.display or row.name,
        summary=row.summary or None,
        source=row.source or None,
        shared_inbox=uris.shared_inbox(),
        followers=row.followers or paths.followers(row.uri),
        following=row.following or paths.following(row.uri),
        featured=row.featured or paths.featured(row.uri),
        url=row.url or row.uri,
        icon=Attachment("Image", row.icon) if row.icon else None,
        image=Attachment("Image", row.image) if row.image else None,
        manually_approves_followers=bool(row.locked),
        discoverable=bool(row.discoverable),
        indexable=bool(row.discoverable and row.indexable),
        fields=_fields(row.details),
        also_known_as=tuple(json.loads(row.aliases or "[]")),
        moved_to=row.moved_to or None,
        implements=_IMPLEMENTS,
        published=row.published or None,
        updated=row.updated or None,
    )


def group(row: ActorRow, practice: CommunityRow, keys: Sequence[KeyRow], uris: Uris) -> Actor:
    """Write a community with every field that peers look for (groups.md 1.1).

    But for `language`: to Lemmy it would be the only one in which people may write there.
    """
    moderators = row.moderators or paths.moderators(row.uri)
    policy = PostPolicy.STEWARDS if practice.archived else PostPolicy(practice.post_policy)
    since: dict[str, JSON] = {}
    if practice.archived:
        since["cop:archived"] = clock.iso(practice.archived)
    shown = replace(
        actor(row, keys, uris),
        members=paths.members(row.uri),
        moderators=moderators,
        attributed_to=(moderators,),
        posting_restricted_to_mods=policy == PostPolicy.STEWARDS,
        question_answer=bool(practice.questions),
        cop={
            "cop:domain": practice.domain,
            "cop:library": paths.library(row.uri),
            "cop:endorsed": paths.endorsed(row.uri),
            "cop:directory": paths.directory(row.uri),
            "cop:postPolicy": _POLICIES[policy],
            "cop:visibility": _VISIBILITIES[Audience(practice.audience)],
            **since,
        },
    )
    return replace(shown, discoverable=False, indexable=False) if practice.hidden else shown


def card(row: ActorRow, keys: Sequence[KeyRow]) -> Actor:
    """Write as much of an actor as it takes to verify what it signs, and to write to it."""
    return Actor(
        type=row.kind,
        id=row.uri,
        preferred_username=row.name,
        inbox=row.inbox or paths.inbox(row.uri),
        outbox=row.outbox or paths.outbox(row.uri),
        keys=tuple(_key(key, row) for key in keys),
    )


def withdrawn(row: ActorRow, keys: Sequence[KeyRow]) -> Actor:
    """Write somebody who is suspended: who they were, how they sign, and nothing they said.

    Mastodon hides whoever says so of themselves, and shows them again when they no longer do.
    """
    return replace(
        card(row, keys),
        name=row.name,
        url=row.url or row.uri,
        followers=row.followers or paths.followers(row.uri),
        following=row.following or paths.following(row.uri),
        suspended=True,
    )


async def card_of(reader: Reader, row: ActorRow) -> Actor:
    """Write the card of an actor of ours."""
    return card(row, await list_keys(reader, row.id))


async def document_of(reader: Reader, row: ActorRow, uris: Uris) -> Actor | None:
    """Write any actor of ours as it is now; None for a community that waits for an admin."""
    keys = await list_keys(reader, row.id)
    if voices.is_voice(row):
        return replace(actor(row, keys, uris), attributed_to=(voices.owner_of(row),))
    if row.kind == "Organization":
        return replace(actor(row, keys, uris), cop={"cop:endorsed": paths.endorsed(row.uri)})
    if row.kind != "Group":
        return withdrawn(row, keys) if row.suspended else actor(row, keys, uris)
    found = await find_community(reader, row.id)
    if found is None or not found.practice.approved:
        return None
    return group(row, found.practice, keys, uris)


def _fields(details: str) -> tuple[ProfileField, ...]:
    """Write the lines of a profile."""
    return tuple(ProfileField(name, shown) for name, shown, _ in json.loads(details or "[]"))


def _key(key: KeyRow, owner: ActorRow) -> PublicKeyDocument:
    if key.algorithm == "rsa":
        return PublicKeyDocument(key.key_id, owner.uri, pem=key.public)
    return PublicKeyDocument(key.key_id, owner.uri, multibase=key.public)
