"""Ask readers to choose, choose, count and tell how it stands: the same from whichever door.

Only the home of a poll counts; elsewhere its counts are taken over as they are told. Others are
told them at once and then every few minutes at most, and once more at the end.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import events, policy, policy_posts
from fedcop.community.drafts import PollDraft
from fedcop.community.events import PollClosed, PollCounted, PollVoted
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Invalid, NotFound, Unavailable
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import polls, posts, reading
from fedcop.store.queries.polls import Poll
from fedcop.store.rows import ActorRow, OptionRow, PollRow, PostRow, TallyRow, VoteRow
from fedcop.store.statements import Statement

__all__ = ["Poll"]

Verb = Callable[[Unit, int], Awaitable[None]]

log = logging.getLogger(__name__)

MOST_OPTIONS: Final = 10
MOST_ANYWHERE: Final = 20  # of one that is asked elsewhere
LONGEST_OPTION: Final = 100
SHORTEST_MS: Final = 300_000
LONGEST_MS: Final = 2_629_746_000
KIND: Final = "Question"  # the type of a post that asks something
WAKE: Final = "poll"

_FEWEST: Final = 2
_PAUSE_MS: Final = 180_000
_FRESH_MS: Final = 60_000
_AT_ONCE: Final = 100
_WRONG: Final = "Validation failed: "
_VOTED: Final = f"{_WRONG}You have already voted on this poll"
_ENDED: Final = f"{_WRONG}The poll has already ended"


def check(draft: PollDraft) -> PollDraft:
    """Go on with what one of ours may ask. Raises Invalid, in a sentence for its author."""
    options = tuple(found for title in draft.options if (found := title.strip()))
    if len(options) < _FEWEST:
        raise Invalid(f"{_WRONG}Poll options must have more than one item")
    if len(options) > MOST_OPTIONS:
        raise Invalid(f"{_WRONG}Poll options can't contain more than {MOST_OPTIONS} items")
    if max(map(len, options)) > LONGEST_OPTION:
        raise Invalid(f"{_WRONG}Poll options can't be longer than {LONGEST_OPTION} characters each")
    if len(set(options)) < len(options):
        raise Invalid(f"{_WRONG}Poll options contain duplicate items")
    if draft.lasts < SHORTEST_MS:
        raise Invalid(f"{_WRONG}Poll expires at is too soon")
    if draft.lasts > LONGEST_MS:
        raise Invalid(f"{_WRONG}Poll expires at is too far into the future")
    return PollDraft(options, draft.multiple, draft.hide_totals, draft.lasts)


def ask(author: ActorRow, post: PostRow, draft: PollDraft) -> tuple[Statement, ...]:
    """Let a post that is being written ask something. Raises Invalid."""
    draft = _readied(author, draft)
    row = _row(post.id, draft)
    voters = 0 if author.local else draft.voters
    tally = TallyRow(post.id, voters, asked=0 if author.local else clock.now_ms())
    return polls.insert_poll(row, tally, _options(post.id, draft))


async def ask_anew(unit: Unit, author: ActorRow, post: PostRow, draft: PollDraft) -> bool:
    """Let a post ask what its edit asks; whether that changes it. Raises Invalid.

    Other options, or as many as one likes in place of one, and votes begin anew.
    """
    before = await polls.find_poll(unit, post.id)
    if not draft.options:
        unit.add(*(polls.delete_poll(post.id) if before else ()))
        return before is not None
    if before is None:
        unit.add(*ask(author, post, draft))
        return True
    draft = _readied(author, draft)
    row = _row(post.id, draft, before.row.round)
    same = (draft.options, row.multiple) == (before.options, before.row.multiple)
    if same and not author.local:
        return False  # when it ends, and how it stands, is told as it changes
    unit.touch(f"poll:{post.id}")
    unit.guard(polls.SAME_ROUND, post.id, before.row.round)
    if same:
        unit.add(polls.ask_otherwise(row))
        return True
    unit.add(
        polls.ask_otherwise(_row(post.id, draft, before.row.round + 1)),
        *polls.empty_poll(post.id),
        *polls.insert_options(_options(post.id, draft)),
        polls.set_voters(post.id, 0 if author.local else draft.voters),
    )
    return True


async def vote(
    unit: Unit, actor: ActorRow, post_id: int, choices: Collection[int], cause: int = 0
) -> bool:
    """Choose, by position; False when they chose so already.

    Where several may be chosen, more of them can be chosen later. Raises NotFound, Refused and
    Invalid.
    """
    post, poll = await _get(unit, post_id)
    if post.author_id == actor.id:
        raise Invalid(f"{_WRONG}You cannot vote in your own polls")
    facts = await reading.find_reading(unit, post_id, actor.id)
    policy.require(policy_posts.may_vote(actor, post, facts))
    if has_ended(poll):
        raise Invalid(_ENDED)
    wanted = _wanted(poll, choices)
    before = await polls.find_vote(unit, post_id, actor.id)
    added = wanted & ~(before.choices if before else 0)
    if not added:
        return False
    unit.touch(f"poll:{post_id}")
    unit.guard(polls.OPEN, post_id, poll.row.round)
    number = _note(unit, poll, VoteRow(ids.new_id(), post_id, actor.id, wanted, 0), before)
    unit.add(*polls.count_votes(post_id, positions(added)))
    if post.local:
        unit.add(polls.count_voter_here(post_id, int(before is None), clock.now_ms(), _PAUSE_MS))
        unit.wake(WAKE)
    else:
        unit.add(polls.count_voter(post_id, int(before is None)))
        events.record(unit, PollVoted(post_id, post.root_id, actor.id, number, added), cause)
    return True


async def recount(unit: Unit, post: PostRow, draft: PollDraft, cause: int, *, told: bool) -> bool:
    """Take over how the home of a poll says that it stands; False when it asks otherwise.

    `told`: others hear of it anyway, from what it says anew.
    """
    poll = await polls.find_poll(unit, post.id)
    if poll is None or post.local or not _asks_the_same(poll, draft):
        return False
    row = replace(_row(post.id, draft, poll.row.round), hide_totals=poll.row.hide_totals)
    if 0 < row.ends_at <= clock.now_ms():
        row = replace(row, closed=poll.row.closed)
    counted = (draft.votes, draft.voters) != (poll.votes, poll.voters)
    moved = row.ends_at != poll.row.ends_at
    if moved:
        unit.add(polls.ask_otherwise(row))
    if counted:
        unit.add(*polls.set_counts(post.id, draft.votes, draft.voters))
    # What we counted ourselves when it was cast is no news here, but it is to those who hear us.
    new = moved or counted or bool(cause and post.here)
    if new and not told:
        unit.touch(f"post:{post.id}")
        events.record(unit, PollCounted(post.id, post.root_id), cause)
    return new


async def take_turn(unit: Unit, post_id: int) -> bool:
    """Whether to ask the home of a poll how it stands: once a minute at most, and at its end."""
    _, poll = await _get(unit, post_id)
    tally, now = await polls.find_tally(unit, post_id), clock.now_ms()
    if tally is None or now - tally.asked < _FRESH_MS or 0 < poll.row.ends_at < tally.asked:
        return False
    unit.guard(polls.NOT_ASKED, post_id, tally.asked)
    unit.add(polls.mark_asked(post_id, now))
    return True


async def close(unit: Unit, post_id: int) -> None:
    """Let a poll that has ended be known to have ended; one without a post goes."""
    post, poll = await posts.find_post(unit, post_id), await polls.find_poll(unit, post_id)
    if post is None or post.deleted or poll is None:
        unit.add(*polls.delete_poll(post_id))
        return
    now = clock.now_ms()
    if poll.row.closed or not 0 < poll.row.ends_at <= now:
        return
    unit.touch(f"poll:{post_id}")
    unit.guard(polls.OPEN, post_id, poll.row.round)
    unit.add(*polls.close_poll(post_id, now))
    events.record(unit, PollClosed(post_id, post.root_id))


async def tell(unit: Unit, post_id: int) -> None:
    """Let others know how a poll of ours stands; one without a post goes."""
    post = await posts.find_post(unit, post_id)
    if post is None or post.deleted:
        unit.add(*polls.delete_poll(post_id))
        return
    unit.touch(f"poll:{post_id}")
    unit.guard(polls.STILL_DUE, post_id)
    unit.add(polls.mark_told(post_id, clock.now_ms()))
    events.record(unit, PollCounted(post_id, post.root_id))


async def keep_time(store: Store) -> int:
    """Close what has ended and tell what is due; return how much was done. Raises Unavailable."""
    now = clock.now_ms()
    ending = await polls.list_ending(store, now, _AT_ONCE)
    done = [await _quietly(store, close, number) for number in ending]
    due = await polls.list_due(store, now, _AT_ONCE)
    done += [await _quietly(store, tell, number) for number in due]
    return sum(done)


def forget(post: PostRow) -> tuple[Statement, ...]:
    """Let what a post asks go with it."""
    return polls.delete_poll(post.id) if post.kind == KIND else ()


def kind_of(post: PostRow, draft: PollDraft | None) -> str:
    """Name the type of a post that from now on asks this."""
    if draft is None or bool(draft.options) == (post.kind == KIND):
        return post.kind
    return KIND if draft.options else "Note"


# Reads


async def find(reader: Reader, post_id: int) -> Poll | None:
    """Find what a post asks."""
    return await polls.find_poll(reader, post_id)


async def of_posts(reader: Reader, wanted: Sequence[PostRow]) -> dict[int, Poll]:
    """Read what some posts ask; nothing is read where none asks anything."""
    return await polls.list_polls(reader, [post.id for post in wanted if post.kind == KIND])


async def list_asked(reader: Reader, post: PostRow) -> str:
    """Read what a post asks, as its revisions keep it: JSON, or nothing."""
    poll = await polls.find_poll(reader, post.id) if post.kind == KIND else None
    return orjson.dumps(poll.options).decode() if poll else ""


def read_asked(asked: str) -> list[str]:
    """Read back what a revision asked."""
    return [str(title) for title in orjson.loads(asked)] if asked else []


async def own_choices(reader: Reader, actor: ActorRow, wanted: Sequence[int]) -> dict[int, int]:
    """Read what somebody chose in some polls, a bit for each option."""
    return await polls.list_own_choices(reader, actor.id, wanted)


async def choices_of(reader: Reader, post_id: int, actors: Sequence[int]) -> dict[int, int]:
    """Read what some people chose in a poll, a bit for each option."""
    return await polls.list_choices(reader, post_id, actors)


def has_ended(poll: Poll) -> bool:
    """Whether nobody can choose any more."""
    return 0 < poll.row.ends_at <= clock.now_ms()


def hides_counts(poll: Poll) -> bool:
    """Whether nobody is to know yet how it stands."""
    return bool(poll.row.hide_totals) and not has_ended(poll)


def positions(choices: int) -> list[int]:
    """List the options that are chosen."""
    return [at for at in range(choices.bit_length()) if choices >> at & 1]


def position_of(poll: Poll, title: str) -> int | None:
    """Find an option by what it says."""
    wanted = title.strip()
    return next((at for at, one in enumerate(poll.options) if one.strip() == wanted), None)


async def _get(unit: Unit, post_id: int) -> tuple[PostRow, Poll]:
    post = await posts.find_post(unit, post_id)
    poll = await polls.find_poll(unit, post_id)
    if post is None or post.deleted or poll is None:
        raise NotFound("There is no such poll.")
    return post, poll


def _note(unit: Unit, poll: Poll, row: VoteRow, before: VoteRow | None) -> int:
    """Note a choice; of two at once by one voter the second finds the first."""
    if before is None:
        added = VoteRow(row.id, row.post_id, row.actor_id, row.choices, clock.now_ms())
        unit.add(polls.insert_vote(added))
        return row.id
    if not poll.row.multiple:
        raise Invalid(_VOTED)
    unit.guard(polls.SAME_CHOICES, before.id, before.choices)
    unit.add(polls.set_choices(before.id, before.choices | row.choices))
    return before.id


def _wanted(poll: Poll, choices: Collection[int]) -> int:
    """Put what is chosen into one number. Raises Invalid."""
    chosen = set(choices)
    if not chosen or not all(0 <= at < len(poll.options) for at in chosen):
        raise Invalid(f"{_WRONG}The chosen vote option does not exist")
    if len(chosen) > 1 and not poll.row.multiple:
        raise Invalid(f"{_WRONG}Only one option can be chosen in this poll")
    return sum(1 << at for at in chosen)


def _asks_the_same(poll: Poll, draft: PollDraft) -> bool:
    return (draft.options, int(draft.multiple)) == (poll.options, poll.row.multiple)


def _readied(author: ActorRow, draft: PollDraft) -> PollDraft:
    return check(draft) if author.local else draft


def _row(post_id: int, draft: PollDraft, number: int = 1) -> PollRow:
    ends_at = clock.now_ms() + draft.lasts if draft.lasts else draft.ends_at
    asked = (int(draft.multiple), int(draft.hide_totals), ends_at)
    return PollRow(post_id, *asked, closed=0, round=number)


def _options(post_id: int, draft: PollDraft) -> list[OptionRow]:
    votes = draft.votes or (0,) * len(draft.options)
    told = zip(draft.options, votes, strict=True)
    return [
        OptionRow(ids.new_id(), post_id, at, title, count) for at, (title, count) in enumerate(told)
    ]


async def _quietly(store: Store, verb: Verb, number: int) -> bool:
    """Do one of many; what went wrong with it is noted, and the others go on."""
    try:
        await perform(store, verb, number)
    except Unavailable:
        raise
    except FedcopError as error:
        log.warning("poll %s: %s", number, error.safe)
        return False
    return True
