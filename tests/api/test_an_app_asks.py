"""Members ask each other to choose from an app: what is asked, who may choose, what is told."""

import asyncio

import pytest

from fedcop import clock
from fedcop.community import polls
from fedcop.community.drafts import PollDraft
from fedcop.community.events import PollClosed, PollCounted, PollVoted
from fedcop.community.perform import perform
from fedcop.federation.remote import scheduled
from fedcop.store.queries.posts import find_post
from fedcop.values import Audience
from tests.api import contract
from tests.builders import let_follow, remember_person
from tests.writing import count, echo, recorded, write

ASKED = {"options": ["Wool", "Linen", "Hemp"], "expires_in": 3600}
DAY_MS = 86_400_000
PATH = "/api/v1/polls"


@pytest.fixture
def now():
    held = [float(int(clock.now()))]
    with clock.held(lambda: held[0]):
        yield held


@pytest.fixture
async def phone(home, now):
    return await home.phone_of(await home.person("ann"))


@pytest.fixture
async def other(home, now):
    return await home.phone_of(await home.person("bo"))


async def ask(phone, poll=ASKED, **fields):
    answer = await phone.post("/api/v1/statuses", status="Which?", poll=poll, **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def vote(phone, number, *choices):
    return await phone.post(f"{PATH}/{number}/votes", choices=list(choices))


def titles(poll):
    return [(one["title"], one["votes_count"]) for one in poll["options"]]


async def test_a_poll_is_asked_and_read_and_nobody_has_chosen(home, phone, other, now):
    said = await ask(phone)
    poll = said["poll"]
    assert titles(poll) == [("Wool", 0), ("Linen", 0), ("Hemp", 0)]
    assert poll["expires_at"] == clock.iso(int(now[0] + 3600) * 1000)[:-1] + ".000Z"
    assert (poll["expired"], poll["multiple"], poll["votes_count"]) == (False, False, 0)
    assert (poll["voters_count"], poll["emojis"]) == (0, [])
    assert (poll["voted"], poll["own_votes"]) == (True, [])  # who asks has nothing to choose
    read = contract.check(await other.get(f"{PATH}/{poll['id']}"), f"{PATH}/:id")
    assert (read["voted"], read["own_votes"]) == (False, [])
    nobody = await home.phone().read(f"{PATH}/{poll['id']}")
    assert "voted" not in nobody
    assert "own_votes" not in nobody
    assert (await find_post(home.store, int(said["id"]))).kind == "Question"


async def test_one_chooses_once(home, phone, other):
    number = (await ask(phone))["poll"]["id"]
    done = contract.check(await vote(other, number, 1), f"{PATH}/:id/votes")
    assert titles(done) == [("Wool", 0), ("Linen", 1), ("Hemp", 0)]
    assert (done["voted"], done["own_votes"]) == (True, [1])
    assert (done["votes_count"], done["voters_count"]) == (1, 1)
    for again in (1, 0):
        refused = await vote(other, number, again)
        assert refused.status_code == 422
        assert "already voted" in refused.json()["error"]
    said = await phone.read(f"/api/v1/statuses/{number}")
    assert (said["poll"]["votes_count"], said["poll"]["own_votes"]) == (1, [])
    assert await recorded(home.store, PollVoted) == []


async def test_where_several_may_be_chosen_more_can_be_chosen_later(home, phone, other):
    number = (await ask(phone, {**ASKED, "multiple": True}))["poll"]["id"]
    done = (await vote(other, number, 0, "2")).json()
    assert (done["own_votes"], done["votes_count"], done["voters_count"]) == ([0, 2], 2, 1)
    done = (await vote(other, number, 1)).json()
    assert (done["own_votes"], done["votes_count"], done["voters_count"]) == ([0, 1, 2], 3, 1)
    assert (await vote(other, number, 1)).status_code == 422


async def test_two_requests_at_once_are_one_choice(home, phone, other):
    number = (await ask(phone))["poll"]["id"]
    answers = await asyncio.gather(*(vote(other, number, at) for at in (0, 1, 2, 0)))
    assert sorted(one.status_code for one in answers) == [200, 422, 422, 422]
    poll = await other.read(f"{PATH}/{number}")
    assert (poll["votes_count"], poll["voters_count"]) == (1, 1)
    assert await count(home.store, "poll_vote") == 1


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ([3], "does not exist"),
        (["-1"], "does not exist"),
        (["wool"], "does not exist"),
        (["9" * 40], "does not exist"),
        ([], "does not exist"),
        ([0, 1], "Only one option"),
    ],
)
async def test_what_cannot_be_chosen_is_refused_in_a_sentence(phone, other, choices, why):
    number = (await ask(phone))["poll"]["id"]
    refused = await vote(other, number, *choices)
    assert refused.status_code == 422
    assert why in refused.json()["error"]


