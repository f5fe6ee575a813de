"""Tries are counted by address and by login, and come back as time goes by."""

import pytest

from fedcop import clock
from fedcop.community.limits import Limit, SignInLimits, neighbourhood
from fedcop.errors import TooMany


def test_tries_come_back_evenly():
    now = [1000.0]
    with clock.held(lambda: now[0]):
        limit = Limit(5, 300)
        for _ in range(5):
            limit.spend("ana")
        with pytest.raises(TooMany) as refused:
            limit.spend("ana")
        assert refused.value.after in {60, 61}
        limit.spend("ben")
        now[0] += refused.value.after
        limit.spend("ana")
        with pytest.raises(TooMany):
            limit.spend("ana")


def test_one_address_that_tries_many_names_is_stopped():
    limits = SignInLimits()
    with clock.held(lambda: 1000.0):
        for number in range(25):
            limits.spend("192.0.2.1", f"name{number}")
        with pytest.raises(TooMany):
            limits.spend("192.0.2.1", "another")
        limits.spend("192.0.2.2", "another")


def test_one_name_tried_from_many_addresses_is_stopped():
    limits = SignInLimits()
    with clock.held(lambda: 1000.0):
        for number in range(25):
            limits.spend(f"192.0.2.{number}", "Ana")
        with pytest.raises(TooMany):
            limits.spend("192.0.2.99", " ana ")


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("unix", "unix"),
    ],
)
def test_who_is_behind_an_address(address, who):
    assert neighbourhood(address) == who
