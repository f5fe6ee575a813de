"""From an offer to an endorsed revision, and beyond, by pages and forms alone."""

import pytest

from fedcop.community.practice import artifacts, invitations, offers, reviews
from fedcop.federation.remote import quietly
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from tests.builders import let_follow, make_community, make_person
from tests.practice import publish
from tests.reviewing import pin_of, standing_of
from tests.writing import echo


@pytest.fixture
async def lab(house):
    """Kwame looks after the lab; ana wrote something there, tom is a member."""
    people = {name: await house.person(name) for name in ("kwame", "ana", "tom")}
    kwame, ana, tom = [people[name][0] for name in ("kwame", "ana", "tom")]
    group = await make_community(house.store, kwame, "lab")
    for member in (ana, tom):
        await let_follow(house.store, member, group)
    post = await publish(house.store, ana, group.id)
    return group, post, {name: browser for name, (_, browser) in people.items()}


async def test_an_offer_finds_its_reviewers(house, lab):
    group, post, who = lab
    page = await who["ana"].get(f"/a/{post.id}/propose")
    assert page.status_code == 200
    assert "Propose it to a library" in page.text
    fields = {"community": str(group.id), "words": "Two wards use it."}
    assert (await who["ana"].post(f"/a/{post.id}/propose", **fields)).status_code == 303

    cockpit = (await who["kwame"].get("/c/lab/steward")).text
    assert "Proposed to the library" in cockpit
    offer = (await offers.list_waiting(house.store, group.id))[0].row
    there = f"/c/lab/steward/{offer.id}"
    assert "Two wards use it." in (await who["kwame"].get(there)).text
    asked = {"deed": "invite", "reviewers": "@tom", "words": "You know nights."}
    assert (await who["kwame"].post(there, **asked)).status_code == 303

    path = f"/a/{post.id}/review/1"
    assert (await who["tom"].get(f"/a/{post.id}/review")).headers["location"] == path
    form = (await who["tom"].get(path)).text
    assert "You know nights." in form
    assert "Read it back." in form
    assert (await who["tom"].post(f"{path}/answer", yes="1")).status_code == 303
    assert "In review" in (await who["kwame"].get("/c/lab/steward")).text


async def test_reviews_lead_to_an_endorsed_revision(house, lab):
    group, post, who = lab
    await who["ana"].post(f"/a/{post.id}/propose", community=str(group.id))
    path = f"/a/{post.id}/review/1"
    said = {"verdict": "approveWithChanges", "works": "Fast.", "must": "Name the doctor."}
    assert (await who["tom"].post(path, **said)).status_code == 303
    review, _ = (await reviews.list_of(house.store, post.uri))[0]
    assert review.row.verdict == "approveWithChanges"
    assert [(one.kind, one.words) for one in review.points] == [
        ("works", "Fast."),
        ("must", "Name the doctor."),
    ]
    assert "Name the doctor." in (await who["kwame"].get(path)).text
    assert (await who["kwame"].post(path, verdict="approve")).status_code == 303
    assert (await standing_of(house.store, post.uri)).label == "reviewed r1"
    assert "Passed review, not endorsed" in (await who["kwame"].get("/c/lab/steward")).text

    endorse = f"/a/{post.id}/endorse"
    chosen = {"number": "1", "community": str(group.id)}
    refused = await who["kwame"].post(endorse, **chosen)
    assert refused.status_code == 422
    assert "must be fixed" in refused.text
    mended = f"/a/{post.id}/points/{review.points[1].id}/close"
    assert (await who["kwame"].post(mended)).status_code == 303
    assert (await who["kwame"].post(endorse, **chosen)).status_code == 303
    assert "Passed review" not in (await who["kwame"].get("/c/lab/steward")).text
    assert (await standing_of(house.store, post.uri)).label == "endorsed r1"


async def test_a_steward_sees_that_others_have_to_endorse_it_too(house, lab):
    group, post, who = lab
    asked = {"reviewers": "1", "organizations": "1", "votes": "2"}
    await who["kwame"].post("/c/lab/steward/rule", **asked)
    there = f"/a/{post.id}/endorse"
    assert "stewards that are needed" not in (await who["kwame"].get(there)).text
    said = {"number": "1", "community": str(group.id), "words": "Used for years."}
    sent = await who["kwame"].post(there, **said)
    assert sent.headers["location"] == there
    page = (await who["kwame"].get(there)).text
    assert "1 of the 2 stewards that are needed is for it, you among them." in page
    assert (await standing_of(house.store, post.uri)).endorsed == ()


