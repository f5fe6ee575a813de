"""What a Question of another node asks, in our words."""

from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.community.drafts import PollDraft

_MOST_VOTES: Final = 2**40  # nobody counts further


def poll_of(written: Object) -> PollDraft | None:
    """Translate a poll; None where nothing is asked. It ends with whichever end comes first."""
    poll = written.poll
    if poll is None:
        return None
    ends = [at for at in (poll.end_time, poll.closed) if at is not None and at > 0]
    return PollDraft(
        options=tuple(" ".join(one.name.split()) or "…" for one in poll.options),
        multiple=poll.multiple,
        ends_at=min(ends, default=0),
        votes=tuple(min(one.votes, _MOST_VOTES) for one in poll.options),
        voters=-1 if poll.voters is None else min(poll.voters, _MOST_VOTES),
    )
