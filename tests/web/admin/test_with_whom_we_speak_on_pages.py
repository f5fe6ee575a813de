"""The federation mode and what is decided about domains: seen, previewed, confirmed."""

import pytest

from fedcop.community import audit, peering
from fedcop.community.house import cutting, lists, ruling
from fedcop.community.perform import perform
from fedcop.errors import Malformed
from fedcop.federation.remote.domains import Domains
from fedcop.store.queries.actors import find_actor_by_uri
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.web.admin.standing import failing_peer

MEALTIMES = "https://riverside.example/c/mealtimes"
CSV = """#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
evil.example,suspend,true,true,"spam, and worse",false
loud.example,silence,false,false,loud,false
riverside.example,suspend,true,true,,false
*.hid*en.example,suspend,true,true,,true
northwind.localhost,suspend,true,true,,false
localhost,suspend,true,true,,false
not a domain,suspend,true,true,,false
"""


@pytest.fixture
async def ties(house):
    store = house.store
    ana = await make_person(store, "ana")
    here = await make_community(store, ana, "handovers")
    rita = await remember_person(store, "https://riverside.example/u/rita")
    far = await remember_group(store, "https://riverside.example/c/mealtimes")
    await let_follow(store, rita, here)
    await let_follow(store, rita, ana)
    await let_follow(store, ana, rita)
    await let_follow(store, ana, far)
    await failing_peer(store, "evil.example")
    _, browser = await house.person("kwame", role="owner")
    return browser


async def test_what_a_mode_would_cut_is_said_with_names(house, ties):
    both = await ruling.with_mode(house.store, "open", "closed")
    cut = await cutting.preview(house.store, *both)
    assert set(cut.hosts) == {"evil.example", "riverside.example"}
    found = {part.name: part.names for part in cut.parts}
    assert found == {
        "members": ("@handovers",),
        "communities": ("@mealtimes@riverside.example",),
        "followers": ("@ana",),
        "followed": ("@rita@riverside.example",),
        "mentors": (),
        "threads": (),
    }
    page = (await ties.get("/admin/federation/mode?to=closed")).text
    assert "@mealtimes@riverside.example" in page


async def test_an_allowance_spares_a_server(house, ties):
    await perform(house.store, peering.allow, "riverside.example")
    both = await ruling.with_mode(house.store, "open", "allowlist")
    cut = await cutting.preview(house.store, *both)
    assert cut.hosts == ("evil.example",)
    assert cut.harmless


async def test_a_mode_changes_for_what_runs_once_it_was_confirmed(house, ties):
    other = Domains(house.store)  # that of another process
    assert (await other.refresh()).mode == "open"
    answer = await ties.post("/admin/federation/mode", mode="closed", confirm="yes")
    assert "so that it is sure" in answer.text
    assert (await other.refresh()).mode == "open"
    answer = await ties.post(
        "/admin/federation/mode", mode="closed", confirm="northwind.localhost:8001"
    )
    assert answer.status_code == 303
    assert (await other.refresh()).mode == "closed"
    assert not other.rules.admit("riverside.example")
    assert "keeps to itself" in (await ties.get("/about")).text
    await ties.post("/admin/federation/mode", mode="open", confirm="northwind.localhost:8001")
    assert (await other.refresh()).admit("riverside.example")
    acts = [row.act for row in await audit.read_log(house.store, act="change-mode")]
    assert acts == ["change-mode"] * 2


async def test_a_domain_is_blocked_once_its_name_was_typed(house, ties):
    page = (await ties.get("/admin/federation/domain?domain=riverside.example&action=block")).text
    assert "@handovers" in page
    sent = {"domain": "riverside.example", "action": "block", "reason": "x", "public": "spam"}
    assert "so that it is sure" in (await ties.post("/admin/federation/domain", **sent)).text
    assert await ruling.list_all(house.store) == []
    answer = await ties.post("/admin/federation/domain", **sent, confirm="riverside.example")
    assert answer.status_code == 303
    [rule] = await ruling.list_all(house.store)
    assert (rule.domain, rule.action, rule.reason, rule.public) == (
        "riverside.example",
        "block",
        "x",
        "spam",
    )
    await ties.post("/admin/federation/domain", domain="riverside.example", action="lift")
    assert await ruling.list_all(house.store) == []


@pytest.mark.parametrize("domain", ["northwind.localhost", "localhost", "northwind.localhost:8001"])
@pytest.mark.parametrize("action", ["block", "allow"])
async def test_nobody_decides_about_their_own_domain_or_one_above(house, ties, domain, action):
    page = await ties.get(f"/admin/federation/domain?domain={domain}&action={action}")
    assert page.status_code == 422
    assert "is this node itself" in page.text
    sent = {"domain": domain, "action": action, "confirm": domain}
    assert (await ties.post("/admin/federation/domain", **sent)).status_code == 403
    assert await ruling.list_all(house.store) == []


async def test_a_list_of_mastodon_is_previewed_and_taken(house, ties):
    page = (await ties.post("/admin/federation/list", list=CSV, action="block")).text
    assert "3 domains can be taken" in page
    assert "is this node itself" in page
    assert "@mealtimes@riverside.example" in page
    assert await ruling.list_all(house.store) == []
    answer = await ties.post("/admin/federation/list", list=CSV, action="block", sure="1")
    assert answer.status_code == 303
    rules = {rule.domain: (rule.action, rule.public) for rule in await ruling.list_all(house.store)}
    assert rules == {
        "evil.example": ("block", "spam, and worse"),
        "loud.example": ("limit", "loud"),
        "riverside.example": ("block", ""),
    }


@pytest.mark.parametrize("form", lists.FORMS)
async def test_what_is_given_away_is_read_again(house, ties, form):
    await perform(house.store, peering.block, "evil.example", "secret reason", "=spam")
    text = (await ties.get(f"/admin/federation/list/{form}")).text
    assert "secret reason" not in text
    read = lists.read(text, "block", "northwind.localhost")
    assert [rule.domain for rule in read.rules] == ["evil.example"]
    assert read.left == ()


@pytest.mark.parametrize("text", ["[{]", "[1]", '[{"name": "x"}]'])
def test_what_is_no_list_is_refused(text):
    with pytest.raises(Malformed):
        lists.read(text, "block", "northwind.localhost")


async def test_a_server_is_limited_and_shown_again(house, ties):
    page = (await ties.get("/admin/federation/domain?domain=riverside.example&action=limit")).text
    assert "What ties this node to it, and stays" in page
    assert "@mealtimes@riverside.example" in page
    sent = {"domain": "riverside.example", "action": "limit", "reason": "loud"}
    assert (await ties.post("/admin/federation/domain", **sent)).status_code == 303
    assert "<td>limited</td>" in (await ties.get("/admin/federation")).text
    known = await find_actor_by_uri(house.store, MEALTIMES)
    later = await remember_person(house.store, "https://sub.riverside.example/u/later")
    assert known.limited
    assert later.limited
    assert (await find_actor_by_uri(house.store, later.uri)).limited
    await ties.post("/admin/federation/domain", domain="riverside.example", action="lift")
    assert not (await find_actor_by_uri(house.store, MEALTIMES)).limited
