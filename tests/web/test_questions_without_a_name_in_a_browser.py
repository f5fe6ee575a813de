"""Asking without a name by pages alone, without JavaScript: asker, stewards, everybody else."""

import pytest

from fedcop.community import posts, quiet
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.federation.remote import quietly
from fedcop.markup.particular import find_particulars
from fedcop.store.batch import Unit
from fedcop.store.queries import quiet as rows
from fedcop.store.queries.posts import find_post
from fedcop.store.statements import Statement
from tests.builders import let_follow, make_community, make_person
from tests.web.rig import open_house

ASKED = {"title": "How do you begin a handover?", "body": "Ours take an hour.", "tried": "A list"}


@pytest.fixture
async def house(settings):
    async with open_house(settings) as opened:
        yield opened


@pytest.fixture
async def place(house):
    """Ana's community with six members, one of them carl."""
    ana, hers = await house.person("ana")
    lab = await make_community(house.store, ana, "lab")
    for number in range(4):
        await let_follow(house.store, await make_person(house.store, f"m{number}"), lab)
    carl, his = await house.person("carl")
    await let_follow(house.store, carl, lab)
    return lab, (ana, hers), (carl, his)


async def speak(house):
    unit = Unit(house.store)
    unit.add(Statement("UPDATE quiet_question SET due = 1 WHERE due > 0"))
    unit.add(Statement("UPDATE quiet_word SET due = 1"))
    await unit.commit()
    return await quietly.speak_due(house.store, house.parts.seal)


async def test_a_question_is_read_back_before_it_is_asked(house, place):
    _, _, (carl, his) = place
    page = (await his.get("/c/lab/ask/quietly")).text
    assert "Who can see what" in page
    assert "With effort they could find out" in page
    assert "fewer than eight members" in page
    told = await his.post("/c/lab/ask/quietly", **{**ASKED, "body": "Carl met Dr Weber on 3 May"})
    assert "Read it as a colleague would" in told.text
    for words in ("carl", "Dr Weber", "3 May"):
        assert words in told.text.lower() or words in told.text
    assert (
        await rows.list_by_blind(
            house.store, [quiet.mark_of(house.parts.seal, carl.id, place[0].id)]
        )
        == []
    )
    assert (await his.post("/c/lab/ask/quietly", **ASKED, read="1")).status_code == 303
    assert "It appears within the hour." in (await his.get("/quietly")).text


async def test_the_asker_reads_answers_says_more_and_what_helped(house, place):
    lab, (ana, hers), (_carl, his) = place
    await his.post("/c/lab/ask/quietly", **ASKED, read="1")
    await speak(house)
    row = (await rows.list_of(house.store, lab.id, ["open"]))[0]
    answer = await perform(
        house.store, posts.write, ana, Draft(content="<p>Like this</p>", reply_to_id=row.post_id)
    )
    assert "news" in (await his.get("/notifications")).text
    assert "Like this" in (await his.get("/quietly")).text
    assert "has news" not in (await his.get("/notifications")).text
    about = {"question": str(row.id), "post": str(answer.id)}
    assert (await his.post("/quietly/say", **about, text="And then?")).status_code == 303
    await speak(house)
    seen = (await hers.get(f"/t/{row.post_id}")).text
    assert "And then?" in seen
    assert "A member of Lab" in seen
    assert seen.count("Asked this") == 1  # the voice, below its own question
    assert "carl" not in seen.lower()
    assert (await his.post("/quietly/helped", **about)).status_code == 303
    assert "no quiet question open" in (await his.get("/quietly")).text
    assert await rows.find_link(house.store, row.id) is None


async def test_a_question_is_no_one_elses(house, place):
    lab, (_, hers), (_, his) = place
    await his.post("/c/lab/ask/quietly", **ASKED, read="1")
    await speak(house)
    row = (await rows.list_of(house.store, lab.id, ["open"]))[0]
    for way in ("say", "helped", "reveal", "withdraw"):
        answer = await hers.post(f"/quietly/{way}", question=str(row.id), post="1", text="x")
        assert answer.status_code == 404
    assert "no quiet question open" in (await hers.get("/quietly")).text


