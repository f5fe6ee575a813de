"""Each page of those who run the node says who may see it, and nobody else does."""

import pytest

from fedcop.community import offices
from fedcop.community.offices import ROLES, Right
from fedcop.web.admin.nav import PLACES, places_for
from fedcop.web.admin.ways import WAYS


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.path)
def test_each_way_names_its_rights(way) -> None:
    assert way.path.startswith("/admin")
    assert not way.guests
    assert way.show is None or way.sees is not None
    assert way.act is None or way.does is not None


def test_whoever_may_see_a_place_is_let_in_there() -> None:
    ways = {way.path: way for way in WAYS}
    assert {place.path for place in PLACES} <= ways.keys()
    for place in PLACES:
        assert ways[place.path].sees is place.right


def test_members_see_none_of_it() -> None:
    assert places_for("member") == []
    assert [right for right in Right if offices.may("member", right)] == []
    assert [right for right in Right if offices.may("nonsense", right)] == []


def test_an_auditor_sees_everything_and_does_nothing() -> None:
    held = {right for right in Right if offices.may("auditor", right)}
    assert all(right.name.startswith("SEE_") or right is Right.OVERVIEW for right in held)
    assert {right for right in Right if right.name.startswith("SEE_")} <= held


def test_only_an_owner_stands_above_owners() -> None:
    above = {(one, other) for one in ROLES for other in ROLES if offices.outranks(one, other)}
    assert {one for one, other in above if other == "owner"} == {"owner"}
    assert ("admin", "admin") not in above
    assert ("admin", "moderator") in above
    assert ("auditor", "moderator") not in above
