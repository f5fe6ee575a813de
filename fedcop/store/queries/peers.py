"""Other servers: what they run, when we heard of them, what an admin decided about them."""

from typing import Final, NamedTuple

from fedcop import ids
from fedcop.store.batch import Reader, Store
from fedcop.store.rows import PeerRow
from fedcop.store.statements import Keyed, Statement

BLOCK: Final = "block"
ALLOW: Final = "allow"
LIMIT: Final = "limit"  # spoken with, but shown to those alone who follow somebody there

_COLUMNS = PeerRow.columns()
_BY_HOST = Keyed(f"SELECT host, {_COLUMNS} FROM peer WHERE host = ANY_TEXT(?)")
_BY_ID = Keyed(f"SELECT id, {_COLUMNS} FROM peer WHERE id = ANY_ID(?)")
_LIST = f"SELECT {_COLUMNS} FROM peer WHERE host > ? ORDER BY host LIMIT ?"
# Of which the admins see pages: by a part of the name, those that fail, or those of some ids.
_LIKE = f"SELECT {_COLUMNS} FROM peer WHERE host > ? AND host LIKE ? ESCAPE '!'"
_PAGES: Final = {
    "all": f"{_LIKE} ORDER BY host LIMIT ?",
    "failing": f"{_LIKE} AND failing_since > 0 ORDER BY host LIMIT ?",
    "some": f"{_LIKE} AND id = ANY_ID(?) ORDER BY host LIMIT ?",
}
_UNLEARNED = (
    "SELECT host FROM peer WHERE learned <= ? AND last_heard > learned ORDER BY learned LIMIT ?"
)
_LIVELY = (
    "SELECT host FROM peer WHERE failing_since = 0 AND last_heard + last_ok > 0"
    " ORDER BY GREATEST(last_heard, last_ok) DESC LIMIT ?"
)
_ENSURE = "INSERT INTO peer (id, host, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_HEARD = (
    "INSERT INTO peer (id, host, created, last_heard) VALUES (?, ?, ?, ?) ON CONFLICT (host)"
    " DO UPDATE SET last_heard = excluded.last_heard, failures = 0, failing_since = 0, next_try = 0"
)
_LEARNED = (
    "UPDATE peer SET software = ?, software_version = ?, dialect = ?, learned = ? WHERE host = ?"
)
_NOT_LEARNED = "UPDATE peer SET learned = ? WHERE host = ?"
_RULES = "SELECT domain, action, reason, created, public FROM domain_rule ORDER BY domain"
_RULE = (
    "INSERT INTO domain_rule (domain, action, reason, created, public) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (domain) DO UPDATE SET action = excluded.action, reason = excluded.reason,"
    " created = excluded.created, public = excluded.public"
)
_HOSTS = "SELECT host FROM peer UNION SELECT DISTINCT host FROM actor WHERE host <> ''"
_LIMITED = "SELECT 1 FROM domain_rule WHERE action = 'limit' AND domain = ANY_TEXT(?) LIMIT 1"
_SHOW_LESS = (
    "UPDATE actor SET limited = ?, version = version + 1 WHERE host = ANY_TEXT(?) AND limited = 0"
)
_SHOW_AGAIN = (
    "UPDATE actor SET limited = 0, version = version + 1 WHERE host = ANY_TEXT(?) AND limited > 0"
    " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.subject_id = actor.id AND d.act = 'limit'"
    " AND d.lifted = 0)"
)
_UNRULE = "DELETE FROM domain_rule WHERE domain = ?"


class DomainRule(NamedTuple):
    """What an admin decided about a domain; `reason` is for admins, `public` for everybody."""

    domain: str
    action: str
    reason: str
    created: int
    public: str = ""


async def find_peer(reader: Reader, host: str) -> PeerRow | None:
    """Find a peer by its host."""
    return PeerRow.first(await reader.many(_BY_HOST, host))


async def find_peer_by_id(reader: Reader, number: int) -> PeerRow | None:
    """Find a peer by our id."""
    return PeerRow.first(await reader.many(_BY_ID, number))


async def list_peers(reader: Reader, after: str, limit: int) -> list[PeerRow]:
    """Read the peers we know, by name of host."""
    return PeerRow.all(await reader.read(_LIST, after, limit))


async def list_unlearned(reader: Reader, before: int, limit: int) -> list[str]:
    """Read of which peers we heard since we asked what they run, and that was before `before`."""
    return [row[0] for row in await reader.read(_UNLEARNED, before, limit)]


async def list_lively(store: Store, limit: int) -> list[str]:
    """Read the hosts of peers that answered or wrote last."""
    return [row[0] for row in await store.search(_LIVELY, limit)]


def ensure_peer(host: str, now: int) -> Statement:
    """Know a peer from now on, if we do not yet."""
    return Statement(_ENSURE, (ids.new_id(), host, now))


def hear_peer(host: str, now: int) -> Statement:
    """Note a sign of life: whatever failed before, it is tried again at once."""
    return Statement(_HEARD, (ids.new_id(), host, now, now))


def learn_peer(host: str, software: tuple[str, str], dialect: int, now: int) -> Statement:
    """Note what a peer runs (name, version) and which form it reads."""
    name, version = software
    return Statement(_LEARNED, (name[:60], version[:60], dialect, now, host))


def fail_to_learn(host: str, now: int) -> Statement:
    """Note that a peer did not say what it runs; what we knew before stays."""
    return Statement(_NOT_LEARNED, (now, host))


async def search_peers(
    store: Store, after: str, text: str, limit: int, some: list[int] | None = None
) -> list[PeerRow]:
    """Read peers by a part of their name, of some ids where those are given."""
    like = _like(text)
    if some is not None:
        return PeerRow.all(await store.search(_PAGES["some"], after, like, some, limit))
    return PeerRow.all(await store.search(_PAGES["all"], after, like, limit))


async def search_failing(store: Store, after: str, text: str, limit: int) -> list[PeerRow]:
    """Read the peers that do not answer, by a part of their name."""
    return PeerRow.all(await store.search(_PAGES["failing"], after, _like(text), limit))


async def list_rules(reader: Reader) -> list[DomainRule]:
    """Read what admins decided about domains."""
    return [DomainRule(*row) for row in await reader.read(_RULES)]


async def list_hosts(reader: Reader) -> list[str]:
    """Read all hosts we know."""
    return [str(row[0]) for row in await reader.read(_HOSTS)]


async def is_limited(reader: Reader, domains: list[str]) -> bool:
    """Whether one of these domains is limited."""
    return bool(await reader.read(_LIMITED, domains))


def show_less(hosts: list[str], now: int) -> Statement:
    """Show those of some hosts to nobody but who follows them."""
    return Statement(_SHOW_LESS, (now, hosts))


def show_again(hosts: list[str]) -> Statement:
    """Show those of some hosts to all again, but for whom a decision says otherwise."""
    return Statement(_SHOW_AGAIN, (hosts,))


def put_rule(domain: str, action: str, reason: str, now: int, public: str = "") -> Statement:
    """Block or allow a domain and all below it."""
    return Statement(_RULE, (domain, action, reason, now, public))


def _like(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return f"%{text}%"


def drop_rule(domain: str) -> Statement:
    """Take a decision about a domain back."""
    return Statement(_UNRULE, (domain,))
