"""Our actors as peers read them: people, communities, the organization, the node."""

import json
from collections.abc import Sequence
from typing import Final

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import JSON, Actor, Attachment, PublicKeyDocument
from fedcop.store.batch import Store
from fedcop.store.queries.communities import find_community
from fedcop.store.queries.keys import list_keys
from fedcop.store.rows import ActorRow, CommunityRow, KeyRow
from fedcop.uris import Uris
from fedcop.values import Audience, PostPolicy

_VISIBILITIES: Final = {Audience.MEMBERS: "members"}
_POLICIES: Final = {
    PostPolicy.ANYONE: "anyone",
    PostPolicy.MEMBERS: "members",
    PostPolicy.STEWARDS: "stewards",
}
_IMPLEMENTS: Final = ("https://datatracker.ietf.org/doc/html/rfc9421",)


def actor(row: ActorRow, keys: Sequence[KeyRow], uris: Uris) -> Actor:
    """Write a person, the organization or the node."""
    return Actor(
        type=row.kind,
        id=row.uri,
        preferred_username=row.name,
        name=row.display or row.name,
        summary=row.summary or None,
        source=row.source or None,
        inbox=row.inbox or paths.inbox(row.uri),
        shared_inbox=uris.shared_inbox(),
        outbox=row.outbox or paths.outbox(row.uri),
        followers=row.followers or paths.followers(row.uri),
        following=row.following or paths.following(row.uri),
        featured=row.featured or paths.featured(row.uri),
        url=row.url or row.uri,
        icon=Attachment("Image", row.icon) if row.icon else None,
        image=Attachment("Image", row.image) if row.image else None,
        keys=tuple(_key(key, row) for key in keys),
        manually_approves_followers=bool(row.locked),
        discoverable=bool(row.discoverable),
        indexable=bool(row.discoverable),
        also_known_as=tuple(json.loads(row.aliases or "[]")),
        moved_to=row.moved_to or None,
        implements=_IMPLEMENTS,
        published=row.published or None,
        updated=row.updated or None,
    )


def group(row: ActorRow, practice: CommunityRow, keys: Sequence[KeyRow], uris: Uris) -> Actor:
    """Write a community with every field that peers look for (groups.md 1.1)."""
    bare = actor(row, keys, uris)
    moderators = row.moderators or paths.moderators(row.uri)
    cop: dict[str, JSON] = {
        "cop:domain": practice.domain,
        "cop:postPolicy": _POLICIES[PostPolicy(practice.post_policy)],
        "cop:visibility": _VISIBILITIES.get(Audience(practice.audience), "public"),
    }
    values = {name: getattr(bare, name) for name in Actor.__slots__}
    values |= {
        "members": paths.members(row.uri),
        "moderators": moderators,
        "attributed_to": (moderators,),
        "posting_restricted_to_mods": practice.post_policy == PostPolicy.STEWARDS,
        "sensitive": False,
        "cop": cop,
    }
    return Actor(**values)


async def document_of(store: Store, row: ActorRow) -> Actor:
    """Write any actor of ours as it is now."""
    keys = await list_keys(store, row.id)
    found = await find_community(store, row.id) if row.kind == "Group" else None
    if found is None:
        return actor(row, keys, store.uris)
    return group(row, found.practice, keys, store.uris)


def _key(key: KeyRow, owner: ActorRow) -> PublicKeyDocument:
    if key.algorithm == "rsa":
        return PublicKeyDocument(key.key_id, owner.uri, pem=key.public)
    return PublicKeyDocument(key.key_id, owner.uri, multibase=key.public)
