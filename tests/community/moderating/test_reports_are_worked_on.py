"""A report is taken on, settled, answered; what is decided can be taken back."""

import orjson
import pytest

from fedcop import clock
from fedcop.community import house_rules, moderation, notifications, sessions
from fedcop.community.events import read as read_event
from fedcop.community.moderating import appealing, casework, deciding
from fedcop.community.moderating.casework import Which
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import EventRow
from tests.builders import make_community, make_node, make_person, remember_person
from tests.writing import write


@pytest.fixture
async def scene(store):
    await make_node(store)
    ana = await make_person(store, "ana")
    bo = await make_person(store, "bo")
    mod = await make_person(store, "mod", role="moderator")
    group = await make_community(store, ana, "weavers")
    post = await write(store, bo, community_id=group.id, title="Buy now", content="<p>Cheap!</p>")
    return ana, bo, mod, group, post


def judge(actor, role="moderator", community=0):
    return Judge(actor.id, role, community)


async def reported(store, by, post, text="It is advertising."):
    complaint = Complaint(
        post.author_id, post.community_id, (post.uri,), text, category="spam", forward=False
    )
    return await perform(store, moderation.report, by, complaint)


async def happened(store):
    rows = await store.read(f"SELECT {EventRow.columns()} FROM event ORDER BY id")
    return [(EventRow.of(row), read_event(EventRow.of(row))) for row in rows]


async def tell_all(store):
    for row, event in await happened(store):
        if not row.told:
            await perform(store, notifications.tell, row, event)


async def told(store, actor):
    await tell_all(store)
    page, _ = await notifications.page(store, actor, 0, 20)
    return [notice.row.kind for notice in page]


async def test_what_was_said_is_kept_when_it_is_reported(store, scene):
    ana, _bo, mod, _group, post = scene
    row = await reported(store, ana, post)
    case = await casework.open_case(store, judge(mod), row.id)
    [(evidence, now)] = case.posts
    assert orjson.loads(evidence.said)["content"] == "<p>Cheap!</p>"
    assert now is not None
    assert now.id == post.id
    assert [step.step for step in case.steps] == ["filed"]
    assert all(step.actor_id == 0 for step in case.steps)


async def test_moderators_and_stewards_are_told_in_the_name_of_the_house(store, scene):
    ana, bo, mod, _group, post = scene
    carl = await make_person(store, "carl")
    await reported(store, carl, post)
    assert await told(store, mod) == ["reported"]
    assert "reported" in await told(store, ana)
    assert "reported" not in await told(store, bo)
    page, _ = await notifications.page(store, mod, 0, 20)
    assert page[0].actor.kind == "Organization"


async def test_a_post_is_removed_and_stands_again(store, scene):
    ana, bo, mod, _group, post = scene
    row = await reported(store, ana, post)
    deed = Deed(act="remove", reason="Advertising is not for here.", words="Please read rule 1.")
    [made] = await perform(store, casework.resolve, judge(mod), row.id, deed, "Thank you.")
    gone = await find_post(store, post.id)
    assert gone is not None
    assert gone.deleted
    assert gone.content == ""
    assert (await casework.list_cases(store, Which())) == []
    [(mine, _)] = await casework.list_filed(store, ana)
    assert (mine.state, mine.outcome, mine.answer) == ("resolved", "remove", "Thank you.")
    assert "moderated" in await told(store, bo)
    assert "report_answered" in await told(store, ana)
    [letter] = await store.read("SELECT kind, address, facts FROM mail_letter")
    assert letter[:2] == ("moderation-decision", "bo@cop.example")
    assert "ana" not in letter[2]
    await perform(store, deciding.lift, judge(mod), made.id)
    back = await find_post(store, post.id)
    assert back is not None
    assert (back.deleted, back.title, back.content) == (0, "Buy now", "<p>Cheap!</p>")
    with pytest.raises(Conflict):
        await perform(store, deciding.lift, judge(mod), made.id)


async def test_reports_of_the_same_post_are_settled_together(store, scene):
    ana, _bo, mod, _group, post = scene
    carl = await make_person(store, "carl")
    first, second = await reported(store, ana, post), await reported(store, carl, post, "Spam")
    case = await casework.open_case(store, judge(mod), first.id)
    assert [one.id for one in case.others] == [second.id]
    deed = Deed(act="dismiss", reason="It is no advertising.")
    await perform(store, casework.resolve, judge(mod), first.id, deed)
    assert await casework.list_cases(store, Which()) == []
    with pytest.raises(Conflict):
        await perform(store, casework.resolve, judge(mod), second.id, deed)


async def test_a_steward_sees_and_does_what_is_theirs(store, scene):
    ana, bo, mod, group, post = scene
    here = await reported(store, mod, post)
    outside = await perform(store, moderation.report, mod, Complaint(bo.id, text="A nuisance"))
    steward = judge(ana, "member", group.id)
    assert (await casework.open_case(store, steward, here.id)).report.id == here.id
    with pytest.raises(NotFound):
        await casework.open_case(store, steward, outside.id)
    with pytest.raises(Refused):
        await perform(store, casework.resolve, steward, here.id, Deed(act="suspend", reason="x"))
    stranger = judge(bo, "member", group.id)
    with pytest.raises(Refused):
        await perform(store, casework.resolve, stranger, here.id, Deed(act="dismiss", reason="x"))
    removal = Deed(act="remove", reason="x")
    [made] = await perform(store, casework.resolve, steward, here.id, removal)
    assert made.community_id == group.id


