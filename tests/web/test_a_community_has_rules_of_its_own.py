"""A community adds rules to those of the node: stewards say them, reports name them."""

import pytest

from fedcop.community import audit, house_rules
from fedcop.community.moderating import casework
from fedcop.community.moderating.casework import Which
from fedcop.community.perform import perform
from tests.builders import let_follow, make_community
from tests.writing import write


@pytest.fixture
async def scene(house):
    """A community with a steward, a member and what the member wrote; the node has a rule."""
    kwame, steward = await house.person("kwame")
    ana, member = await house.person("ana")
    group = await make_community(house.store, kwame, "weavers")
    await let_follow(house.store, ana, group)
    post = await write(house.store, kwame, "<p>Buy my looms</p>", community_id=group.id)
    await perform(house.store, house_rules.add_rule, 0, "Be kind.")
    return group, steward, member, post


async def test_its_steward_says_changes_orders_and_takes_them_back(house, scene) -> None:
    group, steward, _, _ = scene
    change = "/c/weavers/rules/change"
    for text in ("No looms for sale.", "Name your threads."):
        answer = await steward.post(change, text=text, hint="Not even old ones.")
        assert answer.headers["location"] == "/c/weavers/rules"
    first, second = await house_rules.list_rules(house.store, group.id)
    await steward.post(change, rule=str(second.id), up="1")
    await steward.post(change, rule=str(first.id), text="Sell no looms.", hint="")
    said = await house_rules.list_rules(house.store, group.id)
    assert [row.text for row in said] == ["Name your threads.", "Sell no looms."]
    page = (await house.guest().get("/c/weavers/rules")).text
    assert page.index("Name your threads.") < page.index("Sell no looms.") < page.index("Be kind.")
    assert 'name="retire"' not in page
    await steward.post(change, rule=str(second.id), retire="1")
    assert len(await house_rules.list_rules(house.store, group.id)) == 1
    # The node's own rules and its audit log know nothing of it.
    assert [row.text for row in await house_rules.list_rules(house.store)] == ["Be kind."]
    assert {row.act for row in await audit.read_log(house.store)} == {"add-rule"}
    refused = await steward.post(change, text=" ")
    assert refused.status_code == 422
    assert "say what the rule is" in refused.text.lower()


async def test_nobody_else_changes_them_and_no_community_those_of_another(house, scene) -> None:
    group, steward, member, _ = scene
    change = "/c/weavers/rules/change"
    assert (await member.post(change, text="Mine.")).status_code == 403
    assert (await member.get("/c/weavers/rules")).status_code == 200
    [of_the_node] = await house_rules.list_rules(house.store)
    refused = await steward.post(change, rule=str(of_the_node.id), retire="1")
    assert refused.status_code == 422
    assert len(await house_rules.list_rules(house.store)) == 1
    assert await house_rules.list_rules(house.store, group.id) == []


async def test_a_report_and_what_is_decided_name_one(house, scene) -> None:
    group, _, member, post = scene
    rule = await perform(
        house.store, house_rules.add_rule, 0, "No looms for sale.", community=group.id
    )
    form = (await member.get(f"/n/{post.id}/report")).text
    assert form.index("1. Be kind.") < form.index("2. No looms for sale.")
    sent = {"text": "It is an advertisement.", "category": "violation", f"rule-{rule.id}": "1"}
    assert (await member.post(f"/n/{post.id}/report", **sent)).status_code == 303
    _, mod = await house.person("mod", role="moderator")
    [report] = await casework.list_cases(house.store, Which())
    page = (await mod.get(f"/admin/reports/{report.id}")).text
    assert "No looms for sale." in page
    # Reported as a person, not as a post of the community, only the rules of the node are offered.
    assert "No looms" not in (await member.get("/u/kwame/report")).text
