"""What is kept about people: what was asked of it, with its reach, and for how long."""

from fedcop.community import privacy_requests, sessions
from fedcop.community.erasing import asking, ending
from fedcop.community.perform import perform
from fedcop.community.sessions import Means
from fedcop.store.batch import Unit
from fedcop.store.queries import log
from fedcop.store.statements import Statement
from tests.builders import make_person

PAGE = "/admin/privacy"
KEEP = 30 * 86_400_000


async def fresh(house, name, role):
    """Somebody who helps to run the node, and has just shown that it is them."""
    actor = await make_person(house.store, name, role=role)
    begun = await perform(house.store, sessions.begin, actor.id, "Firefox", means=Means("password"))
    browser = house.guest()
    browser.client.cookies.set(house.settings.cookie, begun.token)
    browser.csrf = begun.session.csrf
    return actor, browser


async def test_a_deletion_is_shown_with_the_servers_that_were_not_reached(house):
    _, browser = await fresh(house, "ada", "admin")
    assert "Nobody asked yet." in (await browser.get(PAGE)).text
    ann = await make_person(house.store, "ann")
    unit = Unit(house.store)
    at = unit.place()
    unit.add(log.know_peer("riverside.example"))
    unit.add(log.know_lane("https://riverside.example/inbox", "riverside.example", 1, at))
    await unit.commit()
    counts = (await asking.preview(house.store, ann)).counts
    await perform(house.store, asking.erase_oneself, ann, counts, None)
    for _ in range(40):
        await ending.go_on(house.store, KEEP)
        unit = Unit(house.store)
        unit.add(Statement("UPDATE event SET done = 1 WHERE done < 1"))
        await unit.commit()
    row = await privacy_requests.find_last(house.store, ann.id, "erase")
    assert row.state == "done"  # nothing was published here, so nobody is owed a word
    page = (await browser.get(PAGE)).text
    assert "@ann" in page
    assert "deletion" in page


async def test_how_long_things_are_kept_is_decided_and_read_by_everybody(house):
    _, browser = await fresh(house, "ada", "admin")
    wanted = {"notices": "90", "evidence": "60", "reports": "365", "audit": "0", "requests": "1095"}
    answer = await browser.post(f"{PAGE}/keep", **wanted, strangers="180")
    assert answer.headers["location"] == f"{PAGE}?kept"
    assert 'value="90"' in (await browser.get(PAGE)).text
    public = (await house.guest().get("/privacy")).text
    assert "90 days" in public
    assert "for ever" in public
    wrong = await browser.post(f"{PAGE}/keep", **{**wanted, "audit": "2"}, strangers="0")
    assert wrong.status_code == 422
    assert 'id="audit-fault"' in wrong.text
    _, auditor = await fresh(house, "aud", "auditor")
    page = (await auditor.get(PAGE)).text
    assert "The audit log" in page
    assert '<input type="number"' not in page
    assert (await auditor.post(f"{PAGE}/keep", **wanted)).status_code == 403
    _, moderator = await fresh(house, "mod", "moderator")
    assert (await moderator.get(PAGE)).status_code == 403
