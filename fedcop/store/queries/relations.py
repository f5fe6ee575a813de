"""Who has to do with whom, as apps ask it: pages by the id of what joins two, the latest first."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fedcop import clock
from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.windows import Source, Value

_FOLLOWERS = Source("follow", "target_id + 0", "id + 0", "state = 'accepted'")
_FOLLOWING = Source("follow", "0 + follower_id", "0 + id", "state = 'accepted'")
_BY: Final = "id AS line, actor_id"
_LIKERS = Source("reaction", "0 + post_id", "id")
_BOOSTERS = Source("boost", "0 + post_id", "id")

_FOLLOW = "(SELECT {what} FROM follow f WHERE f.follower_id = {by} AND f.target_id = {of})"
_OUT = {"by": "v.me", "of": "a.id"}
_IN = {"by": "a.id", "of": "v.me"}
_RELATIONS = (
    "SELECT a.id,"
    f" {_FOLLOW.format(what='f.state', **_OUT)}, {_FOLLOW.format(what='f.boosts', **_OUT)},"
    f" {_FOLLOW.format(what='f.notify', **_OUT)}, {_FOLLOW.format(what='f.languages', **_OUT)},"
    f" {_FOLLOW.format(what='f.state', **_IN)},"
    " (SELECT b.id FROM personal_block b WHERE b.actor_id = v.me AND b.blocked_id = a.id),"
    " (SELECT b.id FROM personal_block b WHERE b.actor_id = a.id AND b.blocked_id = v.me),"
    " (SELECT m.until FROM mute m WHERE m.actor_id = v.me AND m.muted_id = a.id),"
    " (SELECT m.notifications FROM mute m WHERE m.actor_id = v.me AND m.muted_id = a.id),"
    " CASE WHEN a.host <> '' THEN (SELECT d.id FROM personal_domain_block d"
    " WHERE d.actor_id = v.me AND d.host = a.host) END,"
    " (SELECT n.text FROM account_note n WHERE n.actor_id = v.me AND n.subject_id = a.id)"
    " FROM (SELECT CAST(? AS BIGINT) AS me) v CROSS JOIN actor a WHERE a.id = ANY_ID(?)"
)
_UNSEEN = "(SELECT b.id FROM personal_block b WHERE b.actor_id = {} AND b.blocked_id = {})"
_SHOWN = (
    "SELECT l.line, a.id, CASE WHEN a.deleted = 0 AND a.suspended = 0"
    f" AND {_UNSEEN.format('v.me', 'a.id')} IS NULL AND {_UNSEEN.format('a.id', 'v.me')} IS NULL"
    " THEN 1 ELSE 0 END FROM (SELECT CAST(? AS BIGINT) AS me) v CROSS JOIN ({window}) l"
    " CROSS JOIN actor a WHERE a.id = l.actor_id"
)


class Relation(NamedTuple):
    """What somebody is to another; what is not there is None."""

    id: int
    state: str | None
    boosts: int | None
    notify: int | None
    languages: str | None
    back: str | None  # the state of the follow the other way
    blocks: int | None
    blocked: int | None
    muted_until: int | None  # 0: for good
    mutes_notices: int | None
    host_blocked: int | None
    note: str | None

    @property
    def muted(self) -> bool:
        """Whether a mute is there that is not over."""
        until = self.muted_until
        return until is not None and (until == 0 or until > clock.now_ms())


class Joined(NamedTuple):
    """Somebody in a list, and by which row they stand in it."""

    line: int
    actor_id: int
    seen: int


def followers(actor: int) -> Stretch:
    """Name who follows somebody."""
    return Stretch(_FOLLOWERS, actor, "id AS line, follower_id AS actor_id")


def following(actor: int) -> Stretch:
    """Name whom somebody follows."""
    return Stretch(_FOLLOWING, actor, "id AS line, target_id AS actor_id")


def likers(post: int) -> Stretch:
    """Name who likes a post."""
    return Stretch(_LIKERS, post, _BY)


def boosters(post: int) -> Stretch:
    """Name who passes a post on."""
    return Stretch(_BOOSTERS, post, _BY)


async def list_people(
    reader: Reader, wanted: Stretch, span: Span, viewer: int, size: int
) -> list[Joined]:
    """Read a window of a list of people, in the order it is walked."""
    params: tuple[Value, ...] = (viewer, *wanted.params(span))
    sql = _SHOWN.replace("{window}", wanted.text(size, up=span.up))
    rows = [Joined._make(row) for row in await reader.read(sql, *params)]
    return sorted(rows, reverse=not span.up)


async def list_relations(reader: Reader, me: int, actors: Sequence[int]) -> list[Relation]:
    """Read what somebody is to others."""
    rows = await reader.read(_RELATIONS, me, list(actors)) if actors else ()
    return [Relation._make(row) for row in rows]
