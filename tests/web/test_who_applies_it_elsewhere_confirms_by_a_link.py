"""A link in a message shows what it would record, and records it when its form is sent, once."""

import re

import pytest

from fedcop import clock
from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice import adoptions, artifacts, confirming
from fedcop.store.queries import applied_links
from tests.adopting import write_practice
from tests.builders import make_community, remember_person
from tests.writing import write

MIA = "https://social.example/users/mia"


@pytest.fixture
def now():
    """A clock that a test moves on."""
    held = [clock.now()]
    with clock.held(lambda: held[0]):
        yield held


@pytest.fixture
async def scene(house):
    """Ana's practice, mia's reply from elsewhere, and the secret of her link."""
    ana, _ = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    post = await write_practice(house.store, ana, community)
    mia = await remember_person(house.store, MIA, display="Mia <b>")
    said = {"uri": f"{MIA}/statuses/1", "reply_to_id": post.id, "hashtags": ("applied",)}
    reply = await write(house.store, mia, "<p>Tried this. #applied</p>", **said)
    artifact = await artifacts.find(house.store, post.uri)
    secret, link = await confirming.make(house.store, reply, artifact)
    await perform(house.store, _keep, link)
    return mia, post, reply, secret


async def _keep(unit, link):
    unit.add(applied_links.insert(link))


async def opened(house, secret):
    guest = house.guest()
    page = await guest.get(f"/applied/{secret}")
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    guest.csrf = found[1] if found else ""
    return guest, page


async def test_who_only_looks_records_nothing(house, scene):
    _, post, _, secret = scene
    for _ in range(3):
        _, page = await opened(house, secret)
        assert page.status_code == 200
    assert (await house.guest().client.head(f"/applied/{secret}")).status_code == 200
    assert "Five-line night handover" in page.text
    assert "Tried this." in page.text
    assert "Mia &lt;b&gt;" in page.text
    assert "No account is needed" in page.text
    assert await adoptions.list_of(house.store, post.uri) == []


async def test_one_tap_records_it_for_whoever_replied(house, scene):
    mia, post, reply, secret = scene
    guest, _ = await opened(house, secret)
    sent = await guest.post(f"/applied/{secret}", result="worked", team="Ward 4")
    assert sent.headers["location"] == f"/applied/{secret}"
    (found,) = await adoptions.list_of(house.store, post.uri)
    assert (found.row.adopter_id, found.post.id) == (mia.id, reply.id)
    assert (found.row.result, found.row.team) == ("worked", "Ward 4")
    _, page = await opened(house, secret)
    assert (page.status_code, "It is recorded" in page.text) == (200, True)
    assert 'name="result"' not in page.text
    await guest.post(f"/applied/{secret}", result="not", team="Ward 9")
    (again,) = await adoptions.list_of(house.store, post.uri)
    assert again.row == found.row
    tab = (await house.guest().get(f"/a/{post.id}?tab=results")).text
    assert "Tried this." in tab
    assert "Ward 4" in tab
    assert "Worked" in tab


async def test_somebody_who_is_signed_in_confirms_for_whoever_replied(house, scene):
    mia, post, _, secret = scene
    _, bo = await house.person("bo")
    assert "You apply this?" in (await bo.get(f"/applied/{secret}")).text
    assert (await bo.post(f"/applied/{secret}", result="early")).status_code == 303
    (found,) = await adoptions.list_of(house.store, post.uri)
    assert found.row.adopter_id == mia.id


async def test_what_is_not_a_choice_is_said_beside_it(house, scene):
    _, post, _, secret = scene
    guest, _ = await opened(house, secret)
    sent = await guest.post(f"/applied/{secret}", result="splendid")
    assert (sent.status_code, "Choose what came of it" in sent.text) == (422, True)
    sent = await guest.post(f"/applied/{secret}", result="worked", team="x" * 201)
    assert (sent.status_code, "200 characters" in sent.text) == (422, True)
    assert await adoptions.list_of(house.store, post.uri) == []


async def test_an_expired_link_says_so(house, scene, now):
    _, post, _, secret = scene
    guest, _ = await opened(house, secret)
    now[0] += 28 * 86_400.0
    _, page = await opened(house, secret)
    assert (page.status_code, "This link has expired" in page.text) == (410, True)
    sent = await guest.post(f"/applied/{secret}", result="worked")
    assert (sent.status_code, "expired" in sent.text) == (410, True)
    assert await adoptions.list_of(house.store, post.uri) == []


async def test_a_link_that_is_wrong_or_about_what_is_gone_says_so(house, scene):
    mia, _, reply, secret = scene
    for wrong in ("x", secret[:-1], "y" * 300):
        _, page = await opened(house, wrong)
        assert (page.status_code, "There is no such link" in page.text) == (404, True)
    await perform(house.store, posts.remove, mia, reply.id)
    _, page = await opened(house, secret)
    assert (page.status_code, "is gone" in page.text) == (410, True)
