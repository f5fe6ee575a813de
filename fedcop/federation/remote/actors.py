"""Actors of other nodes: known, fetched, kept, found to be gone."""

from urllib.parse import urlsplit

from fedcop import clock, ids
from fedcop.activitypub import reading
from fedcop.activitypub.vocabulary import Actor, Tombstone
from fedcop.community import accounts
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Gone, Malformed, NotFound
from fedcop.federation.remote.actor_rows import actor_row, fit, key_rows, practice_row
from fedcop.federation.remote.reach import Reach
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow
from fedcop.transport.budget import Budget
from fedcop.values import host_of, is_remote_username


async def find(reach: Reach, uri: str, budget: Budget) -> ActorRow:
    """Return an actor, ours or another's, fetching one we do not know. Raises as `fetch` does."""
    known = await actors.find_actor_by_uri(reach.store, uri)
    if known is not None and (known.local or known.fetched):
        return known
    if reach.store.uris.names_our_host(uri):
        raise NotFound(f"{uri[:200]}: there is no such actor here")
    return await fetch(reach, uri, budget)


async def fetch(reach: Reach, uri: str, budget: Budget) -> ActorRow:
    """Fetch an actor and keep what it says of itself now.

    Raises what a fetch raises, Malformed for what is no actor, Refused for one we cannot trust.
    """
    return await keep(reach, await look(reach, uri, budget))


async def look(reach: Reach, uri: str, budget: Budget) -> Actor:
    """Fetch what an actor says of itself, keeping nothing. Raises Gone for a tombstone."""
    document = reading.read(await reach.document(uri, budget))
    if isinstance(document, Tombstone):
        raise Gone(f"{uri[:200]}: it is a tombstone")
    if not isinstance(document, Actor) or not document.inbox:
        raise Malformed(f"{uri[:200]}: it is no actor with an inbox")
    return document


async def keep(reach: Reach, actor: Actor) -> ActorRow:
    """Keep what an actor says of itself: heard from itself, or fetched from its own address."""
    row, practice = actor_row(actor), practice_row(actor)
    return await perform(reach.store, accounts.remember, row, key_rows(actor), practice)


async def name(reach: Reach, uri: str) -> ActorRow:
    """Return an actor we need only as a name (who liked), without asking its node."""
    known = await actors.find_actor_by_uri(reach.store, uri)
    return known if known is not None else await perform(reach.store, _note, uri)


async def confirm_gone(reach: Reach, actor: ActorRow, budget: Budget) -> bool:
    """Ask whether an actor whose inbox is gone is gone as well; if so its follows end here."""
    try:
        await fetch(reach, actor.uri, budget)
    except (Gone, NotFound):
        await perform(reach.store, accounts.mark_gone, actor)
        return True
    except FedcopError:
        return False
    return False


async def _note(unit: Unit, uri: str) -> ActorRow:
    """Note that somebody exists; what they say of themselves is fetched when it is needed."""
    unit.touch(f"actor:{uri}")
    known = await actors.find_actor_by_uri(unit, uri)
    if known is not None:
        return known
    last = urlsplit(uri).path.rstrip("/").rpartition("/")[2].lstrip("@")
    row = ActorRow(
        id=ids.new_id(),
        uri=fit(uri),
        kind="Person",
        host=host_of(uri),
        name=last if is_remote_username(last) else host_of(uri)[:100],
        published=clock.now_ms(),
    )
    unit.add(actors.insert_actor(row))
    return row
