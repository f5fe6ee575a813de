"""The running example: from a question to a better revision, each step through the pages."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from fedcop.assembly import Parts
from fedcop.cli.demo.example.visitor import Visitor
from fedcop.cli.demo.example.world import Held, World, held_at
from fedcop.community import offering_back
from fedcop.community.practice import artifacts, invitations, offers, shelves
from fedcop.errors import Unavailable
from fedcop.store.queries import lineage, posts, questions
from fedcop.store.rows import ArtifactRow, PostRow

TITLE: Final = "How do you hand over when half the night shift is from an agency?"
ANSWER: Final = "A laminated card at every computer, with five lines. Nobody minds reading aloud."
PRACTICE: Final = "Five lines, read aloud"

Step = tuple[str, Callable[[], Awaitable[str]]]


@dataclass(slots=True)
class Script:
    """Plays the example at a world; each step returns what was checked."""

    world: World
    question: str = ""
    answer: str = ""
    practice: str = ""
    version: str = ""
    offer: int = 0
    asker: str = "priya"
    reviewers: tuple[str, ...] = ("tomas", "niamh")
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        asker = self.asker.capitalize()
        both = " and ".join(name.capitalize() for name in self.reviewers)
        self.steps = [
            (f"{asker} asks the community", self.ask),
            ("Maya of Northwind answers", self.reply),
            (f"{asker} says that it helped", self.accept),
            ("Maya makes a practice of the thread", self.make),
            ("Maya proposes it to the library", self.propose),
            (f"Kwame asks {both} for a review", self.invite),
            (f"{both} review r1", self.review_first),
            ("Maya mends what they asked for: r2", self.revise),
            ("Both approve r2", self.review_second),
            ("Kwame endorses r2 for the community", self.endorse),
            ("Tomás and Niamh apply it", self.apply),
            ("Tomás tells what came of it", self.tell_result),
            ("Niamh makes a version for her house", self.adapt),
            ("Niamh offers it back", self.offer_back),
            ("Maya takes it in: r3", self.take_in),
            ("Tomás and Grace review r3, and Kwame endorses it", self.endorse_better),
            ("All three nodes hold the same", self.compare),
        ]

    async def ask(self) -> str:
        """Ask by the page of the community."""
        place = self.world.place(self.asker)
        words = {
            "title": TITLE,
            "background": "They see the ward for the first time and do not know our forms.",
            "tried": "A half-hour introduction. Those who come at short notice never had it.",
        }
        await self._visit(self.asker).send(f"{place}/ask", f"{place}/ask", words)
        node = self.world.node_of(self.asker)
        post = await self.world.until(lambda: _titled(node, TITLE), "the question")
        self.question = post.uri
        await self._reaches(self.question)
        return "the question is on every node"

    async def reply(self) -> str:
        """Answer in the thread."""
        start = await self.world.post("maya", self.question)
        await self._reply("maya", start, ANSWER)
        node = self.world.node_of("maya")
        found = await self.world.until(lambda: _last_reply(node, start.id), "the answer")
        self.answer = found.uri
        await self._reaches(self.answer)
        return "the answer is on every node"

    async def accept(self) -> str:
        """Say which answer helped."""
        start = await self.world.post(self.asker, self.question)
        answer = await self.world.post(self.asker, self.answer)
        path = f"/t/{start.id}"
        await self._visit(self.asker).send(path, f"{path}/accept/{answer.id}", {})

        async def settled(node: Parts) -> bool | None:
            post = await posts.find_post_by_uri(node.store, self.question)
            row = await questions.find_question(node.store, post.id) if post else None
            helped = await posts.find_post(node.store, row.accepted_id) if row else None
            return True if helped is not None and helped.uri == self.answer else None

        await self.world.everywhere(settled, "the accepted answer")
        return "every node shows it as the accepted answer"

    async def make(self) -> str:
        """Turn the thread into a practice, and publish it."""
        start = await self.world.post("maya", self.question)
        path = f"/t/{start.id}/make"
        draft = await self._visit("maya").send(path, path, {"kind": "practice"})
        words = {
            "title": PRACTICE,
            "abstract": "Five spoken lines, the same for everybody, visitors too.",
            "whenToUse": "At the end of a shift, when people hand over who do not know your ward.",
            "steps": "\n".join(_STEPS[:-1]),
        }
        await self._visit("maya").send(draft.path, draft.path.partition("?")[0], words)
        node = self.world.node_of("maya")
        row = await self.world.until(lambda: _named(node, PRACTICE), "the practice")
        self.practice = row.uri
        await self._holds(self.practice, 1)
        return "r1 has one digest on all nodes, and names those who said it"

    async def propose(self) -> str:
        """Offer it to the library."""
        group = await self.world.group("maya")
        words = {"community": str(group.id), "words": "Eleven weeks on two wards."}
        await self._on_artifact("maya", "propose", words)
        home, here = self.world.node_of("kwame"), await self.world.group("kwame")
        uri = self.practice
        await self.world.until(
            lambda: offers.find_waiting(home.store, here.id, uri), "the proposal"
        )
        return "it waits for the stewards"

    async def invite(self) -> str:
        """Ask for reviews."""
        home, group = self.world.node_of("kwame"), await self.world.group("kwame")
        offer = await offers.find_waiting(home.store, group.id, self.practice)
        if offer is None:
            raise Unavailable("the proposal is gone")
        handles = [f"@{name}@{self.world.node_of(name).settings.host}" for name in self.reviewers]
        path = f"{self.world.place('kwame')}/steward/{offer.id}"
        words = {"reviewers": "\n".join(handles), "words": "Would you look at it?"}
        await self._visit("kwame").send(path, path, words, press="deed=invite")
        for name in self.reviewers:
            await self._agree(name)
        return "both were asked on their own nodes, and agreed"

    async def review_first(self) -> str:
        """Review the first revision."""
        works = {"works": "One can say it half asleep."}
        first, second = self.reviewers
        await self._review(first, 1, {**works, "verdict": "needsWork", "must": _MUST})
        await self._review(second, 1, {**works, "verdict": "approve"})
        await self._agree_on(lambda held: len(held.reviews) == len(self.reviewers), "two reviews")
        return "both reviews are on every node, and r1 is not reviewed"

    async def revise(self) -> str:
        """Publish the second revision."""
        words = {
            "steps": "\n".join(_STEPS),
            "contraindications": "Not in an emergency.",
            "note": "The fifth line, and when not to use it",
        }
        await self._on_artifact("maya", "edit", words)
        await self._holds(self.practice, 2)
        return "r2 is on every node with one digest; no review of r1 counts for it"

    async def review_second(self) -> str:
        """Review the second revision; that is enough."""
        for name in self.reviewers:
            await self._review(name, 2, {"works": "Yes.", "verdict": "approve"})
        await self._passes(_SECOND)
        return "two organizations approve one digest: it is reviewed"

    async def endorse(self) -> str:
        """Endorse just this revision."""
        row = await self.world.artifact("kwame", self.practice, 2)
        path = f"/a/{row.id}"
        await self._close_points(path)
        words = {"words": "Reviewed by two organizations."}
        await self._visit("kwame").send(f"{path}/endorse", f"{path}/endorse", words)
        await self._agree_on(lambda held: held.endorsed == (_SECOND,), "the endorsement of r2")
        return "every node shows r2 as endorsed, and r1 as not"

    async def apply(self) -> str:
        """Tell that two teams apply it."""
        for name, team in _APPLY:
            await self._on_artifact(name, "apply", {"team": team})
        await self._agree_on(lambda held: held.adoptions == len(_APPLY), "two adoptions")
        return "its page counts two teams of two organizations, on every node"

    async def tell_result(self) -> str:
        """Tell what came of it."""
        words = {"result": "partly", "happened": "Missed items fell by a third, but on weekdays."}
        await self._on_artifact("tomas", "result", words)
        await self._agree_on(lambda held: held.results == (0, 1, 0), "the result")
        return "the result came back to its author's node, and to every other"

    async def adapt(self) -> str:
        """Make a version, with attribution inside its text."""
        row = await self.world.artifact("niamh", self.practice, 2)
        group = await self.world.group("niamh")
        path = f"/a/{row.id}/adapt"
        draft = await self._visit("niamh").send(path, path, {"community": str(group.id)})
        words = {"steps": "\n".join((*_STEPS, "What the family was told"))}
        await self._visit("niamh").send(draft.path, draft.path.partition("?")[0], words)
        node = self.world.node_of("niamh")
        self.version = await self.world.until(
            lambda: _version_of(node, self.practice), "the version"
        )
        await self._holds(self.version, 1)
        edge = (self.version, self.practice)
        await self._agree_on(lambda held: edge in held.edges, "the edge of the reuse graph")
        return "every node knows what it was adapted from, and where it went"

    async def offer_back(self) -> str:
        """Offer the version to who wrote the original."""
        row = await self.world.artifact("niamh", self.version)
        path = f"/a/{row.id}/offer-back"
        words = {"words": "Families hear one version of a day."}
        await self._visit("niamh").send(path, path, words)
        node = self.world.node_of("maya")
        maya = await self.world.person("maya")

        async def offered() -> int | None:
            waiting = await offering_back.list_to(node.store, maya)
            return waiting[0].id if waiting else None

        self.offer = await self.world.until(offered, "the offer at Northwind")
        page = await self._visit("maya").open(f"/offers/{self.offer}")
        if "What the family was told" not in page.text:
            raise Unavailable("the difference does not show what is offered")
        return "Maya sees it as a difference against what hers has become"

    async def take_in(self) -> str:
        """Make it the next revision, with credit."""
        path = f"/offers/{self.offer}"
        await self._visit("maya").send(path, path, {}, press="accept=1")
        await self._holds(self.practice, _THIRD)
        row = await self.world.artifact("tomas", self.practice, _THIRD)
        store = self.world.node_of("tomas").store
        named = {one.actor_uri for one in await artifacts.contributors(store, row.id)}
        niamh = await self.world.person("niamh")
        if niamh.uri not in named:
            raise Unavailable("r3 does not name whose change it took in")
        return "r3 names Niamh among those who had a part in it, on every node"

    async def endorse_better(self) -> str:
        """Endorse the better revision; whoever made a version is told."""
        for name in ("tomas", "grace"):
            await self._review(name, _THIRD, {"works": "Yes.", "verdict": "approve"})
        await self._passes(_THIRD)
        path = f"/a/{(await self.world.artifact('kwame', self.practice, _THIRD)).id}/endorse"
        await self._visit("kwame").send(path, path, {"words": "Better."})
        await self._agree_on(
            lambda held: held.endorsed == (_SECOND, _THIRD), "the endorsement of r3"
        )

        async def told() -> bool | None:
            page = await self._visit("niamh").open("/notifications")
            return "has moved on" in page.text or None

        await self.world.until(told, "the notice for Niamh that the original has moved on")
        return "r3 is endorsed beside r2 on every node, and Niamh knows that it moved"

    async def compare(self) -> str:
        """Hold the nodes against each other."""
        found = await self._same(self.practice)
        await self._same(self.version)
        return (
            f"{len(found.digests)} digests, {found.adoptions} adoptions, {len(found.reviews)}"
            f" reviews, {len(found.edges)} edges: equal on all three"
        )

    async def _same(self, uri: str) -> Held:
        """Wait until every node holds the same of an artifact. Raises Unavailable."""
        told: set[Held | None] = set()

        async def one() -> Held | None:
            told.clear()
            told.update([await held_at(node, uri) for node in self.world.running.values()])
            return next(iter(told)) if len(told) == 1 else None

        try:
            return await self.world.until(one, f"{uri}: the same on all nodes")
        except Unavailable as error:
            raise Unavailable(f"{error.safe}; they hold {told}") from error

    # What the steps have in common

    def _visit(self, person: str) -> Visitor:
        return self.world.visitors[person]

    async def _on_artifact(self, person: str, what: str, words: dict[str, str]) -> None:
        """Fill in a form that belongs to the practice."""
        row = await self.world.artifact(person, self.practice)
        path = f"/a/{row.id}/{what}"
        await self._visit(person).send(path, path, words)

    async def _reply(self, person: str, start: PostRow, text: str) -> None:
        await self._visit(person).send(f"/t/{start.id}", f"/n/{start.id}/reply", {"text": text})

    async def _agree(self, person: str) -> None:
        """Agree to review, once one is asked."""
        node, actor = self.world.node_of(person), await self.world.person(person)
        row = await self.world.artifact(person, self.practice)
        pin = artifacts.pin_of(row)
        await self.world.until(
            lambda: invitations.find_for(node.store, "review", pin, actor.id),
            f"the invitation of {person}",
        )
        path = f"/a/{row.id}/review/{row.number}"
        await self._visit(person).send(path, f"{path}/answer", {}, press="yes=1")

    async def _review(self, person: str, number: int, words: dict[str, str]) -> None:
        row = await self.world.artifact(person, self.practice, number)
        path = f"/a/{row.id}/review/{number}"
        await self._visit(person).send(path, path, words)

    async def _passes(self, number: int) -> None:
        """Wait until the rule has put a revision on the shelf."""
        home, group = self.world.node_of("kwame"), await self.world.group("kwame")

        async def passed() -> bool | None:
            entry = await shelves.find_of(home.store, group.id, self.practice)
            return True if entry is not None and entry.number == number else None

        await self.world.until(passed, f"r{number} in the library")

    async def _close_points(self, path: str) -> None:
        """Say of what had to be mended that it is."""
        visitor = self._visit("kwame")
        while found := _POINT.search((await visitor.open(f"{path}/endorse")).text):
            await visitor.send(f"{path}/endorse", found[1], {})

    async def _reaches(self, uri: str) -> None:
        await self.world.everywhere(lambda node: posts.find_post_by_uri(node.store, uri), uri)

    async def _holds(self, uri: str, number: int) -> None:
        """Wait until a revision is everywhere, with one digest."""

        async def held(node: Parts) -> str | None:
            row = await artifacts.find(node.store, uri)
            return row.digest if row is not None and row.number == number else None

        digests = await self.world.everywhere(held, f"r{number}")
        if len(set(digests.values())) != 1:
            raise Unavailable(f"{uri} r{number}: the nodes have different digests: {digests}")

    async def _agree_on(self, so: Callable[[Held], bool], what: str) -> Held:
        """Wait until what every node holds of the practice is so."""

        async def look(node: Parts) -> Held | None:
            held = await held_at(node, self.practice)
            return held if held is not None and so(held) else None

        found = await self.world.everywhere(look, what)
        return next(iter(found.values()))


_APPLY: Final = (("tomas", "Ward 4"), ("niamh", "House Two"))
_MUST: Final = "Say when not to use it."
_SECOND: Final = 2
_THIRD: Final = 3
_STEPS: Final = (
    "Who this is",
    "What changed",
    "What worries me",
    "What has to happen before noon",
    "What I did not get to",
)
_POINT: Final = re.compile(r'action="([^"]*/points/[0-9]+/close)"')


async def _titled(node: Parts, title: str) -> PostRow | None:
    found = await node.store.read("SELECT id FROM post WHERE title = ? AND deleted = 0", title)
    return await posts.find_post(node.store, found[0][0]) if found else None


async def _last_reply(node: Parts, start: int) -> PostRow | None:
    found = await node.store.read(
        "SELECT id FROM post WHERE root_id = ? AND id <> ? ORDER BY id DESC", start, start
    )
    return await posts.find_post(node.store, found[0][0]) if found else None


async def _named(node: Parts, title: str) -> ArtifactRow | None:
    post = await _titled(node, title)
    return await artifacts.get(node.store, post.id) if post else None


async def _version_of(node: Parts, uri: str) -> str | None:
    found = await lineage.list_to(node.store, [uri], "adaptedFrom")
    return found[0].source_uri if found else None
