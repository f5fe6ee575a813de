"""People of a node, as those who run it find them and look after them."""

import asyncio

import pytest

from fedcop.community import accounts, audit, sessions
from fedcop.community.house import people
from fedcop.community.house.people import Hand, Wanted
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Refused
from fedcop.store.batch import Unit
from tests.builders import make_person


async def role_of(store, person):
    login = await accounts.find_login_of(store, person.id)
    assert login is not None
    return login[0].role


@pytest.fixture
async def crew(house):
    owner, browser = await house.person("kwame", role="owner")
    made = {"kwame": owner}
    for name, role in (("ada", "admin"), ("mo", "moderator"), ("mia", "member")):
        made[name] = await make_person(house.store, name, role=role, display=name.title())
    return made, browser


async def names(store, **wanted):
    found = await people.list_page(store, Wanted(**wanted), 0, 10)
    return [actor.name for _, actor in found]


async def test_they_are_found_by_name_role_and_state(house, crew):
    made, browser = crew
    await perform(house.store, people.disable, Hand(), made["mia"].id)
    assert await names(house.store) == ["kwame", "ada", "mo", "mia"]
    assert await names(house.store, text="M") == ["kwame", "mo", "mia"]
    assert await names(house.store, role="admin") == ["ada"]
    assert await names(house.store, state="disabled") == ["mia"]
    assert await names(house.store, state="active", role="member") == []
    assert await names(house.store, text="ada@cop") == []
    assert await names(house.store, text="ada@cop", mail=True) == ["ada"]
    assert "Mia" in (await browser.get("/admin/people?state=disabled")).text


async def test_a_role_is_given_and_noted(house, crew):
    made, browser = crew
    answer = await browser.post("/admin/people/mia/role", role="auditor")
    assert answer.status_code == 303
    assert await role_of(house.store, made["mia"]) == "auditor"
    [row] = await audit.read_log(house.store, act="set-role")
    assert (row.actor_id, row.subject) == (made["kwame"].id, "mia")


@pytest.mark.parametrize(
    ("by", "whom", "role"),
    [
        ("ada", "kwame", "member"),
        ("ada", "ada", "owner"),
        ("ada", "mo", "admin"),
        ("ada", "mia", "owner"),
        ("mo", "mia", "moderator"),
        ("kwame", "kwame", "member"),
    ],
)
async def test_nobody_rises_or_reaches_up(house, crew, by, whom, role):
    made, _ = crew
    hand = Hand(made[by].id, await role_of(house.store, made[by]))
    with pytest.raises(Refused):
        await perform(house.store, people.change_role, hand, made[whom].id, role)
    answer = await (await house.browser(made[by])).post(f"/admin/people/{whom}/role", role=role)
    assert answer.status_code == 403
    assert (
        await role_of(house.store, made[whom])
        == ({"kwame": "owner", "ada": "admin", "mo": "moderator", "mia": "member"}[whom])
    )


@pytest.mark.parametrize("verb", [people.change_role, people.disable])
async def test_the_last_owner_stays(house, crew, verb):
    made, _ = crew
    more = ("member",) if verb is people.change_role else ()
    with pytest.raises(Refused, match="last owner"):
        await perform(house.store, verb, Hand(), made["kwame"].id, *more)
    await perform(house.store, people.change_role, Hand(), made["ada"].id, "owner")
    await perform(house.store, verb, Hand(), made["kwame"].id, *more)
    with pytest.raises(Refused, match="last owner"):
        await perform(house.store, people.change_role, Hand(), made["ada"].id, "admin")


async def test_two_owners_who_take_each_others_role_leave_one(house, crew):
    made, _ = crew
    await perform(house.store, people.change_role, Hand(), made["ada"].id, "owner")
    both = [(made["ada"], made["kwame"]), (made["kwame"], made["ada"])]
    await asyncio.gather(
        *(
            perform(house.store, people.change_role, Hand(by.id, "owner"), whom.id, "member")
            for by, whom in both
        ),
        return_exceptions=True,
    )
    roles = [await role_of(house.store, made[name]) for name in ("ada", "kwame")]
    assert "owner" in roles


async def test_somebody_is_signed_out_kept_out_and_let_in_again(house, crew):
    made, browser = crew
    mia = await house.browser(made["mia"])
    assert (await mia.get("/home")).status_code == 200
    await browser.post("/admin/people/mia/sign-out")
    assert (await mia.get("/home")).status_code == 303
    await browser.post("/admin/people/mia/disable")
    begun = await perform(house.store, sessions.begin, made["mia"].id)
    assert await sessions.recognise(house.store, begun.token) is None
    await browser.post("/admin/people/mia/enable")
    assert await sessions.recognise(house.store, begun.token) is not None


async def test_notes_are_for_those_who_run_the_node(house, crew):
    made, browser = crew
    assert (await browser.post("/admin/people/mia/note", note="")).status_code == 422
    await browser.post("/admin/people/mia/note", note="<b>Asked twice</b>")
    page = (await browser.get("/admin/people/mia")).text
    assert "&lt;b&gt;Asked twice&lt;/b&gt;" in page
    mia = await house.browser(made["mia"])
    assert "Asked twice" not in (await mia.get("/u/mia")).text


async def test_a_moderator_sees_no_mail_address(house, crew):
    made, browser = crew
    mo = await house.browser(made["mo"])
    for path in ("/admin/people", "/admin/people/mia"):
        assert "mia@cop.example" in (await browser.get(path)).text
        assert "mia@cop.example" not in (await mo.get(path)).text
    assert "Nobody is like that" in (await mo.get("/admin/people?q=mia@cop")).text


async def test_what_is_done_is_refused_where_nobody_is(house, crew):
    _, browser = crew
    for path in ("/admin/people/nobody", "/admin/people/handovers", "/admin/people/%00"):
        assert (await browser.get(path)).status_code in {400, 404}
    with pytest.raises(FedcopError):
        await people.disable(Unit(house.store), Hand(), 1)
