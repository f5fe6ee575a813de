"""What is older than its rule says goes, by itself, and what is not stays."""

import pytest

from fedcop import clock, ids
from fedcop.community import reactions, retention
from fedcop.community.options import read_options
from fedcop.community.perform import perform
from fedcop.errors import Malformed
from fedcop.settings import Settings
from fedcop.store.batch import Unit
from fedcop.store.queries import keeping_rules
from fedcop.store.queries.personal import Whose
from tests.builders import make_node, make_person, remember_person
from tests.privacy.rig import Filler
from tests.writing import again, count, write

DAY = 86_400_000


@pytest.fixture
async def filler(store):
    """Somebody of whom rows can be made up."""
    await make_node(store)
    mia = await make_person(store, "mia")
    return Filler(Whose(mia.id, mia.uri), mia.id)


async def _put(store, filler):
    unit = Unit(store)
    unit.add(*filler.unit)
    await unit.commit()
    filler.unit = []


def test_each_rule_has_its_sweep():
    assert [rule.name for rule in retention.RULES] == list(keeping_rules.SWEEPS)


def _old_id(days):
    return (clock.now_ms() - days * DAY) << 16


async def test_what_is_older_than_its_rule_goes(store, filler):
    me, now = filler.whose.id, clock.now_ms()
    for days in (10, 400, 2000):
        filler.row("notification", id=_old_id(days), recipient_id=me)
        filler.row("audit_entry", id=_old_id(days), actor_id=me)
        closed = {"resolved": now - days * DAY, "reporter_id": me}
        report = filler.row("report", **closed)
        filler.row("report_evidence", report_id=report)
        filler.row("report_step", report_id=report)
        filler.row("privacy_request", state="done", done=now - days * DAY, actor_id=me)
    filler.row("report", reporter_id=me)  # an open one is nobody's to forget
    await _put(store, filler)
    looked = {one.rule.name: one for one in await retention.look(store)}
    due = {name: await retention.preview(store, name, one.days) for name, one in looked.items()}
    gone = await retention.run(store)
    assert {name: due[name] for name in gone} == gone
    assert gone == {"notices": 2, "evidence": 2, "reports": 1, "audit": 1, "requests": 1}
    assert await count(store, "notification") == 1
    assert await count(store, "report_evidence") == 1
    assert await count(store, "report") == 3
    assert await count(store, "report_step") == 2
    assert await count(store, "audit_entry") == 2
    again_ = {one.rule.name: one for one in await retention.look(store)}
    assert (again_["notices"].removed, again_["notices"].in_all) == (2, 2)
    assert again_["notices"].last
    assert not any((await retention.run(store)).values())
    assert {one.rule.name: one.in_all for one in await retention.look(store)}["notices"] == 2


async def test_posts_that_nobody_here_had_to_do_with_go_when_that_is_wanted(store):
    await make_node(store)
    mia = await make_person(store, "mia")
    rita = await remember_person(store, "https://riverside.example/users/rita")
    past = clock.now_ms() - 100 * DAY
    plain = await write(store, rita, "<p>Old and alone</p>", published=past, hashtags=("wool",))
    liked = await write(store, rita, "<p>Old and liked</p>", published=past)
    named = await write(store, rita, "<p>To Mia</p>", published=past, mentions=(mia.id,))
    young = await write(store, rita, "<p>New</p>")
    own = await write(store, mia, "<p>Hers</p>", published=past)
    await perform(store, reactions.like, mia, liked.id)
    await retention.run(store)
    assert (await again(store, plain)).content  # it is off until somebody wants it
    assert await retention.preview(store, "strangers", 90) == 1
    await perform(store, retention.decide, mia.id, {"strangers": 90})
    assert (await retention.run(store))["strangers"] == 1
    assert await count(store, "post WHERE id = ?", plain.id) == 0
    assert await count(store, "hashtag WHERE post_id = ?", plain.id) == 0
    for kept in (liked, named, young, own):
        assert not (await again(store, kept)).deleted
    # It can come again, as if it had never been here.
    back = await write(store, rita, "<p>Old and alone</p>", uri=plain.uri)
    assert back.id != plain.id


async def test_a_rule_is_decided_within_reason_and_written_down(store):
    await make_node(store)
    with pytest.raises(Malformed):
        await perform(store, retention.decide, 0, {"audit": 3})
    with pytest.raises(Malformed):
        await perform(store, retention.decide, 0, {"nothing": 30})
    await perform(store, retention.decide, 0, {"audit": 0, "notices": 90})
    await perform(store, retention.decide, 0, {"reports": 365})
    assert (await read_options(store)).keeps == {"audit": 0, "notices": 90, "reports": 365}
    assert await count(store, "audit_entry WHERE act = 'change-options'") == 2
    assert ids.new_id()


def test_what_goes_by_itself_is_said_with_the_periods_of_the_node():
    chosen = Settings(origin="https://cop.example", secret="x" * 32, retention_days=45)
    days = [one.days for one in retention.fixed(chosen)]
    assert 45 in days
    assert all(one.days or one.said for one in retention.fixed(chosen))
