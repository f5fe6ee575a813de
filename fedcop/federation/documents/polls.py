"""A poll of ours as peers read it: part of a Question."""

from html import escape

from fedcop.activitypub.vocabulary import Poll as Asked
from fedcop.activitypub.vocabulary import PollOption
from fedcop.community import polls
from fedcop.community.polls import Poll
from fedcop.store.rows import PostRow


def question(poll: Poll) -> Asked:
    """Write what is asked, and how it stands as far as that may be known."""
    ends_at = poll.row.ends_at or None
    hidden = polls.hides_counts(poll)
    told = zip(poll.options, poll.votes, strict=True)
    return Asked(
        options=tuple(PollOption(title, 0 if hidden else votes) for title, votes in told),
        multiple=bool(poll.row.multiple),
        end_time=ends_at,
        closed=ends_at if polls.has_ended(poll) else None,
        voters=poll.voters if poll.voters >= 0 else None,
    )


def content_of(post: PostRow) -> str:
    """Put the title of what asks something before it: Mastodon shows a Question without a name."""
    if not post.title:
        return post.content
    return f"<p><strong>{escape(post.title, quote=False)}</strong></p>{post.content}"
