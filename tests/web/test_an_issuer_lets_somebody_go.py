"""Back-channel logout: whom an issuer lets go is out at once, and nobody else."""

import pytest

from fedcop import clock
from fedcop.community import accounts, oauth
from fedcop.community.apps import NewApp, register
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from tests.web.coming import arrive, house, lab, telling
from tests.web.issuer import by_public_key, other_key, signed, unsigned

__all__ = ["house", "lab", "telling"]  # fixtures from there


async def _signed_in_with_app(house, lab, **claims):
    browser = await arrive(house, lab, **claims)
    login = await accounts.find_login(house.store, "ana")
    made = await perform(house.store, register, NewApp("Fern", ("https://app.example/",), "read"))
    unit = Unit(house.store)
    granted = oauth.issue(unit, made.app, login[1].id, "read")
    await unit.commit()
    return browser, granted.secret


async def _tell(house, token):
    fields = {"logout_token": token}
    return await house.guest().client.post("/oidc/lab/backchannel", data=fields)


@pytest.mark.parametrize("named", [{"sub": "u1"}, {"sub": None, "sid": "s1"}, {"sid": "s1"}])
async def test_the_issuer_lets_somebody_go_and_they_are_out_at_once(house, lab, named):
    browser, app = await _signed_in_with_app(house, lab, sid="s1")
    assert (await browser.get("/home")).status_code == 200
    answer = await _tell(house, lab.logout(**named))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert (await browser.get("/home")).status_code == 303
    assert await oauth.recognise(house.store, app) is None


async def test_other_people_stay_when_one_is_let_go(house, lab):
    await arrive(house, lab)
    other = await arrive(house, lab, "bo", sub="u2", sid="s2")
    await _tell(house, lab.logout())
    assert (await other.get("/home")).status_code == 200
    answer = await _tell(house, lab.logout(sid="s2"))  # a session of somebody else
    assert answer.status_code == 400
    assert (await other.get("/home")).status_code == 200


async def test_a_logout_token_is_taken_once(house, lab):
    await arrive(house, lab)
    token = lab.logout()
    assert [(await _tell(house, token)).status_code for _ in range(2)] == [200, 400]


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "x"},
        {"events": {}},
        {"events": None},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"iat": 5, "exp": None},
        {"sub": None},
        {"jti": None},
    ],
    ids=str,
)
async def test_a_logout_token_that_is_not_right_ends_nothing(house, lab, lie):
    browser = await arrive(house, lab)
    assert (await _tell(house, lab.logout(**lie))).status_code == 400
    assert (await browser.get("/home")).status_code == 200


async def test_a_forged_logout_token_ends_nothing(house, lab):
    browser = await arrive(house, lab)
    thief = other_key()
    for forge in (unsigned, by_public_key, lambda claims, _: signed(claims, thief)):
        lab.sign = forge
        assert (await _tell(house, lab.logout())).status_code == 400
    assert (await browser.get("/home")).status_code == 200


async def test_a_token_to_sign_in_is_no_logout_token(house, lab):
    browser = await arrive(house, lab)
    claims = {"iss": lab.origin, "aud": "fedcop", "sub": "u1", "iat": int(clock.now())}
    token = signed({**claims, "exp": int(clock.now()) + 60, "jti": "x"}, lab.key)
    assert (await _tell(house, token)).status_code == 400
    assert (await browser.get("/home")).status_code == 200
