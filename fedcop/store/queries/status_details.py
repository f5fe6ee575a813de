"""What it takes to render statuses: the posts, whom they name, under which hashtags they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fedcop.store.batch import Reader
from fedcop.store.queries.media import list_of_posts
from fedcop.store.queries.polls import Poll, list_polls
from fedcop.store.rows import ActorCard, MediaRow, PostRow

_POSTS = (
    f"SELECT COALESCE((SELECT q.author_id FROM post q WHERE q.id = p.reply_to_id), 0),"
    f" {PostRow.columns('p.')} FROM post p WHERE p.id = ANY_ID(?)"
)
_MENTIONED = (
    f"SELECT m.post_id, {ActorCard.columns('a.')} FROM mention m CROSS JOIN actor a"
    " WHERE m.post_id = ANY_ID(?) AND a.id = m.actor_id ORDER BY m.post_id, m.actor_id"
)
_TAGS = "SELECT post_id, tag FROM hashtag WHERE post_id = ANY_ID(?) ORDER BY post_id, tag"


@dataclass(slots=True)
class Detail:
    """A post with what is said beside it."""

    post: PostRow
    parent_author: int  # whom it answers, or 0
    mentioned: list[ActorCard] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    media: list[MediaRow] = field(default_factory=list)
    poll: Poll | None = None


async def list_details(reader: Reader, posts: Sequence[int]) -> dict[int, Detail]:
    """Read all that is said of some posts; what is gone for good is not there."""
    wanted = list(posts)
    if not wanted:
        return {}
    found = {}
    for row in await reader.read(_POSTS, wanted):
        post = PostRow.of(row, 1)
        found[post.id] = Detail(post, row[0])
    for row in await reader.read(_MENTIONED, wanted):
        found[row[0]].mentioned.append(ActorCard.of(row, 1))
    for row in await reader.read(_TAGS, wanted):
        found[row[0]].tags.append(row[1])
    for number, rows in (await list_of_posts(reader, wanted)).items():
        found[number].media = rows
    asking = [number for number, one in found.items() if one.post.kind == "Question"]
    for number, poll in (await list_polls(reader, asking)).items():
        found[number].poll = poll
    return found
