"""What the echo of an event asks about its post, for a whole batch of events in one query."""

from dataclasses import dataclass

from fedcop.store.batch import Reader
from fedcop.store.statements import Keyed

# Whether anybody here follows them: most of those who write from elsewhere nobody does.
_HEARD = (
    "COALESCE((SELECT f.lane_id + 1 FROM follow f WHERE 0 + f.target_id = {whom}"
    " AND f.state = 'accepted' AND f.lane_id = 0 LIMIT 1), 0)"
)
_AWAITED = (
    "COALESCE((SELECT o.top + 1 FROM post o WHERE o.reply_to_uri = p.uri AND o.reply_to_id = 0"
    " AND o.reply_to_uri <> '' LIMIT 1), 0)"
)
_POST = Keyed(
    "SELECT p.id, p.id, p.uri, p.author_id, p.community_id, p.root_id, p.reply_to_id,"
    " p.reply_to_uri, p.top, p.audience, p.deleted, p.local, COALESCE(q.author_id, 0),"
    f" COALESCE(q.root_id, 0), COALESCE(q.local, 0), {_HEARD.format(whom='p.author_id')},"
    f" {_HEARD.format(whom='p.community_id')}, {_AWAITED},"
    " p.files"
    " FROM post p LEFT JOIN post q ON q.id = p.reply_to_id WHERE p.id = ANY_ID(?)"
)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as far as it decides whom it reaches; what is not there is 0."""

    id: int
    uri: str
    author_id: int
    community_id: int
    root_id: int
    reply_to_id: int
    reply_to_uri: str
    top: int
    audience: int
    deleted: int
    local: int
    parent_author: int
    parent_root: int
    parent_local: int
    author_heard: int
    community_heard: int
    awaited: int
    files: int

    @property
    def orphan(self) -> bool:
        """Whether it waits for what it answers."""
        return bool(self.reply_to_uri and not self.reply_to_id)

    @property
    def astray(self) -> bool:
        """Whether what it answers has moved to another thread meanwhile."""
        return bool(self.parent_root and self.parent_root != self.root_id)


async def find_facts(reader: Reader, post: int) -> PostFacts | None:
    """Find what decides whom a post reaches."""
    rows = await reader.many(_POST, post)
    return PostFacts(*rows[0]) if rows else None
