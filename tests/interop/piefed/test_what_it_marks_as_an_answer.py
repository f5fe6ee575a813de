"""What PieFed makes of the answers we say helped, by its own rules; else people are told in words.

The rules are those of `process_inbox_request` and `process_question_answer` in its
`app/activitypub/routes.py` (snapshot of 2026-04-14).
"""

import pytest

from fedcop.community import answers, communities
from fedcop.community.perform import perform
from fedcop.community.practice.parts import QuestionPart
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.federation.endpoints.rig import know_peer
from tests.federation.outbox.telling import tell
from tests.writing import answer, count, write

PIEFED = "https://piefed.example"
_WORDS = "post WHERE content LIKE '%Accepted answer%' AND deleted = 0"


class PieFed:
    """A node of PieFed that follows a community: whom it knows, and whose answers it has."""

    def __init__(self, users, moderators, replies):
        self.users, self.moderators, self.replies = users, moderators, replies
        self.marked = set()

    def take(self, announce):
        core = announce["object"]
        if not {"id", "type", "actor", "object"} <= core.keys():
            return  # "Missing minimum expected fields in JSON Announce object"
        if core["actor"].startswith(PIEFED) or core["actor"] not in self.users:
            return  # its own, or "Blocked or unfound user": a Group is none
        if core["type"] == "ChooseAnswer":
            uri = core["object"] if isinstance(core["object"], str) else core["object"]["id"]
            by, asker = self.replies[uri]
            if by == asker or core["actor"] in self.moderators:
                self.marked.add(uri)
        elif core["type"] == "Undo" and core["object"]["type"] == "ChooseAnswer":
            self.marked.discard(core["object"]["object"])


@pytest.fixture
async def scene(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    bo = await make_person(store, "bo")
    rita = await remember_person(store, f"{PIEFED}/u/rita")
    await know_peer(store, "piefed.example", "piefed")
    for who in (bo, rita):
        await let_follow(store, who, lab)
    part = QuestionPart()
    post = await write(store, bo, title="Which wool?", community_id=lab.id, practice=part)
    said = await answer(store, rita, post, uri=f"{PIEFED}/comment/9")
    await tell(store)
    users = {ana.uri, bo.uri, rita.uri}
    return ana, bo, lab, post, said, PieFed(users, {ana.uri}, {said.uri: (rita.uri, bo.uri)})


async def hear(store, there):
    for told in await tell(store):
        if told.wrapped and told.wrapped["type"] == "Announce":
            there.take(told.wrapped)


async def test_it_marks_what_a_steward_says(store, scene):
    ana, _, _, post, said, there = scene
    await perform(store, answers.accept, ana, post.id, said.id)
    await hear(store, there)
    assert there.marked == {said.uri}
    assert await count(store, _WORDS) == 0
    await perform(store, answers.unaccept, ana, post.id)
    await hear(store, there)
    assert there.marked == set()


async def test_what_the_asker_says_is_told_in_words(store, scene):
    _, bo, lab, post, said, there = scene
    await perform(store, answers.accept, bo, post.id, said.id)
    await hear(store, there)
    assert there.marked == set()
    assert await count(store, f"{_WORDS} AND author_id = ?", lab.id) == 1
    await perform(store, answers.unaccept, bo, post.id)
    assert await count(store, _WORDS) == 0


async def test_an_asker_who_is_a_steward_is_heard(store, scene):
    ana, bo, lab, post, said, there = scene
    await perform(store, communities.add_steward, ana, lab, bo)
    there.moderators.add(bo.uri)
    await perform(store, answers.accept, bo, post.id, said.id)
    await hear(store, there)
    assert there.marked == {said.uri}
    assert await count(store, _WORDS) == 0
