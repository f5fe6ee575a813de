"""Tell the story: each act on the node of whoever acts; the other hears of it through its inbox."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from fedcop.assembly import Parts
from fedcop.cli.demo import cast
from fedcop.cli.demo.practice_steps import Practised
from fedcop.cli.demo.practice_story import ACTS
from fedcop.cli.demo.practising import Practice, name_of
from fedcop.cli.demo.stage import HOMES, Stage, wait_for
from fedcop.cli.demo.steps import Boost, Like, Pin, Remove, Revise, Step, Thread, Write, flowing
from fedcop.cli.demo.threads import THREADS
from fedcop.cli.output import Progress
from fedcop.community import communities, membership, posts, reactions
from fedcop.community.drafts import Draft, Edit
from fedcop.community.membership_moves import State
from fedcop.community.perform import perform
from fedcop.community.practice.parts import QuestionPart
from fedcop.markup.markdown import find_names, render
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import PostRow

_DAY_MS: Final = 86_400_000

Act = Callable[[], Awaitable[str]]


def count_steps() -> int:
    """Count what there is to do."""
    joins = sum(name != cast.FOUNDER for name in HOMES)
    practised = sum(len(story) for act in ACTS for story in act)
    talked = sum(len(thread) for thread in THREADS)
    return joins + len(cast.FOLLOWS) + 2 * (talked + practised)


async def tell(stage: Stage, progress: Progress) -> None:
    """Let everybody join, follow and talk, as far as they have not yet. Raises Unavailable."""
    teller = _Teller(stage, progress)
    async with asyncio.TaskGroup() as group:
        for name in HOMES:
            if name != cast.FOUNDER:
                group.create_task(teller.join(name))
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

    async def join(self, name: str) -> None:
        """Let somebody join the community, and wait until it has let them in."""
        await self._once(f"join {name}", lambda: self._ask(name, cast.COMMUNITY, cast.HOME.key))

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
        if isinstance(step, Write):
            return await self._write(step)
        if isinstance(step, Revise):
            return await self._revise(step)
        if isinstance(step, Like):
            for person in step.people:
                await self._react(person, step.post, reactions.like)
        elif isinstance(step, Boost):
            await self._react(step.person, step.post, reactions.boost)
        elif isinstance(step, Pin):
            await self._pin(step)
        else:
            # What is gone before it was told is told nobody.
            for node in self._stage.nodes.values():
                await self._stage.post(step.post, node)
            await self._react(step.steward, step.post, posts.remove, step.reason)
        return ""

    async def _write(self, step: Write) -> str:
        node = self._stage.home_of(step.author)
        parent = await self._stage.post(step.parent, node) if step.parent else None
        community = await self._stage.community(node)
        text, content, mentions, hashtags = await self._compose(step.text, node)
        draft = Draft(
            content=content,
            source=text,
            title=step.title,
            kind="Article" if step.title else "Note",
            community_id=0 if parent else community.id,
            reply_to_id=parent.id if parent else 0,
            audience=step.audience,
            language="en",
            published=self._time(step.days),
            mentions=mentions,
            hashtags=hashtags,
            practice=QuestionPart() if step.question else None,
        )
        author = await self._stage.person(step.author)
        return (await perform(node.store, posts.write, author, draft)).uri

    async def _revise(self, step: Revise) -> str:
        node = self._stage.home_of(step.author)
        post = await self._stage.post(step.post, node)
        text, content, mentions, hashtags = await self._compose(step.text, node)
        edit = Edit(
            content=content,
            source=text,
            title=post.title,
            language=post.language,
            edited=self._time(step.days),
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

    async def _compose(
        self, text: str, node: Parts
    ) -> tuple[str, str, tuple[int, ...], tuple[str, ...]]:
        """Turn a text of the story into Markdown, HTML, and whom and what it names."""
        handles = {name: self._stage.handle(name, home, node) for name, home in HOMES.items()}
        markdown = flowing(text).format_map(handles)
        named = {
            handle.key: await self._stage.see(handle.name, HOMES[handle.name], node)
            for handle in find_names(markdown).mentions
        }
        content = render(markdown, lambda handle: named[handle.key].uri, node.store.uris.hashtag)
        mentions = tuple(row.id for row in named.values())
        return markdown, content, mentions, find_names(markdown).hashtags

    async def _seen(self, step: Step) -> str:
        """Wait until what a step did shows on every node."""
        for node in self._stage.nodes.values():
            await wait_for(lambda node=node: self._shows(step, node), _name(step))  # type: ignore[misc]  # a node each
        return ""

    async def _shows(self, step: Step, node: Parts) -> PostRow | None:
        key = step.key if isinstance(step, Write) else step.post
        post = await find_post_by_uri(node.store, self._stage.uri(key))
        if post is None:
            return None
        if isinstance(step, Revise):
            return post if post.revision > 1 else None
        if isinstance(step, Remove):
            return post if post.deleted else None
        if isinstance(step, Like):
            return post if post.likes >= len(step.people) else None
        return post

    def _time(self, days: float) -> int:
        return self._stage.journal.began - int(days * _DAY_MS)


def _name(step: Step) -> str:
    """Name a step, for the journal and for people."""
    if isinstance(step, Write):
        return f"write {step.key}"
    return f"{type(step).__name__.lower()} {step.post}"
