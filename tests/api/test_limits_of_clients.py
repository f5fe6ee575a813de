"""How much clients may ask, what they are told of it, and what an operator may change."""

from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.api.limits import Limits, refuse
from fedcop.errors import Misconfigured, TooMany
from tests.api.rig import open_home


def spend(limits, times=1, **who):
    given = {"kind": "api", "token": 0, "person": 0, "address": "192.0.2.1", **who}
    for _ in range(times):
        spent = limits.spend(**given)
    return spent


def test_each_token_has_its_own_and_a_person_one_for_all():
    limits = Limits(["api=3", "person=5"])
    with clock.held(lambda: 1000.0):
        assert spend(limits, 3, token=1, person=7).left == 0
        assert spend(limits, 1, token=1, person=7).left == -1
        assert spend(limits, 1, token=2, person=7).left == 0
        assert spend(limits, 1, token=2, person=7).left == -1
        assert spend(limits, 1, token=3, person=8).left == 2


def test_a_new_while_begins_afresh_and_is_announced():
    limits = Limits(["api=1"])
    with clock.held(lambda: 1000.0):
        spent = spend(limits, 2)
        assert spent.left == -1
        headers = dict(spent.headers)
        assert headers["X-RateLimit-Remaining"] == "0"
        assert headers["X-RateLimit-Reset"] == "1970-01-01T00:20:00.000000Z"
        with pytest.raises(TooMany) as refused:
            refuse(spent)
        assert refused.value.after == 200
    with clock.held(lambda: 1201.0):
        assert spend(limits).left == 0


def test_neighbours_in_ipv6_share_and_kinds_are_counted_apart():
    limits = Limits(["apps=1"])
    assert spend(limits, kind="apps", address="2001:db8::1").left == 0
    assert spend(limits, kind="apps", address="2001:db8::2").left == -1
    assert spend(limits, kind="apps", address="2001:db8:1::1").left == 0
    assert spend(limits, address="2001:db8::1").left > 0


@pytest.mark.parametrize("text", ["apps", "apps=", "apps=0", "apps=-1", "apps=x", "tea=5"])
def test_limits_that_make_no_sense_are_refused_at_start(text):
    with pytest.raises(Misconfigured, match="client_limits"):
        Limits([text])


async def test_an_operator_may_change_them(settings):
    async with open_home(replace(settings, client_limits=("api=2",))) as home:
        phone = home.phone()
        assert (await phone.get("/api/v1/custom_emojis")).headers["x-ratelimit-limit"] == "2"
        await phone.get("/api/v1/custom_emojis")
        answer = await phone.get("/api/v1/custom_emojis")
        assert answer.status_code == 429
        assert answer.json() == {"error": "Too many requests"}
        assert answer.headers["x-ratelimit-remaining"] == "0"
        assert (await home.phone(address="192.0.2.9").get("/api/v1/instance")).status_code == 200
