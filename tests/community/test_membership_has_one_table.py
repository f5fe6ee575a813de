"""One table says how things between a follower and whom they follow may change."""

import pytest

from fedcop.community.membership_moves import MOVES, Move, State, after, check_moves, is_open
from fedcop.errors import Refused

ASKS = (Move.ASK, Move.ENTER, Move.TURN_AWAY)
ALLOWED = {
    State.NONE: ASKS,
    State.PENDING: tuple(Move),
    State.ACCEPTED: (Move.ENTER, Move.TURN_AWAY, Move.REJECT, Move.LEAVE),
    State.REJECTED: ASKS,
    State.LEFT: ASKS,
}
LEADS_TO = {
    Move.ASK: State.PENDING,
    Move.ENTER: State.ACCEPTED,
    Move.TURN_AWAY: State.REJECTED,
    Move.ACCEPT: State.ACCEPTED,
    Move.REJECT: State.REJECTED,
    Move.LEAVE: State.LEFT,
    Move.EXPIRE: State.LEFT,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_a_move_leads_where_it_says_or_is_refused(state, move):
    if move in ALLOWED[state]:
        assert after(state, move) == LEADS_TO[move]
    else:
        with pytest.raises(Refused):
            after(state, move)


def test_only_what_is_pending_or_accepted_can_be_ended():
    assert [state for state in State if is_open(state)] == [State.PENDING, State.ACCEPTED]


BROKEN = {
    "no moves from": {state: row for state, row in MOVES.items() if state != State.LEFT},
    "nothing allows": {
        state: {move: to for move, to in row.items() if move != Move.EXPIRE}
        for state, row in MOVES.items()
    },
    "nothing leads to": {**MOVES, State.LEFT: {}},
    "as if it had never been": {
        **MOVES,
        State.LEFT: {**MOVES[State.LEFT], Move.LEAVE: State.NONE},
    },
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_table_does_not_load(fault):
    with pytest.raises(ValueError, match=fault):
        check_moves(BROKEN[fault])