async def test_nobody_works_on_what_is_about_themselves(store, scene):
    ana, _bo, mod, _group, _post = scene
    row = await perform(store, moderation.report, ana, Complaint(mod.id, text="Rude"))
    with pytest.raises(NotFound):
        await casework.open_case(store, judge(mod), row.id)
    assert await casework.count_cases(store, judge(mod)) == 0


async def test_who_is_suspended_is_out_and_comes_back(store, scene):
    ana, bo, mod, _group, post = scene
    begun = await perform(store, sessions.begin, bo.id)
    row = await reported(store, ana, post)
    deed = Deed(act="suspend", reason="Again and again.", days=2)
    [made] = await perform(store, casework.resolve, judge(mod), row.id, deed)
    assert made.until > clock.now_ms()
    assert await sessions.recognise(store, begun.token) is None
    out = await find_actor(store, bo.id)
    assert out is not None
    assert out.suspended
    with pytest.raises(Refused):
        await perform(store, moderation.report, out, Complaint(ana.id))
    assert await perform(store, deciding.lift_due) == 0
    await store.read("SELECT 1")
    clock_now = clock.now_ms
    try:
        clock.now_ms = lambda: made.until + 1
        assert await perform(store, deciding.lift_due) == 1
    finally:
        clock.now_ms = clock_now
    back = await find_actor(store, bo.id)
    assert back is not None
    assert not back.suspended


async def test_somebody_elsewhere_is_limited_and_suspended_here_alone(store, scene):
    _ana, _bo, mod, _group, _post = scene
    mira = await remember_person(store, "https://riverside.example/u/mira")
    for act in ("limit", "suspend"):
        deed = Deed(act=act, reason="Spam.")
        [made] = await perform(store, deciding.decide, judge(mod), mira, deed)
        known = await find_actor(store, mira.id)
        with pytest.raises(Conflict):
            await perform(store, deciding.decide, judge(mod), known, deed)
        await perform(store, deciding.lift, judge(mod), made.id)
    again = await find_actor(store, mira.id)
    assert again is not None
    assert not again.suspended
    assert not again.limited


async def test_nobody_suspends_an_owner_or_those_above(store, scene):
    _ana, bo, mod, _group, _post = scene
    owner = await make_person(store, "olga", role="owner")
    admin = await make_person(store, "adam", role="admin")
    deed = Deed(act="suspend", reason="x")
    for subject in (owner, admin, mod):
        with pytest.raises(Refused):
            await perform(store, deciding.decide, judge(mod), subject, deed)
    with pytest.raises(Invalid, match="why"):
        await perform(store, deciding.decide, judge(mod), bo, Deed(act="warn"))


async def test_an_appeal_is_read_by_somebody_else(store, scene):
    ana, bo, mod, _group, post = scene
    other = await make_person(store, "max", role="moderator")
    row = await reported(store, ana, post)
    deed = Deed(act="remove", reason="Advertising.")
    [made] = await perform(store, casework.resolve, judge(mod), row.id, deed)
    asked = await perform(store, appealing.appeal, bo.id, made.id, "It is my own loom.")
    with pytest.raises(Conflict):
        await perform(store, appealing.appeal, bo.id, made.id, "Again.")
    with pytest.raises(NotFound):
        await perform(store, appealing.appeal, ana.id, made.id, "Not mine.")
    assert "appealed" in await told(store, other)
    with pytest.raises(Refused, match="somebody else"):
        await perform(store, appealing.answer_appeal, judge(mod), asked.id, "overturned", "Sorry.")
    await perform(store, appealing.answer_appeal, judge(other), asked.id, "overturned", "Sorry.")
    back = await find_post(store, post.id)
    assert back is not None
    assert back.content == "<p>Cheap!</p>"
    assert "appeal_answered" in await told(store, bo)


async def test_an_owner_who_is_alone_may_look_again(store, scene):
    _ana, bo, mod, _group, _post = scene
    await store.read("SELECT 1")
    owner = await make_person(store, "olga", role="owner")
    deed = Deed(act="warn", reason="Be kind.")
    [made] = await perform(store, deciding.decide, judge(owner, "owner"), bo, deed)
    asked = await perform(store, appealing.appeal, bo.id, made.id, "I was.")
    with pytest.raises(Refused):
        await perform(
            store, appealing.answer_appeal, judge(owner, "owner"), asked.id, "upheld", "No."
        )
    await perform(store, deciding.decide, judge(owner, "owner"), mod, Deed(act="warn", reason="x"))
    unit_free = await appealing.why_not(store, judge(mod), made)
    assert unit_free == ""


async def test_it_is_too_late_after_twenty_days(store, scene):
    _ana, bo, mod, _group, _post = scene
    [made] = await perform(store, deciding.decide, judge(mod), bo, Deed(act="warn", reason="x"))
    before = clock.now_ms
    try:
        clock.now_ms = lambda: made.created + deciding.APPEAL_MS + 1
        with pytest.raises(Refused, match="late"):
            await perform(store, appealing.appeal, bo.id, made.id, "Still.")
    finally:
        clock.now_ms = before


async def test_rules_keep_their_ids(store, scene):
    mod = scene[2]
    first = await perform(store, house_rules.add_rule, mod.id, "No advertising.")
    second = await perform(store, house_rules.add_rule, mod.id, "Be kind.", "Even when it is hard.")
    await perform(store, house_rules.move_rule_up, mod.id, second.id)
    assert [row.id for row in await house_rules.list_rules(store)] == [second.id, first.id]
    await perform(store, house_rules.say_rule, mod.id, first.id, "No advertising, please.")
    await perform(store, house_rules.retire_rule, mod.id, second.id)
    assert (await house_rules.name_rules(store)) == {
        first.id: "1. No advertising, please.",
        second.id: "Be kind.",
    }
