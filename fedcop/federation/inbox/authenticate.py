"""Who sent this, and may they? The only maker of `Authenticated`.

In this order, so that each refusal costs as little as it can: headers, signature syntax and digest,
blocked host, JSON, an unknown actor that deletes itself, key, signature, authorisation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from fedcop import clock
from fedcop.activitypub import json_guard, reading
from fedcop.activitypub.origin import check_signer, origin
from fedcop.activitypub.signatures.message import RequestMessage, check_headers
from fedcop.activitypub.signatures.scheme import Claim, Profile, Scheme, read_claims, verify
from fedcop.activitypub.vocabulary import JSON, Activity
from fedcop.errors import FedcopError, Malformed, Refused, Unauthenticated, Unavailable
from fedcop.federation.inbox.key_cache import KeyCache, KnownKey
from fedcop.federation.inbox.proved import is_proved
from fedcop.federation.remote.actor_rows import fit
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow
from fedcop.transport.budget import Budget
from fedcop.values import host_of

# What somebody else may pass on without a proof: what it says can be had from its origin.
_FORWARDED: Final = frozenset({"Create", "Update", "Delete"})
_MAKER: Final = object()
# Two keys for each request; a key may stand in a document of its own beside its owner.
_FETCHES: Final = 4
_SECONDS: Final = 20.0


# Told how an origin signs, so that we sign to it in the same way (transport.signing.Knocks.heard).
Heard = Callable[[str, Scheme], None]


class Trust(IntEnum):
    """Why we believe that the actor said this; the number is what the store keeps."""

    SIGNED = 0  # the actor signed the request
    PROVED = 1  # the activity carries a proof by its actor
    ORIGIN = 2  # passed on by somebody: only what its origin says counts
    RELAYED = 3  # a community says so; never kept, it is found out while processing


@dataclass(frozen=True, slots=True)
class Authenticated:
    """A message whose sender we know: what `receive` takes, and only `authenticate` makes."""

    maker: object
    activity: Activity
    body: bytes
    signer: str
    host: str
    fingerprint: str
    trust: Trust

    def __post_init__(self) -> None:
        """Refuse to be made elsewhere."""
        if self.maker is not _MAKER:
            raise TypeError("only authenticate makes Authenticated")


@dataclass(frozen=True, slots=True)
class Nobody:
    """Somebody we never knew says that they are gone: answered 202, and that is all."""


def to_nobody(_origin: str, _scheme: Scheme) -> None:
    """Tell nobody how a peer signs."""


class Authenticator:
    """Knows whom we are and the keys of others."""

    def __init__(
        self, reach: Reach, profile: Profile, keys: KeyCache, heard: Heard = to_nobody
    ) -> None:
        self._reach = reach
        self._profile = profile
        self._keys = keys
        self._heard = heard

    async def authenticate(self, message: RequestMessage) -> Authenticated | Nobody:
        """Return who sent a message, once it is beyond doubt.

        Raises Malformed, Unauthenticated, Refused, TooLarge, and Unavailable.
        """
        claims = self._claims(message)
        await self._require_known_hosts(claims)
        document = json_guard.load(message.body)
        activity = reading.read_activity(document)
        _check_ids(activity)
        if await self._is_nobody(activity):
            return Nobody()
        budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
        claim, key = await self._verify(claims, budget)
        trust = await self._authorise(activity, document, key, budget)
        if claim.scheme is Scheme.RFC9421:
            self._heard(origin(key.actor_uri), claim.scheme)
        return Authenticated(
            _MAKER,
            activity,
            message.body,
            key.actor_uri,
            key.host,
            claim.fingerprint.hex(),
            trust,
        )

    async def reader(self, message: RequestMessage) -> ActorRow | None:
        """Return who signed a GET; None when nobody did, or not so that we believe it."""
        try:
            claims = self._claims(message)
            await self._require_known_hosts(claims)
            budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
            _, key = await self._verify(claims, budget)
        except Unavailable:
            raise
        except FedcopError:
            return None
        actor = await actors.find_actor_by_uri(self._reach.store, key.actor_uri)
        return actor if actor and not actor.suspended else None

    def _claims(self, message: RequestMessage) -> tuple[Claim, ...]:
        check_headers(message.headers)
        return read_claims(message, self._profile, clock.now())

    async def _require_known_hosts(self, claims: tuple[Claim, ...]) -> None:
        rules = await self._reach.domains.refresh()
        for claim in claims:
            if not rules.admit(host_of(claim.key_id)):
                raise Refused("keyId: we do not speak with this server")

    async def _is_nobody(self, activity: Activity) -> bool:
        """Whether an actor we never knew deletes itself: thousands of these come in a storm."""
        if activity.type != "Delete" or activity.object_id != activity.actor:
            return False
        return await actors.find_actor_by_uri(self._reach.store, activity.actor) is None

    async def _verify(self, claims: tuple[Claim, ...], budget: Budget) -> tuple[Claim, KnownKey]:
        """Return the first claim that holds; one is enough."""
        refusal: FedcopError = Unauthenticated("signature: none holds")
        for claim in claims:
            try:
                return claim, await self._verify_one(claim, budget)
            except (Unauthenticated, Malformed) as error:
                refusal = error
        raise refusal

    async def _verify_one(self, claim: Claim, budget: Budget) -> KnownKey:
        key = await self._keys.get(claim.key_id, budget)
        try:
            verify(claim, key.public)
        except Unauthenticated:
            renewed = await self._keys.renew(key, budget)
            if renewed is None:
                raise
            verify(claim, renewed.public)
            key = renewed
        return await self._keys.keep(key)

    async def _authorise(
        self, activity: Activity, document: dict[str, JSON], key: KnownKey, budget: Budget
    ) -> Trust:
        """Hold the activity to its signer: the same, or proved, or to be had from its origin."""
        finding = check_signer(activity, key.actor_uri)
        if finding.believed:
            return Trust.SIGNED
        if await is_proved(self._keys, document, activity.actor, budget):
            return Trust.PROVED
        if finding.refused or activity.type not in _FORWARDED:
            raise Unauthenticated(finding.reason)
        return Trust.ORIGIN


def _check_ids(activity: Activity) -> None:
    """Refuse identifiers that our indexes cannot hold. Raises Malformed."""
    fit(activity.id)
    fit(activity.actor)
    fit(activity.object_id)
