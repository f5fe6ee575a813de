"""The states of a follow or membership, and the one table of the moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from fedcop.errors import Refused


class State(StrEnum):
    """How things stand between a follower and whom they follow."""

    NONE = ""  # no row
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LEFT = "left"


class Move(StrEnum):
    """What can happen between them."""

    ASK = "ask"  # the follower asks, and the answer is not ours to give at once
    ENTER = "enter"  # the follower asks, and the target takes everybody
    TURN_AWAY = "turn away"  # the follower asks, and the target blocks them
    ACCEPT = "accept"  # the target agrees
    REJECT = "reject"  # the target refuses, or ends it
    LEAVE = "leave"  # the follower goes, or no longer waits
    EXPIRE = "expire"  # nobody answered for a month


Moves = Mapping[State, Mapping[Move, State]]

_ASKS: Final = {
    Move.ASK: State.PENDING,
    Move.ENTER: State.ACCEPTED,
    Move.TURN_AWAY: State.REJECTED,
}
MOVES: Final[Moves] = {
    State.NONE: _ASKS,
    State.PENDING: {
        **_ASKS,
        Move.ACCEPT: State.ACCEPTED,
        Move.REJECT: State.REJECTED,
        Move.LEAVE: State.LEFT,
        Move.EXPIRE: State.LEFT,
    },
    State.ACCEPTED: {
        Move.ENTER: State.ACCEPTED,  # a Follow that is repeated is answered again
        Move.TURN_AWAY: State.REJECTED,
        Move.REJECT: State.REJECTED,
        Move.LEAVE: State.LEFT,
    },
    State.REJECTED: _ASKS,
    State.LEFT: _ASKS,
}


def after(state: str, move: Move) -> State:
    """Say where a move leads. Raises Refused when it is not allowed from here."""
    reached = MOVES[State(state)].get(move)
    if reached is None:
        raise Refused(f"A membership that is {state or 'not there'} cannot {move}.")
    return reached


def is_open(state: str) -> bool:
    """Whether there is something between them that can be ended."""
    return state in {State.PENDING, State.ACCEPTED}


def check_moves(moves: Moves) -> None:
    """Make sure that a table has no state without entry, way in or way out. Raises ValueError."""
    if missing := set(State) - set(moves):
        raise ValueError(f"no moves from {sorted(missing)}")
    if unused := set(Move) - {move for row in moves.values() for move in row}:
        raise ValueError(f"nothing allows {sorted(unused)}")
    for state in State:
        reached = _reachable(moves, state)
        if State.NONE in reached:
            raise ValueError(f"what was {state} cannot become as if it had never been")
        if lost := set(State) - reached - {State.NONE}:
            raise ValueError(f"from {state!r} nothing leads to {sorted(lost)}")


def _reachable(moves: Moves, start: State) -> set[State]:
    reached: set[State] = set()
    at = [start]
    while at:
        fresh = set(moves[at.pop()].values()) - reached
        reached |= fresh
        at.extend(fresh)
    return reached


check_moves(MOVES)