async def test_nobody_chooses_in_their_own_poll(phone):
    number = (await ask(phone))["poll"]["id"]
    refused = await vote(phone, number, 0)
    assert (refused.status_code, "your own" in refused.json()["error"]) == (422, True)


@pytest.mark.parametrize(
    ("poll", "why"),
    [
        ({"options": ["One"]}, "more than one item"),
        ({"options": ["One", " ", ""]}, "more than one item"),
        ({"options": []}, "more than one item"),
        ({"options": ["One", " One "]}, "duplicate"),
        ({"options": [str(n) for n in range(11)]}, "more than 10 items"),
        ({"options": [str(n) for n in range(9999)]}, "1000 at most"),
        ({"options": ["One", "x" * 101]}, "longer than 100 characters"),
        ({"expires_in": -1}, "too soon"),
        ({"expires_in": 0}, "too soon"),
        ({"expires_in": "soon"}, "too soon"),
        ({"expires_in": 10**30}, "too soon"),
        ({"expires_in": 10**12}, "too far"),
        ({"expires_in": None}, "can't be blank"),
        ({"options": [{"title": "One"}, {"title": "Two"}]}, "should be a text"),
    ],
)
async def test_what_cannot_be_asked_is_refused_in_a_sentence(home, phone, poll, why):
    told = {**ASKED, **poll}
    answer = await phone.post("/api/v1/statuses", status="Which?", poll=told)
    assert (answer.status_code, why in answer.json()["error"]) == (422, True), answer.text
    at = clock.iso(clock.now_ms() + DAY_MS)
    answer = await phone.post("/api/v1/statuses", status="Which?", poll=told, scheduled_at=at)
    assert answer.status_code == 422
    assert await count(home.store, "post") == 0
    assert await count(home.store, "poll") == 0


async def test_a_poll_that_is_no_table_is_refused(phone):
    for nonsense in ("Wool", [1, 2], 7):
        answer = await phone.post("/api/v1/statuses", status="Which?", poll=nonsense)
        assert answer.status_code == 422


async def test_forms_ask_as_well(phone):
    fields = {
        "status": "Which?",
        "poll[options][]": ["Wool", "Linen"],
        "poll[expires_in]": "300",
        "poll[multiple]": "true",
    }
    said = (await phone.form("/api/v1/statuses", fields)).json()
    assert titles(said["poll"]) == [("Wool", 0), ("Linen", 0)]
    assert said["poll"]["multiple"] is True


async def test_who_may_not_read_it_may_not_choose(home, phone, other, now):
    cleo = await home.phone_of(await home.person("cleo"))
    group = await home.community(phone.actor, "weavers", other.actor)
    post = await write(
        home.store,
        phone.actor,
        community_id=group.id,
        audience=Audience.MEMBERS,
        poll=PollDraft(("Yes", "No"), lasts=3_600_000),
    )
    assert (await vote(cleo, post.id, 0)).status_code == 404
    assert (await cleo.get(f"{PATH}/{post.id}")).status_code == 404
    assert (await vote(home.phone(), post.id, 0)).status_code == 401
    assert (await vote(other, post.id, 0)).status_code == 200


