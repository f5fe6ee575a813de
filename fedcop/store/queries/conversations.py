"""Threads for named people, as each of them keeps them."""

from collections.abc import Sequence
from typing import Final

from fedcop import ids
from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.windows import Source
from fedcop.store.rows import ConversationRow
from fedcop.store.statements import Statement

_PAGES: Final = Source("conversation", "0 + owner_id", "last_post_id")
_COLUMNS = ConversationRow.columns()
_ONE = f"SELECT {_COLUMNS} FROM conversation WHERE id = ? AND owner_id = ?"
_NOTE = (
    "INSERT INTO conversation (id, owner_id, root_id, last_post_id, unread)"
    " SELECT ?, r.actor_id, ?, ?, ? FROM account r WHERE r.actor_id = ? AND r.disabled = 0"
    " AND (SELECT b.id FROM personal_block b WHERE b.actor_id = r.actor_id AND b.blocked_id = ?)"
    " IS NULL ON CONFLICT (owner_id, root_id) DO UPDATE SET unread = CASE"
    " WHEN excluded.last_post_id > conversation.last_post_id THEN excluded.unread"
    " ELSE conversation.unread END,"
    " last_post_id = GREATEST(conversation.last_post_id, excluded.last_post_id)"
)
_MARK = "UPDATE conversation SET unread = ? WHERE id = ? AND owner_id = ?"
_DELETE = "DELETE FROM conversation WHERE id = ? AND owner_id = ?"
_LET_GO = (
    "UPDATE conversation SET last_post_id = COALESCE((SELECT max(p.id) FROM post p"
    " WHERE p.root_id = conversation.root_id AND p.id < ? AND p.deleted = 0 AND p.audience = 4), 0)"
    " WHERE last_post_id = ?",
    "DELETE FROM conversation WHERE last_post_id = 0",
)
_PEOPLE = (
    "SELECT p.id, p.author_id FROM post p WHERE p.id = ANY_ID(?) UNION ALL"
    " SELECT m.post_id, m.actor_id FROM mention m WHERE m.post_id = ANY_ID(?)"
)


async def list_conversations(
    reader: Reader, owner: int, span: Span, size: int
) -> list[ConversationRow]:
    """Read a window of somebody's conversations, by their last post."""
    stretch = Stretch(_PAGES, owner, _COLUMNS)
    rows = await reader.read(stretch.text(size, up=span.up), *stretch.params(span))
    found = ConversationRow.all(rows)
    return sorted(found, key=lambda row: row.last_post_id, reverse=not span.up)


async def find_conversation(reader: Reader, owner: int, number: int) -> ConversationRow | None:
    """Find one of somebody's conversations."""
    return ConversationRow.first(await reader.read(_ONE, number, owner))


async def list_people(reader: Reader, posts: Sequence[int]) -> dict[int, list[int]]:
    """Read who wrote some posts and whom they name, the author first."""
    found: dict[int, list[int]] = {post: [] for post in posts}
    for post, actor in await reader.read(_PEOPLE, list(posts), list(posts)) if posts else ():
        if actor not in found[post]:
            found[post].append(actor)
    return found


def note(owner: int, root: int, post: int, author: int) -> Statement:
    """Note a post in somebody's conversation, unread unless they wrote it."""
    unread = int(owner != author)
    return Statement(_NOTE, (ids.new_id(), root, post, unread, owner, author))


def mark(owner: int, number: int, unread: int) -> Statement:
    """Note that somebody has read a conversation, or not."""
    return Statement(_MARK, (unread, number, owner))


def delete(owner: int, number: int) -> Statement:
    """Take a conversation off somebody's list; another post brings it back."""
    return Statement(_DELETE, (number, owner))


def let_go(post: int) -> list[Statement]:
    """Let conversations end with the post before one that was taken back."""
    return [Statement(_LET_GO[0], (post, post)), Statement(_LET_GO[1])]
