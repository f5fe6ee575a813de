"""What people wrote."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import PostRow, RevisionRow, insert_of
from fedcop.store.statements import Keyed, Statement

_COLUMNS = PostRow.columns()
_BY_ID = Keyed(f"SELECT id, {_COLUMNS} FROM post WHERE id = ANY_ID(?)")
_BY_URI = Keyed(f"SELECT uri, {_COLUMNS} FROM post WHERE uri = ANY_TEXT(?)")
_REVISIONS = (
    f"SELECT {RevisionRow.columns()} FROM post_revision WHERE post_id = ? AND number < ?"
    " ORDER BY number DESC LIMIT ?"
)
_REVISION = f"SELECT {RevisionRow.columns()} FROM post_revision WHERE post_id = ? AND number = ?"
_INSERT = insert_of(PostRow)
_INSERT_REVISION = insert_of(RevisionRow)
_REVISE = (
    "UPDATE post SET title = ?, summary = ?, content = ?, source = ?, language = ?, sensitive = ?,"
    " cop = ?, edited = ?, revision = ?, files = ?, kind = ?, version = version + 1 WHERE id = ?"
)
_BURY = (
    "UPDATE post SET title = '', summary = '', content = '', source = '', cop = '', url = '',"
    " files = 0, deleted = ?, version = version + 1 WHERE id = ?"
)
_RAISE = (
    "UPDATE post SET title = ?, summary = ?, content = ?, source = ?, language = ?, sensitive = ?,"
    " cop = ?, audience = ?, url = ?, files = ?, kind = ?, deleted = 0, version = version + 1"
    " WHERE id = ?"
)
_FORGET_REVISIONS = "DELETE FROM post_revision WHERE post_id = ?"
_BECOME = "UPDATE post SET practice = ?, version = version + 1 WHERE id = ? AND practice = ''"
_UNPIN = "DELETE FROM pin WHERE post_id = ?"
# The thread's start and the post that is answered, often the same row, in one go.
_ANSWERED = (
    "UPDATE post SET replies = replies + ?, version = version + 1,"
    " bumped = CASE WHEN top = 1 AND bumped < ? THEN ? ELSE bumped END WHERE id IN (?, ?)"
)
_IN_COMMUNITY = (
    "UPDATE community SET posts = posts + ?,"
    " active = CASE WHEN active < ? THEN ? ELSE active END WHERE actor_id = ?"
)
_STANDING = (
    "SELECT id FROM post WHERE (author_id, id) > (?, 0) AND author_id <= ? AND deleted = 0"
    " ORDER BY author_id, id LIMIT %d"
)
_MINUTE = 60_000

# Guards: the post is still as the verb saw it.
STANDS = "FROM post WHERE id = ? AND deleted = 0"
SAME_REVISION = "FROM post WHERE id = ? AND deleted = 0 AND revision = ?"


async def find_post(reader: Reader, number: int) -> PostRow | None:
    """Find a post, a tombstone too, by our id."""
    return PostRow.first(await reader.many(_BY_ID, number))


async def find_post_by_uri(reader: Reader, uri: str) -> PostRow | None:
    """Find a post, a tombstone too, by its uri."""
    return PostRow.first(await reader.many(_BY_URI, uri))


async def list_revisions(
    reader: Reader, post: int, before: int, limit: int
) -> Sequence[RevisionRow]:
    """Read what a post said before, the latest first; `before` is a revision's number."""
    return RevisionRow.all(await reader.read(_REVISIONS, post, before, limit))


async def find_revision(reader: Reader, post: int, number: int) -> RevisionRow | None:
    """Find what a post said in one of its earlier revisions."""
    return RevisionRow.first(await reader.read(_REVISION, post, number))


async def list_standing(reader: Reader, author: int, limit: int) -> list[int]:
    """Read which posts of somebody are not deleted, the oldest first."""
    return [row[0] for row in await reader.read(_STANDING % limit, author, author)]


def insert_post(row: PostRow) -> Statement:
    """Add a post."""
    return Statement(_INSERT, row.values())


def insert_revision(row: RevisionRow) -> Statement:
    """Keep what a post said before an edit."""
    return Statement(_INSERT_REVISION, row.values())


def revise_post(row: PostRow) -> Statement:
    """Let a post say what its row says."""
    text = (row.title, row.summary, row.content, row.source, row.language, row.sensitive)
    return Statement(
        _REVISE, (*text, row.cop, row.edited, row.revision, row.files, row.kind, row.id)
    )


def raise_post(row: PostRow) -> Statement:
    """Let a tombstone be a post again that says what its row says."""
    text = (row.title, row.summary, row.content, row.source, row.language, row.sensitive)
    rest = (row.cop, row.audience, row.url, row.files, row.kind)
    return Statement(_RAISE, (*text, *rest, row.id))


def bury_post(post: int, now: int) -> tuple[Statement, ...]:
    """Make a post a tombstone that says nothing, and forget what it said before."""
    return (
        Statement(_BURY, (now, post)),
        Statement(_FORGET_REVISIONS, (post,)),
        Statement(_UNPIN, (post,)),
    )


def become(number: int, practice: str) -> Statement:
    """Let a plain post be what its author says later that it is."""
    return Statement(_BECOME, (practice, number))


def count_replies(root: int, parent: int, count: int, at: int) -> Statement:
    """Count answers on the thread's start and on what they answer; 0 is no time of life."""
    return Statement(_ANSWERED, (count, at, at, root, parent))


def count_posts(community: int, count: int, at: int) -> Statement:
    """Count posts of a community; its life is kept to the minute, which spares its index."""
    minute = at - at % _MINUTE
    return Statement(_IN_COMMUNITY, (count, minute, minute, community))