async def test_an_asker_may_say_who_they_are_or_take_it_back(house, place):
    lab, _, (carl, his) = place
    await his.post("/c/lab/ask/quietly", **ASKED, read="1")
    await speak(house)
    row = (await rows.list_of(house.store, lab.id, ["open"]))[0]
    await his.post("/quietly/reveal", question=str(row.id), text="I asked this.")
    said = await house.store.read(
        "SELECT author_id FROM post WHERE root_id = ? AND top = 0", row.post_id
    )
    assert [one[0] for one in said] == [carl.id]
    await his.post("/quietly/withdraw", question=str(row.id))
    assert (await find_post(house.store, row.post_id)).deleted > 0


async def test_a_steward_reads_first_and_never_who_asks(house, place):
    lab, (_ana, hers), (_carl, his) = place
    await hers.post("/c/lab/quietly/mode", mode="checked")
    assert "A steward reads your question" in (await his.get("/c/lab/ask/quietly")).text
    await his.post("/c/lab/ask/quietly", **ASKED, read="1")
    await speak(house)
    page = (await hers.get("/c/lab/quietly")).text
    assert ASKED["body"] in page
    assert "carl" not in page.lower()
    row = (await rows.list_of(house.store, lab.id, ["held"]))[0]
    refusal = await hers.post(
        "/c/lab/quietly", question=str(row.id), reason="Ask it of the vendor."
    )
    assert refusal.status_code == 303
    assert "Ask it of the vendor." in (await his.get("/quietly")).text
    await his.post("/quietly/withdraw", question=str(row.id))
    await his.post("/c/lab/ask/quietly", **ASKED, read="1")
    await speak(house)
    row = (await rows.list_of(house.store, lab.id, ["held"]))[0]
    await hers.post("/c/lab/quietly", question=str(row.id), **{"pass": "1"})
    await speak(house)
    assert (await rows.find(house.store, row.id)).state == "open"


async def test_two_learn_who_asked_and_others_only_that_they_did(house, place):
    lab, (_ana, hers), (_carl, his) = place
    olga, other = await house.person("olga")
    unit = Unit(house.store)
    unit.add(Statement("UPDATE account SET role = 'admin' WHERE actor_id = ?", (olga.id,)))
    await unit.commit()
    await his.post("/c/lab/ask/quietly", **ASKED, read="1")
    await speak(house)
    row = (await rows.list_of(house.store, lab.id, ["open"]))[0]
    await hers.post("/c/lab/quietly/open", question=str(row.id), reason="A threat.")
    assert "Asked by" not in (await hers.get("/c/lab/quietly")).text
    again = await hers.post("/c/lab/quietly/open", question=str(row.id), reason="A threat.")
    assert "asked for this already" in again.text
    assert "Asked by" not in (await hers.get("/c/lab/quietly")).text
    await other.post("/c/lab/quietly/open", question=str(row.id), reason="I agree.")
    page = (await hers.get("/c/lab/quietly")).text
    assert "Asked by" in page
    assert "Carl" in page
    assert "I agree." in page
    assert (await his.get("/c/lab/quietly")).status_code == 403


async def test_who_is_no_member_cannot_ask(house, place):
    _, hers = await house.person("zoe")
    assert "Only members can ask here" in (await hers.get("/c/lab/ask/quietly")).text
    assert (await hers.post("/c/lab/ask/quietly", **ASKED, read="1")).status_code == 403


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to ana@clinic.example", "a mail address"),
        ("as @ana@north.example said", "a handle"),
        ("call 030 1234 5678 please", "a phone number"),
        ("it was on 2026-05-03", "a date"),
        ("it was the 3 May", "a date"),
        ("then came Maria Weber along", "perhaps a name"),
        ("ask Dr. Weber", "a title or role"),
        ("patient 4711234 had it", "a long number"),
    ],
)
def test_what_tells_too_much_is_found(text, kind):
    assert kind in {one.kind for one in find_particulars(text)}


def test_what_is_general_is_left_alone():
    text = "How do you begin a handover? Ours take an hour. We tried a list with three parts."
    assert find_particulars(text) == []
