"""Three nodes, two questions and a review without a name: no byte, log line, database says whose.

Every byte between the nodes is heard where it passes. What tells of the askers is looked for in all
of it, in the logs, and in every table of every database. Being a member is no secret, so what was
there before they asked does not count.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest

from fedcop.community import membership, posts, quiet, sessions
from fedcop.community.drafts import Draft
from fedcop.community.practice import reviews
from fedcop.federation.remote import lookup, quietly
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import quiet as rows
from fedcop.store.queries.posts import find_post, find_post_by_uri
from fedcop.store.rows import ActorRow, PostRow, QuietRow, ReviewRuleRow
from fedcop.store.statements import Statement
from tests.network.wire import Wire, tapped
from tests.nodes import Node, Town, free_port, until
from tests.practice import publish

pytestmark = pytest.mark.timeout(300)  # three nodes, each with its processes

_ASKED = {"title": "How do you begin a handover?", "body": "Ours take an hour.", "read": "1"}
_OWN: frozenset[str] = frozenset({"home_line", "session", "account"})  # what any member has


@dataclass
class Place:
    """One of the nodes, and what goes over its address."""

    node: Node
    wire: Wire
    port: int

    async def browser(self, person: ActorRow) -> tuple[httpx.AsyncClient, str]:
        """A browser of somebody, which goes to the node without passing the listener."""
        begun = await self.node.do(sessions.begin, person.id, "Firefox")
        client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Host": self.node.host, "Origin": self.node.origin},
            cookies={self.node.settings.cookie: begun.token},
            timeout=30,
        )
        return client, begun.session.csrf


Three = tuple[Place, Place, Place]


@pytest.fixture
async def three(town: Town, kind: str) -> AsyncIterator[Three]:
    """North is the home of the community; river and south have members of it."""
    async with AsyncExitStack() as stack:
        places = []
        for name in ("northwind", "riverside", "southbank"):
            port = free_port()
            node = await town.node(name, kind, bind_port=port)
            wire = await stack.enter_async_context(tapped(node, port))
            places.append(Place(node, wire, port))
        await asyncio.gather(*(place.node.start() for place in places))
        yield (places[0], places[1], places[2])


async def _become(node: Node, name: str) -> ActorRow:
    """Somebody whose every trace is told apart from all else."""
    person = await node.person(name)
    unit = Unit(node.store)
    said = (f"{name} of the long name", f"{node.origin}/media/{name}.png", person.id)
    unit.add(Statement("UPDATE actor SET display = ?, icon = ? WHERE id = ?", said))
    await unit.commit()
    return person


async def _join(node: Node, person: ActorRow, home: Node, group: ActorRow) -> ActorRow:
    there = await lookup.find(node.parts.reach, f"@{group.name}@{home.host}")
    assert isinstance(there, ActorRow)
    await node.do(membership.ask, person, there)

    async def accepted() -> bool:
        return await membership.is_member(node.store, person.id, there.id)

    await until(accepted, 60, why=node.log)
    return there


async def _dump(store: Store) -> dict[str, set[str]]:
    """All rows of all tables, as text."""
    if store.backend.dialect == "sqlite":
        listed = await store.read("SELECT name FROM sqlite_master WHERE type = 'table'")
    else:
        listed = await store.read("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = {}
    for (name,) in (tuple(row) for row in listed):
        told = await store.read(f'SELECT * FROM "{name}"')
        found[str(name)] = {repr(tuple(row)) for row in told}
    return found


def _traces(dump: dict[str, set[str]], needles: tuple[str, ...]) -> set[tuple[str, str]]:
    """The rows that tell something of somebody."""
    return {
        (table, row)
        for table, told in dump.items()
        for row in told
        if any(needle in row for needle in needles)
    }


def _needles(person: ActorRow) -> tuple[str, ...]:
    """What tells of somebody: their id, and the name in their handle, uri and picture."""
    return (str(person.id), person.name)


async def _ask(place: Place, person: ActorRow, group: str) -> None:
    browser, csrf = await place.browser(person)
    answer = await browser.post(f"/c/{group}/ask/quietly", data={**_ASKED, "csrf": csrf})
    assert answer.status_code == 303, answer.text
    await browser.aclose()


async def _speak(node: Node) -> None:
    """Let what waits be due, and be said."""
    for text in (
        "UPDATE unnamed_review SET due = 1 WHERE due > 0",
        "UPDATE quiet_question SET due = 1 WHERE due > 0",
        "UPDATE quiet_word SET due = 1",
    ):
        unit = Unit(node.store)
        unit.add(Statement(text))
        await unit.commit()
    await quietly.speak_due(node.store, node.parts.seal)


async def _own_row(node: Node, person: ActorRow, group: ActorRow) -> QuietRow:
    mark = quiet.mark_of(node.parts.seal, person.id, group.id)
    return (await rows.list_by_blind(node.store, [mark]))[0]


async def _published(node: Node, person: ActorRow, group: ActorRow) -> str:
    """The name by which everybody knows a question, once its home told it."""

    async def named() -> str:
        return (await _own_row(node, person, group)).home_uri

    found: str = await until(named, 60, why=node.log)
    return found


async def _sees(node: Node, uri: str) -> PostRow:
    async def look() -> PostRow | None:
        return await find_post_by_uri(node.store, uri)

    found: PostRow = await until(look, 60, why=lambda: f"{uri}\n{node.log()[-3000:]}")
    return found


@dataclass
class Story:
    """Two who ask, each at their own node, and what stood everywhere before they did."""

    three: Three
    ana: ActorRow
    near: ActorRow
    far: ActorRow
    group: ActorRow  # as its home has it
    there: ActorRow  # as the node of `far` has it
    artifact: PostRow
    before: list[dict[str, set[str]]]
    marks: list[int]
    logs: list[int]


async def _begin(three: Three) -> Story:
    """A community large enough, with members on all three nodes."""
    north, river, south = (place.node for place in three)
    ana = await north.person("ana")
    group = await north.community(ana, "lab")
    for number in range(4):
        await north.do(membership.ask, await north.person(f"m{number}"), group)
    near, far = await _become(north, "qzxnear"), await _become(river, "qzxfar")
    await north.do(membership.ask, near, group)
    there = await _join(river, far, north, group)
    await _join(south, await south.person("sue"), north, group)
    await north.do(reviews.ask_for, ana, group, ReviewRuleRow(group.id, unnamed=1))
    artifact = await publish(north.store, ana, group.id)
    await _sees(south, artifact.uri)
    await _rest(three)
    before = [await _dump(place.node.store) for place in three]
    marks = [place.wire.mark for place in three]
    logs = [len(place.node.log()) for place in three]
    return Story(three, ana, near, far, group, there, artifact, before, marks, logs)


async def _rest(three: Three) -> None:
    for place in three:
        await until(place.node.at_rest, 60, why=place.node.log)


async def _ask_both(story: Story) -> tuple[list[str], PostRow]:
    """Both ask; returns what their questions are called, and what one was called on its way."""
    north, river, _ = story.three
    await _ask(north, story.near, "lab")
    await _ask(river, story.far, f"lab@{north.node.host}")
    await _speak(north.node)
    await _speak(river.node)
    own = await _own_row(river.node, story.far, story.there)
    relayed = await find_post(river.node.store, own.post_id)
    assert relayed is not None

    async def arrived() -> bool:
        return await rows.find_relayed(north.node.store, relayed.uri) is not None

    await until(arrived, 60, why=north.node.log)
    await _speak(north.node)
    questions = [
        await _published(north.node, story.near, story.group),
        await _published(river.node, story.far, story.there),
    ]
    return questions, relayed


async def _answer_both(story: Story, questions: list[str]) -> None:
    """Both are answered, and one who asked says something more."""
    north, river, south = (place.node for place in story.three)
    for uri in questions:
        await _sees(south, uri)
        question = await find_post_by_uri(north.store, uri)
        assert question is not None
        draft = Draft(content="<p>We write five lines.</p>", reply_to_id=question.id)
        answer = await north.do(posts.write, story.ana, draft)
        await _sees(river, answer.uri)
    row = await _own_row(river, story.far, story.there)
    await river.do(quiet.say, row, "And who reads them?", questions[1])
    await _speak(river)

    async def said() -> bool:
        await _speak(north)
        question = await find_post_by_uri(north.store, questions[1])
        return question is not None and question.replies > 1

    await until(said, 60, why=north.log)
    await _rest(story.three)


async def _review(story: Story) -> None:
    """One who asked reviews something as well, without a name."""
    north, south = story.three[0], story.three[2]
    browser, csrf = await north.browser(story.near)
    said = {"artifact": story.artifact.id, "number": 1, "verdict": "approve", "works": "Short."}
    answer = await browser.post("/quietly/review", data={**said, "csrf": csrf})
    assert answer.status_code == 303, answer.text
    await browser.aclose()
    await _speak(north.node)
    [(review, _)] = await reviews.list_of(north.node.store, story.artifact.uri)
    written = await find_post(north.node.store, review.row.id)
    assert written is not None
    await _sees(south.node, written.uri)
    await _rest(story.three)


async def test_no_trace_of_who_asked_is_anywhere(three: Three) -> None:
    story = await _begin(three)
    questions, relayed = await _ask_both(story)
    await _answer_both(story, questions)
    await _review(story)
    needles = (*_needles(story.near), *_needles(story.far))

    # Every byte between the nodes, and every line they logged.
    for place, mark, log in zip(three, story.marks, story.logs, strict=True):
        between, logged = place.wire.since(mark), place.node.log()[log:]
        assert [one for one in needles if one.encode() in between or one in logged] == []
        assert "handover" not in logged
    heard = three[2].wire.since(story.marks[2])
    assert _ASKED["title"].encode() in heard, "the listener is deaf"
    assert b'"cop:verdict"' in heard

    # Every other node's database, and of one's own all but what every member has.
    after = [await _dump(place.node.store) for place in three]
    new = [
        {table: told - old.get(table, set()) for table, told in dump.items()}
        for old, dump in zip(story.before, after, strict=True)
    ]
    assert _traces(new[0], _needles(story.far)) == set()
    assert _traces(new[1], _needles(story.near)) == set()
    assert _traces(after[2], needles) == set()
    for dump, person in ((new[0], story.near), (new[1], story.far)):
        assert {table for table, _ in _traces(dump, _needles(person))} <= _OWN

    # What a voice called it is between its node and the home of the community alone.
    assert relayed.uri.encode() not in heard
    assert _traces(after[2], (relayed.uri, str(relayed.id))) == set()
    uris = [*questions, f"{story.artifact.uri}?tab=reviews"]
    await _is_shown_to_nobody(three[0], story.ana, uris, _needles(story.near))


async def _is_shown_to_nobody(
    north: Place, steward: ActorRow, questions: list[str], needles: tuple[str, ...]
) -> None:
    """Neither pages nor documents nor what apps read say it, to a steward or to anybody."""
    browser, _ = await north.browser(steward)
    paths = [uri.removeprefix(north.node.origin) for uri in questions]
    looked = [await browser.get(paths[-1])]
    assert "A reviewer from" in looked[0].text
    for path in paths[:-1]:
        number = path.rpartition("/")[2]
        document = {"Accept": "application/activity+json"}
        looked.append(await browser.get(path, headers=document))
        looked.append(await browser.get(f"/t/{number}"))
        looked.append(await browser.get(f"/api/v1/statuses/{number}"))
    looked.append(await browser.get("/c/lab/quietly"))
    looked.append(await browser.get("/c/lab"))
    for answer in looked:
        assert answer.status_code == 200, answer.url
        assert not any(needle in answer.text for needle in needles), answer.url
    await browser.aclose()
