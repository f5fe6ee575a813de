"""Tell the story: each act on the node of whoever acts; the other hears of it through its inbox."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from fedcop.assembly import Parts
from fedcop.cli.demo import cast
from fedcop.cli.demo.cast import Shared
from fedcop.cli.demo.complaining import complain
from fedcop.cli.demo.gathering import call, is_noted
from fedcop.cli.demo.practice_steps import Practised
from fedcop.cli.demo.practice_story import ACTS
from fedcop.cli.demo.practising import Practice, name_of
from fedcop.cli.demo.stage import HOMES, Stage, wait_for
from fedcop.cli.demo.steps import (
    Boost,
    Complain,
    Like,
    Meet,
    Pin,
    Remove,
    Revise,
    Step,
    Thread,
    Write,
)
from fedcop.cli.demo.story import THREADS
from fedcop.cli.output import Progress
from fedcop.community import communities, directory, membership, posts, reactions
from fedcop.community.directory import Said
from fedcop.community.drafts import Draft, Edit
from fedcop.community.membership_moves import State
from fedcop.community.perform import perform
from fedcop.community.practice.parts import QuestionPart
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import PostRow

_MENTORS: Final = {
    person.name: person
    for organization in cast.ORGANIZATIONS
    for person in organization.people
    if person.mentors
}

Act = Callable[[], Awaitable[str]]


def count_steps() -> int:
    """Count what there is to do."""
    joins = len(_joins()) + len(_MENTORS)
    practised = sum(len(story) for act in ACTS for story in act)
    talked = sum(len(thread) for thread in THREADS)
    return joins + len(cast.FOLLOWS) + 2 * (talked + practised)


def _joins() -> list[tuple[str, Shared]]:
    """Say who joins what; whoever founded it is there already."""
    return [
        (name, shared)
        for shared in cast.COMMUNITIES
        for name in shared.members or HOMES
        if name != shared.founder
    ]


async def tell(stage: Stage, progress: Progress) -> None:
    """Let everybody join, follow and talk, as far as they have not yet. Raises Unavailable."""
    teller = _Teller(stage, progress)
    async with asyncio.TaskGroup() as group:
        for name, shared in _joins():
            group.create_task(teller.join(name, shared))
        for follower, target in cast.FOLLOWS:
            group.create_task(teller.follow(follower, target))
    async with asyncio.TaskGroup() as group:
        for thread in THREADS:
            group.create_task(teller.play(thread))
    for act in ACTS:
        async with asyncio.TaskGroup() as group:
            for story in act:
                group.create_task(teller.practise(story))


class _Teller:
    """Does one step after another, each once."""

    def __init__(self, stage: Stage, progress: Progress) -> None:
        self._stage = stage
        self._progress = progress
        self._practice = Practice(stage)

    async def join(self, name: str, shared: Shared) -> None:
        """Let somebody join a community, and wait until it has let them in."""
        await self._once(
            f"join {name} {shared.name}", lambda: self._ask(name, shared.name, shared.home.key)
        )
        if name in _MENTORS and shared.name == cast.COMMUNITY:
            await self._once(f"found {name}", lambda: self._let_be_found(name))

    async def _let_be_found(self, name: str) -> str:
        """Let the other members see what somebody can be asked about."""
        node, mentor = self._stage.home_of(name), _MENTORS[name]
        community = await self._stage.community(node)
        said = Said(tuple(mentor.mentors.split()), mentor.about, mentor=True)
        await perform(node.store, directory.enter, await self._stage.person(name), community, said)
        return ""

    async def follow(self, follower: str, target: str) -> None:
        """Let somebody follow another, and wait until they do."""
        await self._once(
            f"follow {follower} {target}", lambda: self._ask(follower, target, HOMES[target])
        )

    async def play(self, thread: Thread) -> None:
        """Do the steps of a thread in order, then see that they are known everywhere."""
        for step in thread:
            await self._once(_name(step), lambda step=step: self._act(step))  # type: ignore[misc]  # a step each
        for step in thread:
            await self._once(f"seen: {_name(step)}", lambda step=step: self._seen(step))  # type: ignore[misc]  # a step each

    async def practise(self, story: tuple[Practised, ...]) -> None:
        """Let a practice come about, step by step, then see that it is known everywhere."""
        for step in story:
            await self._once(name_of(step), lambda step=step: self._practice.act(step))  # type: ignore[misc]  # a step each
        for step in story:
            await self._once(
                f"seen: {name_of(step)}",
                lambda step=step: self._practice.seen(step),  # type: ignore[misc]  # a step each
            )

    async def _once(self, name: str, act: Act) -> None:
        if self._stage.journal.find(name) is None:
            self._stage.journal.note(name, await act())
        self._progress.step()

    async def _ask(self, follower: str, target: str, home: str) -> str:
        node = self._stage.home_of(follower)
        asking = await self._stage.person(follower)
        asked = await self._stage.see(target, home, node)
        await perform(node.store, membership.ask, asking, asked)

        async def accepted() -> str | None:
            follow = await membership.find_follow(node.store, asking.id, asked.id)
            return follow.uri if follow and follow.state == State.ACCEPTED else None

        return await wait_for(accepted, f"the answer of {target} to {follower}")

    async def _act(self, step: Step) -> str:
        match step:
            case Write():
                return await self._write(step)
            case Meet():
                return await call(self._stage, step)
            case Complain():
                return await complain(self._stage, step)
            case Revise():
                return await self._revise(step)
            case _:
                await self._answer(step)
                return ""

    async def _answer(self, step: Like | Boost | Pin | Remove) -> None:
        match step:
            case Like():
                for person in step.people:
                    await self._react(person, step.post, reactions.like)
            case Boost():
                await self._react(step.person, step.post, reactions.boost)
            case Pin():
                await self._pin(step)
            case Remove():
                # What is gone before it was told is told nobody.
                for node in self._stage.nodes.values():
                    await self._stage.post(step.post, node)
                await self._react(step.steward, step.post, posts.remove, step.reason)

    async def _write(self, step: Write) -> str:
        node = self._stage.home_of(step.author)
        parent = await self._stage.post(step.parent, node) if step.parent else None
        community = await self._stage.community(node, step.community)
        text, content, mentions, hashtags = await self._stage.compose(step.text, node)
        draft = Draft(
            content=content,
            source=text,
            title=step.title,
            kind="Article" if step.title else "Note",
            community_id=0 if parent else community.id,
            reply_to_id=parent.id if parent else 0,
            audience=step.audience,
            language="en",
            published=self._stage.time(step.days),
            mentions=mentions,
            hashtags=hashtags,
            practice=QuestionPart() if step.question else None,
        )
        author = await self._stage.person(step.author)
        return (await perform(node.store, posts.write, author, draft)).uri

    async def _revise(self, step: Revise) -> str:
        node = self._stage.home_of(step.author)
        post = await self._stage.post(step.post, node)
        text, content, mentions, hashtags = await self._stage.compose(step.text, node)
        edit = Edit(
            content=content,
            source=text,
            title=post.title,
            language=post.language,
            edited=self._stage.time(step.days),
            mentions=mentions,
            hashtags=hashtags,
        )
        author = await self._stage.person(step.author)
        await perform(node.store, posts.revise, author, post.id, edit)
        return post.uri

    async def _react(
        self, person: str, post: str, verb: Callable[..., Awaitable[object]], *rest: str
    ) -> None:
        node = self._stage.home_of(person)
        row = await self._stage.post(post, node)
        await perform(node.store, verb, await self._stage.person(person), row.id, *rest)

    async def _pin(self, step: Pin) -> None:
        node = self._stage.home_of(step.steward)
        post = await self._stage.post(step.post, node)
        community = await self._stage.community(node)
        steward = await self._stage.person(step.steward)
        await perform(node.store, communities.pin, steward, community, post)

    async def _seen(self, step: Step) -> str:
        """Wait until what a step did shows on every node."""
        for node in self._stage.nodes.values():
            await wait_for(lambda node=node: self._shows(step, node), _name(step))  # type: ignore[misc]  # a node each
        return ""

    async def _shows(self, step: Step, node: Parts) -> PostRow | None:
        key = step.key if isinstance(step, Write | Meet) else step.post
        post = await find_post_by_uri(node.store, self._stage.uri(key))
        if post is None or not _is_told(step, post):
            return None
        if isinstance(step, Meet) and not await is_noted(step, node, post):
            return None
        return post


def _is_told(step: Step, post: PostRow) -> bool:
    """Whether a post shows what a step did to it."""
    match step:
        case Revise():
            return post.revision > 1
        case Remove() | Complain():
            return bool(post.deleted)
        case Like():
            return post.likes >= len(step.people)
        case _:
            return True


def _name(step: Step) -> str:
    """Name a step, for the journal and for people."""
    if isinstance(step, Write | Meet):
        return f"write {step.key}"
    return f"{type(step).__name__.lower()} {step.post}"
