"""Polls: what is asked, how it stands, who chose what."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class PollRow(TableRow):
    """What a post asks; it has the id of the post."""

    TABLE: ClassVar[str] = "poll"

    id: int
    multiple: int
    hide_totals: int
    ends_at: int
    closed: int = 0
    round: int = 1


@dataclass(frozen=True, slots=True)
class OptionRow(TableRow):
    """One of the choices of a poll."""

    TABLE: ClassVar[str] = "poll_option"

    id: int
    post_id: int
    position: int
    title: str
    votes: int = 0


@dataclass(frozen=True, slots=True)
class TallyRow(TableRow):
    """How a poll stands; -1 voters: nobody said how many."""

    TABLE: ClassVar[str] = "poll_tally"

    id: int
    voters: int = 0
    told: int = 0
    due: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class VoteRow(TableRow):
    """All that somebody chose in a poll, a bit for each option."""

    TABLE: ClassVar[str] = "poll_vote"

    id: int
    post_id: int
    actor_id: int
    choices: int
    created: int
