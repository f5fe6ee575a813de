"""How much one incoming message may make us fetch."""

import asyncio

import pytest

from fedcop.errors import Refused
from fedcop.transport.budget import Budget, domain_of


async def test_it_ends_after_so_many_fetches() -> None:
    budget = Budget(fetches=3)
    for _ in range(3):
        budget.spend("a.example")
    with pytest.raises(Refused, match=r"a\.example: too many fetches"):
        budget.spend("a.example")
    assert budget.fetches == 0


async def test_going_deeper_spends_the_same_purse() -> None:
    budget = Budget(fetches=3, depth=2)
    deeper = budget.deeper().deeper()
    deeper.spend("a.example")
    assert budget.fetches == 2
    with pytest.raises(Refused, match="too many steps"):
        deeper.deeper()


async def test_its_time_runs_from_the_first_fetch() -> None:
    budget = Budget(seconds=0.02)
    await asyncio.sleep(0.03)
    assert 0 < budget.spend("a.example") <= 0.021
    await asyncio.sleep(0.03)
    with pytest.raises(Refused, match="too much time"):
        budget.spend("a.example")


async def test_a_domain_cannot_invent_hosts_for_ever() -> None:
    budget = Budget()
    reached = 0
    for number in range(50):
        try:
            budget.spend(f"h{number}.evil.example")
        except Refused:
            continue
        reached += 1
    assert reached == 10
    budget.spend("h3.evil.example")
    budget.spend("h3.good.example")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example", "example"),
        ("a.example", "a.example"),
        ("x.y.a.example", "a.example"),
        ("x.a.co.uk", "a.co.uk"),
        ("a.co.uk", "a.co.uk"),
        ("x.a.de", "a.de"),
        ("co.uk", "co.uk"),
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_subdomains_count_for_the_domain_they_belong_to(host: str, domain: str) -> None:
    assert domain_of(host) == domain
