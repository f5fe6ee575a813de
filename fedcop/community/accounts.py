"""People and their logins, the node's own actors, and what we remember of others."""

from dataclasses import dataclass, replace

from fedcop import clock, ids
from fedcop.community import actors, events, membership, oauth
from fedcop.community.admission import names_above
from fedcop.community.offices import ROLES
from fedcop.community.passwords import Passwords
from fedcop.errors import Held, Malformed, NotFound, Refused
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import communities, newcomers, peers, sessions
from fedcop.store.queries.accounts import Login
from fedcop.store.rows import AccountRow, ActorRow, CommunityRow, KeyRow
from fedcop.values import Handle

Keys = tuple[KeyRow, ...]  # whose `id` and `actor_id` may be 0: they are filled in

_LONGEST_EMAIL = 254

# A guard: a remote actor still delivers where it did.
_SAME_INBOX = "FROM actor WHERE id = ? AND inbox = ? AND shared_inbox = ?"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be; without a password's hash they cannot sign in."""

    name: str
    display: str = ""
    email: str = ""
    password_hash: str = ""
    role: str = "member"
    id: int = 0  # of somebody who asked for the account before
    locale: str = "en"


async def create(unit: Unit, person: NewPerson, keys: Keys) -> ActorRow:
    """Make a local person with a login. Raises Malformed, and Refused when a name is taken."""
    if person.role not in ROLES:
        raise Malformed(f"role: write {', '.join(ROLES)}")
    email = tidy_email(person.email)
    await actors.require_name(unit, person.name, person.id)
    if email and await logins.find_login_by_email(unit, email):
        raise Refused("email: somebody has this address already")
    row = actors.new_row(unit, unit.uris.person(person.name), "Person", person.name)
    display = actors.display_of(person.display, person.name)
    row = replace(row, id=person.id or row.id, display=display)
    now, locale = clock.now_ms(), person.locale or "en"
    account = AccountRow(row.id, email, person.password_hash, person.role, locale, now)
    actors.add(unit, row, keys)
    unit.add(logins.insert_account(account))
    return row


async def found_node(
    unit: Unit, organization_name: str, organization_keys: Keys, node_keys: Keys
) -> tuple[ActorRow, ActorRow]:
    """Make the node's own actors, the organization and the Application, once."""
    organization = await _own_actor(unit, unit.uris.organization())
    node = await _own_actor(unit, unit.uris.node_actor())
    if organization is None:
        row = actors.new_row(unit, unit.uris.organization(), "Organization", actors.ORGANIZATION)
        organization = replace(row, display=organization_name)
        actors.add(unit, organization, organization_keys)
    if node is None:
        row = actors.new_row(unit, unit.uris.node_actor(), "Application", actors.NODE)
        node = replace(row, display=organization_name)
        actors.add(unit, node, node_keys)
    return organization, node


async def change_profile(
    unit: Unit, actor: ActorRow, display: str, source: str, summary: str
) -> ActorRow:
    """Let a local person say something else of themselves; `summary` is `source` as HTML."""
    row = await _require_ours(unit, actor.id)
    changed = replace(
        row, display=actors.display_of(display, row.name), source=source, summary=summary
    )
    if changed == row:
        return row
    changed = replace(changed, version=row.version + 1, updated=clock.now_ms())
    unit.add(actor_queries.update_actor(changed))
    events.record(unit, events.ActorChanged(row.id))
    return changed


async def set_password(unit: Unit, account: int, password_hash: str) -> None:
    """Keep another password and end all sessions and apps: whoever knew the old one is out."""
    unit.add(logins.set_password(account, password_hash))
    await sign_out_everywhere(unit, account)


async def choose_language(unit: Unit, account: int, tag: str) -> None:
    """Speak another language with somebody, on pages and by mail."""
    unit.add(logins.set_locale(account, tag))


async def disable(unit: Unit, account: int) -> None:
    """Let nobody sign in to an account any more, and end what it is signed in with."""
    unit.add(logins.set_disabled(account, clock.now_ms()))
    await sign_out_everywhere(unit, account)


async def enable(unit: Unit, account: int) -> None:
    """Let somebody sign in again."""
    unit.add(logins.set_disabled(account, 0))


async def sign_out_everywhere(unit: Unit, account: int) -> None:
    """End all browsers, apps and streams of somebody, at once in every process."""
    unit.add(sessions.end_sessions(account))
    await oauth.end_all(unit, account)


async def rehash(unit: Unit, account: int, password_hash: str) -> None:
    """Keep a stronger hash of the same password; nobody is signed out."""
    unit.add(logins.set_password(account, password_hash))


# Others


async def remember(
    unit: Unit, actor: ActorRow, keys: Keys, practice: CommunityRow | None = None
) -> ActorRow:
    """Keep what a remote actor says of itself, and for a Group its practice side.

    Its `id` may be 0. No keys: those we know stay. Raises Refused for an actor of ours.
    """
    if not actor.host or unit.uris.names_our_host(actor.uri):
        raise Refused("id: this actor is one of ours")
    unit.touch(f"actor:{actor.uri}")
    known = await actor_queries.find_actor_by_uri(unit, actor.uri)
    if known is None:
        now = clock.now_ms()
        limited = await peers.is_limited(unit, list(names_above(actor.host)))
        row = replace(actor, id=actor.id or ids.new_id(), fetched=now, limited=limited and now)
        actors.add(unit, row, ())
    else:
        row = _renew(unit, known, actor)
    if keys:
        await actors.renew_keys(unit, row, keys)
    if row.kind == "Group":
        await _remember_practice(unit, row, practice)
    return row


