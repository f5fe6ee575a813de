"""Somebody is erased: of all that every table kept, what is left is in the list of what stays."""

import time

import pytest

from fedcop import clock
from fedcop.community import accounts, belongings, events, privacy_requests
from fedcop.community.erasing import asking, ending, phases
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import erasing
from fedcop.store.queries.kept_of_people import KEPT
from fedcop.store.statements import Statement
from tests.builders import (
    let_follow,
    make_community,
    make_node,
    make_person,
    own_keys,
    remember_person,
)
from tests.privacy.rig import fill
from tests.writing import again, answer, count, recorded, write

DAY = 86_400_000
KEEP = 30 * DAY
# Of the tables without a model: what the ORM notes of itself, and words of posts that are gone.
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


async def erase(store, actor, *, keep=False, by=None):
    """Begin to forget somebody."""
    counts = (await asking.preview(store, actor)).counts
    former = own_keys(store.uris.person(asking.FORMER)) if keep else None
    if by is not None:
        return await perform(store, asking.erase_another, by, actor.id, counts, former)
    return await perform(store, asking.erase_oneself, actor, counts, former)


async def tell_all(store):
    """Let every event be told, as the worker does."""
    unit = Unit(store)
    unit.add(Statement("UPDATE event SET done = ? WHERE done < 1", (clock.now_ms(),)))
    await unit.commit()


async def go_on(store):
    """Work as the worker does until nothing is left to do but to wait for others."""
    for _ in range(400):
        if not await ending.go_on(store, KEEP):
            await tell_all(store)
            if not await ending.go_on(store, KEEP):
                return
    raise AssertionError("it never ends")


async def later(store):
    """Let the time pass that keys are kept."""
    now = time.time()
    with clock.held(lambda: now + 31 * 86_400):
        await ending.go_on(store, KEEP)


async def _naming(store, texts, number):
    """Find where the database still names somebody: by id, or by any of some texts."""
    found: dict[str, list[str]] = {}
    for (table,) in await store.search(TABLES[store.backend.dialect]):
        for row in await store.search(f'SELECT * FROM "{table}"'):
            cells = [_text(cell) for cell in row]
            if str(number) in cells or any(text in cell for text in texts for cell in cells):
                found.setdefault(table, []).append(" ".join(cells)[:300])
    return found


def _text(cell):
    return cell.decode(errors="ignore") if isinstance(cell, bytes) else str(cell)


async def test_no_table_names_them_but_those_that_say_why(store):
    whose, made = await fill(store)
    actor = await accounts.find(store, whose.id)
    before = await _naming(store, [whose.mail, whose.uri], whose.id)
    # Everything was filled; what belongs to a thing of theirs is found by that.
    direct = {one.table for one in KEPT if one.own or one.named or one.uris or one.mail}
    assert direct <= set(before)
    row = await erase(store, actor)
    await go_on(store)
    await later(store)
    stays = {kept.table for kept in KEPT if kept.stays}
    left = await _naming(store, [whose.mail, whose.uri], whose.id)
    # What happened is told by numbers alone, and forgotten after a week.
    assert set(left) - stays - {"event"} == set(), left
    assert set(left) & {"actor_key", "log_entry", "stream"} == set()
    assert not await _naming(store, [whose.mail], -7)
    assert not await erasing.count_going(store, whose)
    done = await privacy_requests.find_last(store, whose.id, "erase")
    assert (done.id, done.state) == (row.id, "done")
    going = ending.going(done)
    for kept in KEPT:
        ways = [*kept.naming, *kept.uris, kept.mail, kept.through]
        assert kept.stays or kept.table in going or not any(ways), kept.table
    assert made