async def test_a_decline_needs_words(house, lab):
    group, post, who = lab
    await who["ana"].post(f"/a/{post.id}/propose", community=str(group.id))
    offer = (await offers.list_waiting(house.store, group.id))[0].row
    there = f"/c/lab/steward/{offer.id}"
    assert (await who["kwame"].post(there, deed="decline")).status_code == 422
    words = "Not for nights; the day ward may want it."
    assert (await who["kwame"].post(there, deed="decline", answer=words)).status_code == 303
    assert words in (await who["ana"].get(f"/a/{post.id}/propose")).text


async def test_only_stewards_see_what_waits_and_endorse(lab):
    _, post, who = lab
    for path in ("/c/lab/steward", f"/a/{post.id}/endorse", f"/a/{post.id}/doubt"):
        assert (await who["tom"].get(path)).status_code == 403, path
    assert (await who["tom"].get(f"/a/{post.id}/withdraw")).status_code == 403
    assert (await who["ana"].get(f"/a/{post.id}/review/1")).status_code == 200
    own = await who["ana"].post(f"/a/{post.id}/review/1", verdict="approve")
    assert own.status_code == 422
    assert "let somebody else review it" in own.text


async def test_what_changed_meanwhile_is_not_endorsed_unseen(house, lab):
    group, post, who = lab
    endorse = f"/a/{post.id}/endorse"
    late = {"number": "2", "community": str(group.id), "words": "Yes."}
    assert (await who["kwame"].post(endorse, **late)).status_code == 422
    given = {**late, "number": "1"}
    assert (await who["kwame"].post(endorse, **given)).status_code == 303
    found = await standing_of(house.store, post.uri)
    taken = {"endorsement": str(found.endorsed[0].id), "words": "A harm was found."}
    assert (await who["kwame"].post(f"{endorse}/withdraw", **taken)).status_code == 303
    assert (await standing_of(house.store, post.uri)).endorsed == ()
    recommended = {"number": "1", "community": "organization", "words": "With us too."}
    assert (await who["kwame"].post(endorse, **recommended)).status_code == 303
    found = await standing_of(house.store, post.uri)
    assert [one.endorser.kind for one in found.endorsed] == ["Organization"]


async def test_it_is_doubted_superseded_and_withdrawn(house, lab):
    group, post, who = lab
    new = await publish(house.store, (await house.person("nia"))[0], title="In four lines")
    doubt = {"reason": "The form has changed.", "community": str(group.id)}
    assert (await who["kwame"].post(f"/a/{post.id}/doubt", **doubt)).status_code == 303
    assert (await artifacts.get(house.store, post.id)).status == "needsReview"
    await echo(house.store)
    told = (await who["ana"].get("/notifications")).text
    assert "wrote something that needs review" in told
    nowhere = await who["ana"].post(f"/a/{post.id}/supersede", successor="")
    assert nowhere.status_code == 422
    moved = await who["ana"].post(f"/a/{post.id}/supersede", successor=new.uri)
    assert moved.status_code == 303
    assert (await artifacts.get(house.store, post.id)).superseded_by == new.uri
    assert (await who["ana"].post(f"/a/{post.id}/withdraw", reason="")).status_code == 422
    gone = await who["ana"].post(f"/a/{post.id}/withdraw", reason="It was wrong.")
    assert gone.status_code == 303
    row = await artifacts.get(house.store, post.id)
    assert (row.status, row.reason) == ("withdrawn", "It was wrong.")


async def test_who_would_rather_not_is_not_asked_again(house, lab):
    group, post, who = lab
    await who["ana"].post(f"/a/{post.id}/propose", community=str(group.id))
    offer = (await offers.list_waiting(house.store, group.id))[0].row
    there = f"/c/lab/steward/{offer.id}"
    await who["kwame"].post(there, deed="invite", reviewers="@tom")
    assert (await who["tom"].post(f"/a/{post.id}/review/1/answer", no="1")).status_code == 303
    await who["kwame"].post(there, deed="invite", reviewers="@tom")
    pin = await pin_of(house.store, post.uri)
    asked = await invitations.list_about(house.store, pin.uri, "review")
    assert [one.row.state for one in asked] == ["declined"]
    shown = (await who["kwame"].get(there)).text
    assert "has not answered yet" in shown
    assert "declined" not in shown