async def mark_moved(unit: Unit, actor: ActorRow, target: ActorRow) -> None:
    """Note where a remote person went; `membership.move_followers` takes our people along."""
    unit.add(actor_queries.mark_moved(actor.id, target.uri))


async def mark_gone(unit: Unit, actor: ActorRow, cause: int = 0) -> None:
    """Forget a remote actor that is gone for good; its follows end. Raises Refused for ours."""
    if actor.local:
        raise Refused("id: this actor is one of ours")
    if actor.deleted:
        return
    gone = replace(actors.emptied(actor), deleted=clock.now_ms())
    unit.add(actor_queries.update_actor(gone))
    await membership.end_all(unit, actor, cause)


# Reads


async def find(reader: Reader, number: int) -> ActorRow | None:
    """Find an actor by our id."""
    return await actor_queries.find_actor(reader, number)


async def find_by_uri(reader: Reader, uri: str) -> ActorRow | None:
    """Find an actor by its uri."""
    return await actor_queries.find_actor_by_uri(reader, uri)


async def find_by_name(reader: Reader, name: str) -> ActorRow | None:
    """Find one of our own by name: a person, a community, or the node itself."""
    return await actor_queries.find_local_actor(reader, name)


async def find_by_handle(memory: Store | Unit, handle: Handle) -> ActorRow | None:
    """Find somebody by handle; no host, or ours: one of our own."""
    if actors.is_ours(memory, handle):
        return await actor_queries.find_local_actor(memory, handle.name.lower())
    return await actor_queries.find_remote_actor(memory, handle.name, handle.host)


async def find_login(reader: Reader, text: str) -> Login | None:
    """Find the login that belongs to a name or a mail address."""
    wanted = text.strip().lower()
    if "@" in wanted:
        return await logins.find_login_by_email(reader, wanted)
    return await logins.find_login_by_name(reader, wanted)


async def find_login_of(reader: Reader, actor: int) -> Login | None:
    """Find the login of a local person."""
    return await logins.find_login(reader, actor)


async def list_logins(reader: Reader, after: int = 0, limit: int = 50) -> list[Login]:
    """Read the people of this node with their logins, the oldest first."""
    return await logins.list_logins(reader, after, limit)


async def check_login(
    reader: Reader, passwords: Passwords, text: str, password: str
) -> Login | None:
    """Say whose name and password these are; it takes as long for a name that nobody has.

    Raises Held when they are those of somebody who asked for an account and has none yet.
    """
    login = await find_login(reader, text)
    asking = None if login else await newcomers.find_asking(reader, text.strip().lower())
    stored = login[0].password if login else asking.password if asking else ""
    right = await passwords.verify(stored, password)
    if asking is not None and right:
        raise Held(asking.state, asking.words)
    if login is None or not right:
        return None
    return login if may_enter(login) else None


def may_enter(login: Login) -> bool:
    """Whether somebody may sign in at all."""
    account, actor = login
    return not (account.disabled or actor.suspended or actor.deleted)


async def _own_actor(unit: Unit, uri: str) -> ActorRow | None:
    return await actor_queries.find_actor_by_uri(unit, uri)


async def _require_ours(reader: Reader, number: int) -> ActorRow:
    row = await actor_queries.find_actor(reader, number)
    if row is None or not row.local or row.deleted:
        raise NotFound("There is no such account here.")
    return row


def tidy_email(text: str) -> str:
    """Read a mail address as it is kept; an empty one is none. Raises Malformed."""
    email = text.strip().lower()
    if email and (
        email.count("@") != 1 or len(email) > _LONGEST_EMAIL or email != email.strip("@")
    ):
        raise Malformed("email: this is no mail address")
    return email


def _renew(unit: Unit, known: ActorRow, actor: ActorRow) -> ActorRow:
    now = clock.now_ms()
    kept = replace(
        actor,
        id=known.id,
        published=actor.published or known.published,
        suspended=known.suspended,
        limited=known.limited,
        version=known.version,
        fetched=known.fetched,
    )
    if kept == known:
        unit.add(actor_queries.mark_fetched(known.id, now))
        return replace(known, fetched=now)
    row = replace(kept, fetched=now, version=known.version + 1)
    unit.add(actor_queries.update_actor(row))
    if known.delivery_inbox and known.delivery_inbox != row.delivery_inbox:
        unit.guard(_SAME_INBOX, known.id, known.inbox, known.shared_inbox)
        moved = events.ActorMoved(known.id, known.delivery_inbox, row.delivery_inbox)
        events.record(unit, moved)
    return row


async def _remember_practice(unit: Unit, actor: ActorRow, practice: CommunityRow | None) -> None:
    known = await communities.find_community(unit, actor.id)
    if known is None:
        row = practice or CommunityRow(actor.id)
        now = clock.now_ms()
        row = replace(row, actor_id=actor.id, local=0, approved=row.approved or now)
        unit.add(communities.insert_community(row))
    elif practice is not None:
        unit.add(communities.describe_community(replace(practice, actor_id=actor.id)))