async def test_what_stays_says_nothing_of_them(store):
    await make_node(store)
    mia = await make_person(store, "mia", display="Mia Lindqvist")
    await perform(store, accounts.change_profile, mia, "Mia Lindqvist", "I weave", "<p>I weave</p>")
    bo = await make_person(store, "bo")
    weavers = await make_community(store, bo, "weavers")
    await let_follow(store, mia, weavers)
    post = await write(store, mia, "<p>Ten threads of linen</p>", community_id=weavers.id)
    reply = await answer(store, bo, post, "<p>Eleven</p>")
    await erase(store, await accounts.find(store, mia.id))
    shut = await accounts.find(store, mia.id)
    assert (shut.display, shut.summary, shut.details) == ("mia", "", "[]")
    login = await accounts.find_login_of(store, mia.id)
    assert login[0].disabled
    assert login[0].email == ""
    await go_on(store)
    assert await accounts.find_login_of(store, mia.id) is None
    gone = await accounts.find(store, mia.id)
    assert gone.deleted
    stone = await again(store, post)
    assert (stone.content, stone.title, bool(stone.deleted)) == ("", "", True)
    assert not (await again(store, reply)).deleted
    left = await _naming(store, ["Ten threads", "Lindqvist", "I weave", "mia@cop.example"], -7)
    assert left == {}
    with pytest.raises(Refused):
        await make_person(store, "mia")
    told = [row.kind for row, _ in await recorded(store)]
    assert told.index("PostRemoved") < told.index("ActorDeleted")
    assert "FollowEnded" in told


async def test_a_farewell_is_said_once_all_else_is_told(store):
    await make_node(store)
    mia = await make_person(store, "mia")
    await write(store, mia, "<p>Wool</p>")
    await erase(store, mia)
    for _ in range(30):
        await ending.go_on(store, KEEP)
    assert not await recorded(store, events.ActorDeleted)
    await tell_all(store)
    await go_on(store)
    assert len(await recorded(store, events.ActorDeleted)) == 1
    assert (await privacy_requests.find_last(store, mia.id, "erase")).state == "done"


async def test_each_step_is_whole_wherever_it_is_stopped(store):
    await make_node(store)
    mia = await make_person(store, "mia")
    for n in range(50):
        await write(store, mia, f"<p>{n}</p>")
    row = await erase(store, mia)
    assert (await erase(store, mia)).id == row.id  # asked twice is once
    unit = Unit(store)
    assert await phases.step(unit, row)  # never committed: the process died here
    for _ in range(4):
        [row] = [await privacy_requests.find_last(store, mia.id, "erase")]
        await perform(store, phases.step, row)
    standing = await count(store, "post WHERE author_id = ? AND deleted = 0", mia.id)
    assert 0 < standing < 50
    await go_on(store)
    assert await count(store, "post WHERE author_id = ? AND deleted = 0", mia.id) == 0


async def test_the_last_owner_stays(store):
    await make_node(store)
    ada = await make_person(store, "ada", role="owner")
    assert (await asking.preview(store, ada)).last_owner
    with pytest.raises(Refused, match="last owner"):
        await erase(store, ada)
    await make_person(store, "eve", role="owner")
    assert not (await asking.preview(store, ada)).last_owner
    await erase(store, ada)


async def test_the_preview_says_what_will_go_and_who_is_left_alone(store):
    await make_node(store)
    mia = await make_person(store, "mia")
    rita = await remember_person(store, "https://riverside.example/users/rita")
    await make_community(store, mia, "weavers")
    await let_follow(store, mia, rita)
    await write(store, mia, "<p>Wool</p>")
    seen = await asking.preview(store, mia)
    assert (seen.counts["post"], seen.works, seen.servers) == (1, 0, 1)
    assert seen.alone == ("weavers",)
    assert seen.rest > 0
    await erase(store, mia)
    await go_on(store)
    assert await count(store, "lane") == 1  # there is a way to tell riverside


def test_what_goes_by_a_column_has_one():
    for kept in KEPT:
        assert set(kept.blank) <= set(kept.own + kept.named), kept.table
        assert not kept.blank or kept.key not in kept.blank
        assert not (kept.stays and kept.wipe) or kept.own
    assert belongings.left_out()