async def test_what_is_no_poll_is_not_found(home, phone, other):
    plain = (await phone.post("/api/v1/statuses", status="Hi")).json()["id"]
    for number in (plain, "77"):
        assert (await other.get(f"{PATH}/{number}")).status_code == 404
        assert (await vote(other, number, 0)).status_code == 404


async def test_counts_stay_hidden_until_the_end(home, phone, other, now):
    number = (await ask(phone, {**ASKED, "hide_totals": True}))["poll"]["id"]
    done = (await vote(other, number, 0)).json()
    assert titles(done) == [("Wool", None), ("Linen", None), ("Hemp", None)]
    assert done["votes_count"] == 1
    now[0] += 3600
    ended = await other.read(f"{PATH}/{number}")
    assert (ended["expired"], titles(ended)[0]) == (True, ("Wool", 1))


async def test_at_its_end_who_asked_and_who_chose_are_told(home, phone, other, now):
    cleo = await home.phone_of(await home.person("cleo"))
    number = (await ask(phone))["poll"]["id"]
    await vote(other, number, 0)
    await polls.keep_time(home.store)
    assert await recorded(home.store, PollClosed) == []
    now[0] += 3600
    assert await polls.keep_time(home.store) == 1
    assert await polls.keep_time(home.store) == 0
    await echo(home.store)
    assert len(await recorded(home.store, PollClosed)) == 1
    for one in (phone, other):
        answer = await one.get("/api/v1/notifications")
        [told] = contract.check(answer, "/api/v1/notifications")
        assert (told["type"], told["status"]["id"]) == ("poll", number)
        assert told["account"]["id"] == str(phone.actor.id)
        assert told["status"]["poll"]["expired"] is True
    assert await cleo.read("/api/v1/notifications") == []
    late = await vote(cleo, number, 0)
    assert (late.status_code, "already ended" in late.json()["error"]) == (422, True)


async def test_counts_are_told_at_once_and_then_every_few_minutes(home, phone, now):
    number = (await ask(phone))["poll"]["id"]
    some = [await home.phone_of(await home.person(f"p{n}")) for n in range(4)]
    await vote(some[0], number, 0)
    assert await polls.keep_time(home.store) == 1
    for one in some[1:]:
        await vote(one, number, 1)
    assert await polls.keep_time(home.store) == 0
    now[0] += 180
    assert await polls.keep_time(home.store) == 1
    assert await polls.keep_time(home.store) == 0
    assert len(await recorded(home.store, PollCounted)) == 2


async def test_a_changed_poll_begins_anew_and_the_same_goes_on(home, phone, other, now):
    number = (await ask(phone))["poll"]["id"]
    await vote(other, number, 0)
    path = f"/api/v1/statuses/{number}"
    now[0] += 60
    longer = {**ASKED, "expires_in": 7200}
    said = (await phone.ask("PUT", path, json={"status": "Which?", "poll": longer})).json()
    assert (said["poll"]["votes_count"], said["edited_at"] is None) == (1, False)
    said = (await phone.ask("PUT", path, json={"status": "Which one?"})).json()
    assert (said["poll"]["votes_count"], said["content"]) == (1, "<p>Which one?</p>")
    now[0] += 60
    others = {**ASKED, "options": ["Silk", "Wool"]}
    said = (await phone.ask("PUT", path, json={"status": "Which one?", "poll": others})).json()
    assert titles(said["poll"]) == [("Silk", 0), ("Wool", 0)]
    assert said["poll"]["voters_count"] == 0
    assert await count(home.store, "poll_vote") == 0
    assert (await vote(other, number, 0)).json()["own_votes"] == [0]
    versions = contract.check(await other.get(f"{path}/history"), "/api/v1/statuses/:id/history")
    asked = [[one["title"] for one in version["poll"]["options"]] for version in versions]
    assert asked == [ASKED["options"], ASKED["options"], ASKED["options"], ["Silk", "Wool"]]


