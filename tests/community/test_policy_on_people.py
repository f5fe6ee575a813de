"""Who may do what among people and communities, by a table."""

import pytest

from fedcop.community import policy
from fedcop.errors import Refused
from fedcop.store.rows import ActorRow, CommunityRow

ANA = ActorRow(1, "https://cop.example/u/ana", "Person", "", "ana")
BEN = ActorRow(2, "https://cop.example/u/ben", "Person", "", "ben")
GONE = ActorRow(3, "https://cop.example/u/gone", "Person", "", "gone", deleted=1)
OUT = ActorRow(4, "https://cop.example/u/out", "Person", "", "out", suspended=1)
BO = ActorRow(5, "https://peer.example/u/bo", "Person", "peer.example", "bo")
HERE = ActorRow(6, "https://cop.example/c/here", "Group", "", "here")
FAR = ActorRow(7, "https://peer.example/c/far", "Group", "peer.example", "far")
NODE = ActorRow(8, "https://cop.example/actor", "Application", "", "node")
WAITS = CommunityRow(6, local=1)
OPEN = CommunityRow(6, local=1, approved=1)

YES = [
    policy.may_act(ANA),
    policy.may_found(ANA),
    policy.may_follow(ANA, BEN),
    policy.may_follow(ANA, FAR),
    policy.may_follow(FAR, HERE),  # groups follow groups
    policy.may_meet(blocks=False, blocked=False),
    policy.may_enter(None, steward=False),
    policy.may_enter(OPEN, steward=False),
    policy.may_enter(WAITS, steward=True),
    policy.may_see(OPEN, steward=False, admin=False),
    policy.may_see(WAITS, steward=True, admin=False),
    policy.may_see(WAITS, steward=False, admin=True),
    policy.may_steward(ANA, HERE, steward=True),
    policy.may_steward(FAR, FAR, steward=False),
    policy.may_settle(ANA, ANA, steward=False),
    policy.may_settle(ANA, HERE, steward=True),
    policy.may_become_steward(ANA, HERE, member=True),
    policy.may_become_steward(BO, FAR, member=False),
    policy.may_block(ANA, BO),
]
NO = [
    policy.may_act(GONE),
    policy.may_act(OUT),
    policy.may_found(BO),
    policy.may_found(OUT),
    policy.may_found(HERE),
    policy.may_follow(ANA, ANA),
    policy.may_follow(ANA, GONE),
    policy.may_follow(ANA, OUT),
    policy.may_follow(ANA, NODE),
    policy.may_follow(OUT, ANA),
    policy.may_meet(blocks=True, blocked=False),
    policy.may_meet(blocks=False, blocked=True),
    policy.may_enter(WAITS, steward=False),
    policy.may_see(WAITS, steward=False, admin=False),
    policy.may_steward(ANA, HERE, steward=False),
    policy.may_steward(FAR, HERE, steward=False),
    policy.may_steward(OUT, HERE, steward=True),
    policy.may_settle(BEN, ANA, steward=False),
    policy.may_settle(ANA, HERE, steward=False),
    policy.may_become_steward(ANA, HERE, member=False),
    policy.may_become_steward(FAR, HERE, member=True),
    policy.may_block(ANA, ANA),
    policy.may_block(ANA, NODE),
]


@pytest.mark.parametrize("answer", YES)
def test_these_may(answer):
    assert answer
    policy.require(answer)


@pytest.mark.parametrize("answer", NO)
def test_these_may_not_and_are_told_why(answer):
    assert not answer
    with pytest.raises(Refused) as refused:
        policy.require(answer)
    assert refused.value.safe.endswith(".")
