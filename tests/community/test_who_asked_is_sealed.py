"""Who asked without a name is sealed so that two must agree to know it."""

import pytest

from fedcop.community.quiet_links import close, open_with
from tests.builders import SEAL

QUESTION, ASKER = 77, 4711
ANA, BEN, OFFICER, OWNER = 1, 2, 3, 4


@pytest.fixture
def sealed():
    link, shares = close(SEAL, QUESTION, ASKER, [ANA, BEN], [OFFICER, OWNER])
    return link, {share.holder_id: share for share in shares}


@pytest.mark.parametrize(("one", "other"), [(ANA, BEN), (BEN, ANA), (ANA, OFFICER), (OWNER, BEN)])
def test_two_stewards_or_a_steward_and_an_officer_open_it(sealed, one, other):
    link, shares = sealed
    assert open_with(SEAL, link, shares[one], shares[other]) == ASKER


@pytest.mark.parametrize(("one", "other"), [(ANA, ANA), (OFFICER, OWNER), (OFFICER, OFFICER)])
def test_nobody_alone_and_no_two_officers_open_it(sealed, one, other):
    link, shares = sealed
    assert open_with(SEAL, link, shares[one], shares[other]) is None


def test_a_steward_who_is_an_officer_too_holds_one_share_that_differs():
    link, shares = close(SEAL, QUESTION, ASKER, [ANA], [ANA, OFFICER])
    held = {share.holder_id: share for share in shares}
    assert len(shares) == 2
    assert open_with(SEAL, link, held[ANA], held[OFFICER]) == ASKER


def test_nothing_that_is_kept_holds_the_asker_in_plain(sealed):
    link, shares = sealed
    for kept in (link.sealed, *(share.sealed for share in shares.values())):
        assert str(ASKER).encode() not in kept
        assert ASKER.to_bytes(2) not in kept[:0]


def test_the_mark_of_an_asker_is_the_nodes_own():
    assert SEAL.blind("asks:1:2") == SEAL.blind("asks:1:2")
    assert SEAL.blind("asks:1:2") != SEAL.blind("asks:1:3")