async def test_a_poll_is_taken_out_and_put_in(home, phone, now):
    number = (await ask(phone))["id"]
    path = f"/api/v1/statuses/{number}"
    now[0] += 1
    said = (await phone.ask("PUT", path, json={"status": "Hi", "poll": None})).json()
    assert said["poll"] is None
    assert await count(home.store, "poll_option") == 0
    now[0] += 1
    said = (await phone.ask("PUT", path, json={"status": "Hi", "poll": ASKED})).json()
    assert len(said["poll"]["options"]) == 3


async def test_a_post_that_waits_keeps_its_poll(home, phone, now):
    at = clock.iso(int(now[0] + 3600) * 1000)
    answer = await phone.post("/api/v1/statuses", status="Later", poll=ASKED, scheduled_at=at)
    told = contract.check(answer, "/api/v1/statuses")
    assert told["params"]["poll"]["options"] == ASKED["options"]
    now[0] += 3600
    assert await scheduled.write_due(home.parts.reach) == 1
    [post] = await phone.read(f"/api/v1/accounts/{phone.actor.id}/statuses")
    assert titles(post["poll"]) == [("Wool", 0), ("Linen", 0), ("Hemp", 0)]
    assert post["poll"]["expires_at"] > clock.iso(int(now[0] + 3500) * 1000)


async def test_what_a_deleted_post_asked_goes_with_it(home, phone, other):
    said = await ask(phone)
    await vote(other, said["id"], 0)
    gone = (await phone.ask("DELETE", f"/api/v1/statuses/{said['id']}")).json()
    assert (gone["text"], len(gone["poll"]["options"])) == ("Which?", 3)
    for table in ("poll", "poll_option", "poll_tally", "poll_vote"):
        assert await count(home.store, table) == 0
    assert (await other.get(f"{PATH}/{said['id']}")).status_code == 404


async def test_each_reader_of_a_page_reads_their_own_choice(home, phone, other):
    await let_follow(home.store, other.actor, phone.actor)
    number = (await ask(phone))["id"]
    await phone.post("/api/v1/statuses", status="No poll")
    await vote(other, number, 2)
    await echo(home.store)
    mine = {one["id"]: one["poll"] for one in await phone.read("/api/v1/timelines/home")}
    theirs = {one["id"]: one["poll"] for one in await other.read("/api/v1/timelines/home")}
    assert (mine[number]["own_votes"], theirs[number]["own_votes"]) == ([], [2])
    assert sorted(one is None for one in theirs.values()) == [False, True]


async def test_a_poll_from_elsewhere_ends_here_as_well(home, other, now):
    mira = await remember_person(home.store, "https://far.example/u/mira")
    asked = PollDraft(("A", "B"), ends_at=int(now[0] + 60) * 1000, votes=(3, 4), voters=7)
    post = await write(home.store, mira, uri="https://far.example/n/1", poll=asked)
    done = (await vote(other, post.id, 1)).json()
    assert (titles(done), done["voters_count"]) == ([("A", 3), ("B", 5)], 8)
    [(_, voted)] = await recorded(home.store, PollVoted)
    assert (voted.actor, voted.choices) == (other.actor.id, 2)
    now[0] += 60
    assert await polls.keep_time(home.store) == 1
    await perform(home.store, polls.close, post.id)
    await echo(home.store)
    [told] = await other.read("/api/v1/notifications")
    assert (told["type"], told["account"]["acct"]) == ("poll", "mira@far.example")


async def test_a_poll_that_lost_its_post_keeps_nobody_busy(home, phone, other, now):
    number = (await ask(phone))["id"]
    await vote(other, number, 0)
    await home.change("UPDATE post SET deleted = 1 WHERE id = ?", int(number))
    now[0] += 3600
    await polls.keep_time(home.store)
    assert await polls.keep_time(home.store) == 0
    assert await count(home.store, "poll") == 0
    assert await recorded(home.store, PollClosed, PollCounted) == []
