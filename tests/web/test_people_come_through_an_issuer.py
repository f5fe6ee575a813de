"""Sign-on: people for whom an issuer vouches come in, and nobody for whom it does not."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from fedcop import clock
from fedcop.community import accounts, sessions, sign_on
from fedcop.settings import Issuer
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from tests.builders import PASSWORD, make_community, make_person
from tests.web.coming import arrive, choose, come, house, lab, led_away, telling
from tests.web.issuer import by_public_key, other_key, signed, unsigned
from tests.writing import count

__all__ = ["house", "lab", "telling"]  # fixtures from there

_MAIL = {"email": "ana@cop.example", "email_verified": True}


async def test_somebody_comes_for_the_first_time_and_chooses_a_handle(house, lab):
    browser = house.guest()
    where = await led_away(browser, "/oidc/lab?next=/communities")
    asked = dict(parse_qsl(urlsplit(where).query))
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    claims = {"name": "Ana Lima", "preferred_username": "ana.lima@hospital.example", **_MAIL}
    answer = await browser.get(f"/oidc/lab/back?{lab.allow(where, **claims)}")
    assert answer.headers["location"] == "/signin/handle"
    page = (await browser.get("/signin/handle")).text
    assert 'value="Ana Lima"' in page
    assert "hospital.example" not in page
    answer = await choose(browser, "ana_l", "Ana Lima")
    assert answer.headers["location"] == "/communities"
    login = await accounts.find_login(house.store, "ana@cop.example")
    assert login is not None
    account, actor = login
    assert (actor.name, actor.display, account.password) == ("ana_l", "Ana Lima", "")
    assert (await browser.get("/home")).status_code == 200


async def test_they_come_again_as_the_same_person(house, lab):
    await arrive(house, lab)
    browser = house.guest()
    answer = await come(lab, browser, name="Another Name")
    assert answer.headers["location"] == "/home"
    assert await count(house.store, "account") == 1


async def test_a_handle_that_is_taken_is_refused_on_the_form(house, lab):
    await make_person(house.store, "bo")
    browser = house.guest()
    await come(lab, browser)
    for wrong in ("bo", "admin", "Not A Name!"):
        assert (await choose(browser, wrong)).status_code == 422
    assert await count(house.store, "account") == 1


async def test_a_mail_address_that_is_not_verified_counts_for_nothing(house, lab):
    await arrive(house, lab, email="ana@cop.example", email_verified=False)
    assert await accounts.find_login(house.store, "ana@cop.example") is None


async def test_who_has_an_account_already_is_told_to_sign_in_to_it(house, lab):
    await make_person(house.store, "ana")
    browser = house.guest()
    await come(lab, browser, **_MAIL)
    assert "has your mail address already" in (await browser.get("/signin/handle")).text
    await choose(browser, "ana2")
    login = await accounts.find_login(house.store, "ana@cop.example")
    assert login[1].name == "ana"


@pytest.mark.parametrize("telling", [{"link_by_mail": True}])
async def test_a_verified_address_links_an_account_where_the_operator_says_so(house, lab, telling):
    await make_person(house.store, "ana")
    assert (await come(lab, house.guest(), **_MAIL)).headers["location"] == "/home"
    unverified = {"sub": "u2", "email": "ana@cop.example", "email_verified": "true"}
    answer = await come(lab, house.guest(), **unverified)
    assert answer.headers["location"] == "/signin/handle"


async def test_an_account_is_linked_and_unlinked_in_the_settings(house, lab):
    await make_person(house.store, "ana")
    browser = house.guest()
    await browser.sign_in("ana", PASSWORD)
    where = await led_away(browser, "/oidc/lab?for=link")
    answer = await browser.get(f"/oidc/lab/back?{lab.allow(where, name='Ana at work')}")
    assert answer.headers["location"] == "/settings/security?done=linked"
    assert "Ana at work" in (await browser.get("/settings/security")).text
    assert (await come(lab, house.guest())).headers["location"] == "/home"
    rows = await house.store.read("SELECT id FROM sign_on_link")
    answer = await browser.post("/settings/security/unlink", link=str(rows[0][0]))
    assert answer.headers["location"] == "/settings/security?done=unlinked"
    assert (await come(lab, house.guest())).headers["location"] == "/signin/handle"


async def test_the_last_way_in_is_not_taken_away(house, lab):
    browser = await arrive(house, lab)
    await browser.learn()
    rows = await house.store.read("SELECT id FROM sign_on_link")
    answer = await browser.post("/settings/security/unlink", link=str(rows[0][0]))
    assert answer.status_code == 403
    assert await count(house.store, "sign_on_link") == 1


async def test_a_link_of_somebody_else_is_not_taken_over(house, lab):
    await arrive(house, lab)
    await make_person(house.store, "bo")
    browser = house.guest()
    await browser.sign_in("bo", PASSWORD)
    where = await led_away(browser, "/oidc/lab?for=link")
    assert (await browser.get(f"/oidc/lab/back?{lab.allow(where)}")).status_code == 403
    assert await count(house.store, "sign_on_link") == 1


async def test_another_site_cannot_begin_to_link(house, lab):
    _, browser = await house.person("ana")
    answer = await browser.get("/oidc/lab?for=link", **{"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "another-program"},
        {"aud": ["fedcop", "another"]},
        {"azp": "another-program"},
        {"exp": 1},
        {"exp": None},
        {"iat": 32503680000},
        {"nbf": 32503680000},
        {"sub": ""},
        {"sub": None},
        {"sub": 5},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_us_lets_nobody_in(house, lab, lie):
    lab.lie = lie
    browser = house.guest()
    answer = await come(lab, browser)
    assert answer.status_code == 403
    assert house.settings.cookie not in browser.client.cookies
    assert await count(house.store, "sign_in_step WHERE kind = 'arrive'") == 0


@pytest.mark.parametrize("forge", [unsigned, by_public_key], ids=["none", "public key as secret"])
async def test_a_token_that_the_issuer_did_not_sign_lets_nobody_in(house, lab, forge):
    lab.sign = forge
    assert (await come(lab, house.guest())).status_code == 403


async def test_a_token_by_the_key_of_another_lets_nobody_in(house, lab):
    thief = other_key()
    lab.sign = lambda claims, _: signed(claims, thief)
    assert (await come(lab, house.guest())).status_code == 403


async def test_new_keys_of_the_issuer_are_had(house, lab):
    await come(lab, house.guest())
    lab.key = other_key()
    site = house.parts.sign_on
    site._known["lab"].keys_asked -= 61
    assert (await come(lab, house.guest())).status_code == 303
    assert lab.asked.count("keys") == 2


async def test_the_clock_of_the_issuer_may_be_a_minute_off(house, lab):
    lab.lie = {"iat": int(clock.now()) + 60, "exp": int(clock.now()) - 60}
    assert (await come(lab, house.guest())).status_code == 303


async def test_an_answer_is_taken_once_and_only_by_the_browser_that_asked(house, lab):
    browser, other = house.guest(), house.guest()
    where = await led_away(browser)
    answer = lab.allow(where)
    assert (await other.get(f"/oidc/lab/back?{answer}")).status_code == 403
    cookies = dict(browser.client.cookies)
    assert (await browser.get(f"/oidc/lab/back?{answer}")).status_code == 303
    for name, value in cookies.items():
        other.client.cookies.set(name, value)
    lab.codes["again"] = {"asked": dict(parse_qsl(urlsplit(where).query)), "claims": {"sub": "u1"}}
    again = re.sub("code=[^&]*", "code=again", answer)
    assert (await other.get(f"/oidc/lab/back?{again}")).status_code == 403
    assert "again" in lab.codes


@pytest.mark.parametrize("spoil", ["state", "iss", "no iss", "code"])
async def test_an_answer_that_was_tampered_with_lets_nobody_in(house, lab, spoil):
    browser = house.guest()
    answer = lab.allow(await led_away(browser))
    fields = dict(parse_qsl(answer))
    if spoil == "no iss":
        del fields["iss"]
    else:
        fields[spoil] = "https://evil.example"
    back = await browser.client.get("/oidc/lab/back", params=fields)
    assert back.status_code == 403
    assert "token" not in lab.asked or spoil == "code"


async def test_the_answer_of_another_issuer_is_not_taken(house, lab):
    browser = house.guest()
    answer = lab.allow(await led_away(browser))
    assert (await browser.get(f"/oidc/other/back?{answer}")).status_code == 404


async def test_an_issuer_that_calls_itself_something_else_is_not_asked(house, lab):
    lab.about = {"issuer": "https://evil.example"}
    assert (await house.guest().get("/oidc/lab")).status_code == 403


async def test_nobody_is_led_to_another_site(house, lab):
    await arrive(house, lab)
    for evil in ("//evil.example", "/\\evil.example", "https://evil.example"):
        browser = house.guest()
        went = await browser.client.get("/oidc/lab", params={"next": evil})
        back = await browser.get(f"/oidc/lab/back?{lab.allow(went.headers['location'])}")
        assert back.headers["location"] == "/home"


async def test_the_issuer_is_down_and_the_password_still_opens(house, lab):
    await make_person(house.store, "olu", role="owner")
    lab.down = True
    answer = await house.guest().get("/oidc/lab")
    assert answer.status_code == 503
    assert "The Lab does not answer" in answer.text
    assert (await house.guest().sign_in("olu", PASSWORD)).headers["location"] == "/home"


@pytest.mark.parametrize("telling", [{"allow_groups": ("staff",), "deny_groups": ("left",)}])
async def test_groups_say_who_may_come(house, lab, telling):
    for groups, status in ((["staff"], 303), ([], 403), (["staff", "left"], 403), ("staff", 303)):
        assert (await come(lab, house.guest(), groups=groups)).status_code == status, groups


@pytest.mark.parametrize("telling", [{"communities": ("nurses=handovers", "it=servers")}])
async def test_communities_are_suggested_and_joined_by_nobody_but_them(house, lab, telling):
    bo = await make_person(house.store, "bo")
    await make_community(house.store, bo, "handovers", domain="Safer handovers.")
    before = await count(house.store, "follow")
    browser = house.guest()
    await come(lab, browser, groups=["nurses"])
    answer = await choose(browser, "ana")
    page = await browser.get(answer.headers["location"])
    assert "Safer handovers." in page.text
    assert await count(house.store, "follow") == before
    assert (await browser.get("/signin/suggested?of=x")).headers["location"] == "/home"


@pytest.mark.parametrize("telling", [{"roles": ("desk=admin", "watch=moderator")}])
async def test_roles_follow_from_groups_where_the_operator_says_so(house, lab, telling):
    await arrive(house, lab, groups=["desk"])
    assert (await accounts.find_login(house.store, "ana"))[0].role == "admin"
    await come(lab, house.guest(), groups=["watch"])
    assert (await accounts.find_login(house.store, "ana"))[0].role == "moderator"
    await come(lab, house.guest(), groups=[])
    assert (await accounts.find_login(house.store, "ana"))[0].role == "member"
    unit = Unit(house.store)
    unit.add(Statement("UPDATE account SET role = 'owner'"))
    await unit.commit()
    await come(lab, house.guest(), groups=[])
    assert (await accounts.find_login(house.store, "ana"))[0].role == "owner"
    assert await count(house.store, "audit_entry WHERE act = 'set-role'") == 3


async def test_roles_do_not_follow_from_groups_otherwise(house, lab):
    await arrive(house, lab, groups=["admin", "owner"])
    assert (await accounts.find_login(house.store, "ana"))[0].role == "member"


@pytest.mark.parametrize("column", ["account SET disabled", "actor SET suspended"])
async def test_a_closed_account_stays_closed(house, lab, column):
    await arrive(house, lab)
    unit = Unit(house.store)
    unit.add(Statement(f"UPDATE {column} = 1"))
    await unit.commit()
    browser = house.guest()
    assert (await come(lab, browser)).status_code == 403
    assert house.settings.cookie not in browser.client.cookies


@pytest.mark.parametrize(
    ("telling", "let_in"),
    [
        ({"local_sign_in": "everybody"}, {"olu", "abe", "ana"}),
        ({"local_sign_in": "admins"}, {"olu", "abe"}),
        ({"local_sign_in": "owners"}, {"olu"}),
    ],
)
async def test_who_may_sign_in_without_the_issuer(house, lab, telling, let_in):
    for name, role in (("olu", "owner"), ("abe", "admin"), ("ana", "member")):
        await make_person(house.store, name, role=role)
        answer = await house.guest().sign_in(name, PASSWORD)
        right = "/home" if name in let_in else "/signin?local=no&next=/home"
        assert answer.headers["location"] == right
    assert (await house.guest().sign_in("ana", "wrong")).status_code == 422


async def test_whoever_signs_out_can_leave_the_issuer_too(house, lab):
    browser = await arrive(house, lab)
    await browser.learn()
    answer = await browser.post("/signout")
    assert answer.headers["location"] == "/oidc/lab/bye"
    page = (await browser.get("/oidc/lab/bye")).text
    assert f"{lab.origin}/leave?client_id=fedcop" in page
    assert (await browser.get("/home")).status_code == 303


async def test_somebody_confirms_that_it_is_them_through_the_issuer(house, lab):
    browser = await arrive(house, lab)
    unit = Unit(house.store)
    unit.add(Statement("UPDATE session SET proved = proved - ?", (sessions.FRESH,)))
    await unit.commit()
    went = await browser.get("/settings/security/passkeys")
    page = (await browser.get(went.headers["location"])).text
    assert "Confirm through The Lab" in page
    assert "Your password" not in page
    there = "/oidc/lab?for=confirm&next=/settings/security/passkeys"
    where = await led_away(browser, there)
    assert "prompt=login" in where
    assert "max_age=0" in where
    old = lab.allow(where, auth_time=int(clock.now()) - 4000)
    assert (await browser.get(f"/oidc/lab/back?{old}")).status_code == 403
    fresh = lab.allow(await led_away(browser, there))
    answer = await browser.get(f"/oidc/lab/back?{fresh}")
    assert answer.headers["location"] == "/settings/security/passkeys"
    assert (await browser.get("/settings/security/passkeys")).status_code == 200


async def test_the_proof_of_another_person_confirms_nothing(house, lab):
    await arrive(house, lab, "bo", sub="u2")
    browser = await arrive(house, lab)
    fresh = lab.allow(await led_away(browser, "/oidc/lab?for=confirm"), sub="u2")
    assert (await browser.get(f"/oidc/lab/back?{fresh}")).status_code == 403


def test_what_an_issuer_says_is_read_with_care():
    issuer = Issuer(key="lab", issuer="https://login.example", client_id="x")
    said = {"sub": "x", "name": ["a"], "groups": [1, "b"], "email": 5}
    who = sign_on.read_claims(issuer, said)
    assert (who.name, who.groups, who.email) == ("", ("b",), "")
