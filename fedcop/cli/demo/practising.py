"""Let the people of a demo publish, review, endorse and apply: each act once, by its verb."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from fedcop.assembly import Parts
from fedcop.cli.demo import cast, shelf
from fedcop.cli.demo.practice_steps import (
    Apply,
    Begin,
    Endorse,
    Helped,
    Invite,
    Judge,
    Practised,
    Propose,
    Publish,
    Renew,
    Replace,
    Withdraw,
)
from fedcop.cli.demo.stage import HOMES, Stage, wait_for
from fedcop.community import adopting, answers, media, posts
from fedcop.community.drafts import Words
from fedcop.community.perform import perform
from fedcop.community.practice import (
    artifact_drafts,
    artifacts,
    invitations,
    offers,
    questions,
    shelves,
    standing,
    stewarding,
)
from fedcop.community.practice.invitations import Ask
from fedcop.community.practice.parts import AdoptionPart, Origin, Point, ReviewPart
from fedcop.community.practice.shelves import Place
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.federation.remote import applying, reviewing
from fedcop.federation.remote.shaping import reshape, shape
from fedcop.pictures.drawing import Studio
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow, ArtifactRow, PostRow, QuestionRow

Acts = dict[type, Callable[[Any], Awaitable[str]]]  # each takes its own kind of step


class Practice:
    """Does one act of the story after another."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._acts: Acts = {
            Publish: self._publish,
            Renew: self._renew,
            Begin: self._begin,
            Propose: self._propose,
            Invite: self._invite,
            Judge: self._judge,
            Endorse: self._endorse,
            Apply: self._apply,
            Replace: self._replace,
            Withdraw: self._withdraw,
            Helped: self._help,
        }

    async def act(self, step: Practised) -> str:
        """Do one; returns the uri of what came of it, where something did."""
        return await self._acts[type(step)](step)

    async def seen(self, step: Practised) -> str:
        """Wait until what came of it shows on every node, if it was not withdrawn since."""
        if self._stage.journal.find(f"withdraw {step_key(step)}") is not None:
            return ""
        for node in self._stage.nodes.values():
            if isinstance(step, Publish | Renew):
                await self._held(step.key, node)
            elif isinstance(step, Endorse):
                await wait_for(lambda node=node: self._endorsed(step.key, node), name_of(step))  # type: ignore[misc]  # a node each
            elif isinstance(step, Replace):
                await wait_for(lambda node=node: self._replaced(step.key, node), name_of(step))  # type: ignore[misc]  # a node each
            elif isinstance(step, Helped):
                await wait_for(lambda node=node: self._answered(step.question, node), name_of(step))  # type: ignore[misc]  # a node each
        return ""

    async def _publish(self, step: Publish) -> str:
        node = self._stage.home_of(step.author)
        author = await self._stage.person(step.author)
        wish = await self._wish(step.key, 1, node, author, step.days)
        group = await self._stage.community(node)
        origins = await self._origins(step.of, node) if step.of else ()
        whole = replace(wish, community_id=group.id, origins=origins)
        draft = await shape(node.reach, whole)
        post = await perform(node.store, posts.write, author, draft)
        self._stage.journal.note(f"number {step.key}", "1")
        return post.uri

    async def _renew(self, step: Renew) -> str:
        node = self._stage.home_of(step.author)
        author = await self._stage.person(step.author)
        post = await self._stage.post(step.key, node)
        wish = await self._wish(step.key, step.number, node, author, step.days)
        edit = await reshape(node.reach, replace(wish, media=wish.media or None), post)
        await perform(node.store, posts.revise, author, post.id, edit)
        self._stage.journal.note(f"number {step.key}", str(step.number))
        return post.uri

    async def _begin(self, step: Begin) -> str:
        node = self._stage.home_of(step.author)
        author = await self._stage.person(step.author)
        group = await self._stage.community(node)
        wish = await self._wish(step.key, 1, node, author, 0)
        whole = replace(wish, community_id=group.id)
        await perform(node.store, artifact_drafts.begin, author, whole)
        return ""

    async def _propose(self, step: Propose) -> str:
        node = self._stage.home_of(step.author)
        author = await self._stage.person(step.author)
        row = await self._held(step.key, node)
        place = Place(await self._stage.community(node), author, step.words)
        await perform(node.store, offers.propose, place, artifacts.pin_of(row))
        return ""

    async def _invite(self, step: Invite) -> str:
        node = self._stage.home_of(step.steward)
        steward = await self._stage.person(step.steward)
        group = await self._stage.community(node)
        row = await self._held(step.key, node)
        await wait_for(lambda: offers.find_waiting(node.store, group.id, row.uri), name_of(step))
        for reviewer in step.reviewers:
            person = await self._stage.see(reviewer, HOMES[reviewer], node)
            ask = Ask("review", artifacts.pin_of(row), group.id, "Would you look at it?")
            await perform(node.store, invitations.invite, steward, person, ask)
            await self._agree(reviewer, row, step)
        return ""

    async def _agree(self, reviewer: str, row: ArtifactRow, step: Invite) -> None:
        node, person = self._stage.home_of(reviewer), await self._stage.person(reviewer)
        pin = artifacts.pin_of(row)
        asked = await wait_for(
            lambda: invitations.find_for(node.store, "review", pin, person.id),
            f"{name_of(step)}: {reviewer}",
        )
        await perform(node.store, invitations.answer, person, asked.id, invitations.ACCEPTED)

    async def _judge(self, step: Judge) -> str:
        node = self._stage.home_of(step.reviewer)
        reviewer = await self._stage.person(step.reviewer)
        row, post = await self._held(step.key, node), await self._stage.post(step.key, node)
        told = (point.partition(": ") for point in step.points)
        points = tuple(Point(kind, words) for kind, _, words in told)
        part = ReviewPart(artifacts.pin_of(row), step.verdict, points=points)
        draft = await reviewing.draft_of(node.reach, post, part)
        dated = replace(draft, published=self._stage.time(step.days))
        return (await perform(node.store, posts.write, reviewer, dated)).uri

    async def _endorse(self, step: Endorse) -> str:
        node = self._stage.home_of(step.steward)
        steward, group = await self._stage.person(step.steward), await self._stage.community(node)
        row = await self._held(step.key, node)
        await wait_for(lambda: self._passed(node, group, row), name_of(step))
        place = Place(group, steward, step.words)
        await perform(node.store, stewarding.endorse, place, artifacts.pin_of(row))
        return ""

    async def _apply(self, step: Apply) -> str:
        node = self._stage.home_of(step.person)
        person = await self._stage.person(step.person)
        row, post = await self._held(step.key, node), await self._stage.post(step.key, node)
        began = self._stage.time(step.days)
        part = AdoptionPart(
            artifacts.pin_of(row),
            team=step.team,
            result=step.result,
            told=dict(step.told),
            began=began,
        )
        draft = await applying.draft_of(node.reach, post, part)
        return (await perform(node.store, adopting.apply, person, draft)).uri

    async def _replace(self, step: Replace) -> str:
        node = self._stage.home_of(step.steward)
        place = Place(await self._stage.community(node), await self._stage.person(step.steward))
        old, new = await self._held(step.key, node), await self._held(step.by, node)
        await perform(node.store, stewarding.supersede, place, old.uri, new.uri)
        return ""

    async def _withdraw(self, step: Withdraw) -> str:
        node = self._stage.home_of(step.author)
        author, post = await self._stage.person(step.author), await self._stage.post(step.key, node)
        await perform(node.store, posts.remove, author, post.id, step.reason)
        return ""

    async def _help(self, step: Helped) -> str:
        node = self._stage.home_of(step.asker)
        asker = await self._stage.person(step.asker)
        question = await self._stage.post(step.question, node)
        answer = await self._stage.post(step.answer, node)
        await perform(node.store, answers.accept, asker, question.id, answer.id)
        return ""

    async def _wish(
        self, key: str, number: int, node: Parts, author: ActorRow, days: float
    ) -> ArtifactWish:
        """Read a text of the shelf, its files kept and its shelves filled."""
        journal = self._stage.journal
        wish, files = shelf.wish_of(f"{key}.{number}", journal.written())
        kept: list[int] = []
        for ref in files:
            data = shelf.read_file(ref.where)
            found = await media.keep_file(node.files, Studio(), data, ref.name)
            row = await perform(node.store, media.upload, author, found, Words(ref.name))
            kept.append(row.id)
        at = self._stage.time(days) if days else 0
        house = node.store.uris.organization()
        return replace(wish, media=tuple(kept), published=at, organization_uri=house)

    async def _origins(self, key: str, node: Parts) -> tuple[Origin, ...]:
        row, post = await self._held(key, node), await self._stage.post(key, node)
        by = next(one for one in cast.ORGANIZATIONS if row.uri.startswith(f"http://{one.key}."))
        told = Origin("adaptedFrom", artifacts.pin_of(row), title=post.title, by=by.title)
        return (replace(told, license=row.license),)

    async def _held(self, key: str, node: Parts) -> ArtifactRow:
        """Wait until the latest revision of a text is at a node."""
        uri, number = self._stage.uri(key), int(self._stage.journal.find(f"number {key}") or 1)

        async def look() -> ArtifactRow | None:
            row = await artifacts.find(node.store, uri)
            return row if row is not None and row.number >= number else None

        return await wait_for(look, f"{key} r{number}, {uri}")

    async def _endorsed(self, key: str, node: Parts) -> ArtifactRow | None:
        """Whether the endorsement came; what was replaced since has none that holds."""
        row = await artifacts.find(node.store, self._stage.uri(key))
        if row is None or row.superseded_by:
            return row
        stands = await standing.standing_of(node.store, row)
        return row if stands.latest_endorsed else None

    async def _replaced(self, key: str, node: Parts) -> ArtifactRow | None:
        row = await artifacts.find(node.store, self._stage.uri(key))
        return row if row is not None and row.superseded_by else None

    async def _answered(self, question: str, node: Parts) -> QuestionRow | None:
        post = await self._stage.post(question, node)
        row = await questions.find(node.store, post.id)
        return row if row is not None and row.accepted_id else None

    async def _passed(self, node: Parts, group: ActorRow, row: ArtifactRow) -> PostRow | None:
        """Whether what is shown passed review."""
        entry = await shelves.find_of(node.store, group.id, row.uri)
        if entry is None or (entry.number, entry.digest) != (row.number, row.digest):
            return None
        return await find_post_by_uri(node.store, row.uri)


def step_key(step: Practised) -> str:
    """Name the text that a step is about."""
    return step.question if isinstance(step, Helped) else step.key


def name_of(step: Practised) -> str:
    """Name a step, for the journal and for people; what is written keeps its key."""
    match step:
        case Publish():
            told = f"write {step.key}"
        case Renew():
            told = f"renew {step.key} {step.number}"
        case Judge():
            told = f"judge {step.key} {step.reviewer} {step.days}"
        case Apply():
            told = f"apply {step.key} {step.person}"
        case Helped():
            told = f"helped {step.question}"
        case _:
            told = f"{type(step).__name__.lower()} {step.key}"
    return told