async def test_a_community_says_what_a_review_asks_for(house, lab):
    group, _, who = lab
    assert "What a review asks for" in (await who["kwame"].get("/c/lab/steward")).text
    asked = {"reviewers": "3", "organizations": "2", "votes": "2"}
    assert (await who["kwame"].post("/c/lab/steward/rule", **asked)).status_code == 303
    rule = await reviews.rule_of(house.store, group.id)
    assert (rule.reviewers, rule.organizations, rule.votes) == (3, 2, 2)
    assert (await who["tom"].post("/c/lab/steward/rule", **asked)).status_code == 403
    wrong = {**asked, "votes": "9"}
    assert (await who["kwame"].post("/c/lab/steward/rule", **wrong)).status_code == 422


async def test_who_asked_for_something_says_that_it_is_mended(house, lab):
    _, post, who = lab
    said = {"verdict": "needsWork", "must": "Name the doctor."}
    await who["tom"].post(f"/a/{post.id}/review/1", **said)
    review, _ = (await reviews.list_of(house.store, post.uri))[0]
    path = f"/a/{post.id}/points/{review.points[0].id}/close"
    assert (await who["tom"].post(path)).status_code == 303
    again = await reviews.find(house.store, review.row.id)
    assert [(one.words, one.closed_in) for one in again.points] == [("Name the doctor.", 1)]


async def test_people_recommend_a_revision_in_their_own_words(house, lab):
    _, post, who = lab
    path = f"/a/{post.id}/recommend"
    assert f'href="{path}"' in (await who["tom"].get(f"/a/{post.id}")).text
    assert "because …" in (await who["tom"].get(path)).text
    assert (await who["tom"].post(path, number="2", words="Yes.")).status_code == 422
    assert (await who["tom"].post(path, number="1", words="")).status_code == 422
    said = await who["tom"].post(path, number="1", words="It is <b>short</b>.")
    assert said.headers["location"] == f"/a/{post.id}#people"
    page = (await house.guest().get(f"/a/{post.id}")).text
    assert "Recommended by people" in page
    assert "It is &lt;b&gt;short&lt;/b&gt;." in page
    assert "1 person recommends it" in page
    assert "You recommend r1" in (await who["tom"].get(path)).text
    assert (await who["ana"].get(path)).status_code == 403
    assert (await who["tom"].post(f"{path}/withdraw")).status_code == 303
    assert "Recommended by people" not in (await house.guest().get(f"/a/{post.id}")).text


async def test_a_reviewer_may_give_no_name_where_the_community_lets_them(house, lab):
    group, post, who = lab
    path = f"/a/{post.id}/review/1"
    assert (
        "This open review is the only way: reviews have a name here."
        in (await who["tom"].get(path)).text
    )
    rule = {"reviewers": "2", "organizations": "1", "votes": "1", "unnamed": "1"}
    assert (await who["kwame"].post("/c/lab/steward/rule", **rule)).status_code == 303
    assert 'name="unnamed" value="1" checked' in (await who["kwame"].get("/c/lab/steward")).text
    assert "fewer than 5" in (await who["tom"].get(path)).text
    for name in ("m1", "m2", "m3"):
        await let_follow(house.store, await make_person(house.store, name), group)
    form = (await who["tom"].get(path)).text
    assert 'formaction="/quietly/review"' in form
    assert "/quietly/review" not in (await who["ana"].get(path)).text
    fields = {"artifact": str(post.id), "number": "1", "works": "Short."}
    assert (await who["tom"].post("/quietly/review", **fields)).status_code == 422
    fields["verdict"] = "approve"
    assert (await who["tom"].post("/quietly/review", **fields)).headers["location"] == path
    assert "It appears within the hour." in (await who["tom"].get(path)).text
    unit = Unit(house.store)
    unit.add(Statement("UPDATE unnamed_review SET due = 1"))
    await unit.commit()
    await quietly.speak_due(house.store, house.parts.seal)
    page = (await who["ana"].get(f"/a/{post.id}?tab=reviews")).text
    assert "A reviewer from" in page
    assert "@tom" not in page
    assert "is published" in (await who["tom"].get(path)).text
    assert (await who["tom"].post(path, verdict="approve")).status_code == 422
    fields = {"artifact": str(post.id), "number": "1"}
    assert (await who["ana"].post("/quietly/review/withdraw", **fields)).status_code == 404
    assert (await who["tom"].post("/quietly/review/withdraw", **fields)).status_code == 303
    assert "A reviewer from" not in (await who["ana"].get(f"/a/{post.id}?tab=reviews")).text
