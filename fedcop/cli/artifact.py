"""`fedcop artifact`: what the library and everything else is found by, and how others see it."""

from collections.abc import AsyncIterator

import click

from fedcop.activitypub.vocabulary import Object
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import opened_store
from fedcop.cli.output import FAILED
from fedcop.community import indexing
from fedcop.errors import NotFound
from fedcop.federation.documents import notes
from fedcop.federation.documents.faces import lint
from fedcop.federation.documents.facts import facts_of
from fedcop.store.batch import Store
from fedcop.store.queries import search_facts
from fedcop.store.queries.posts import find_post

_PAGE = 500


@click.group(cls=Noun)
def artifact() -> None:
    """Look after the library: what it is found by, and how it reads elsewhere."""


@artifact.command("reindex")
@command
async def reindex(desk: Desk) -> None:
    """Read everything anew that can be searched; the node may run meanwhile."""
    async with opened_store(desk) as store:
        total = await search_facts.count_posts(store)
        if desk.dry_run:
            desk.output.result(f"would read {total} posts anew", posts=total)
            return
        done, after = 0, 0
        with desk.output.progress("reading anew", total) as progress:
            while True:
                after, count = await indexing.rebuild(store, after)
                done += count
                progress.step(count)
                if not after:
                    break
        while after := await indexing.drop_strays(store, after):
            pass
    desk.output.result(f"read {done} posts anew", posts=done)


@artifact.command("lint")
@command
async def lint_command(desk: Desk) -> None:
    """Say what of our practice would be lost in Mastodon, GoToSocial, Lemmy, PieFed, Mobilizon."""
    looked = bad = 0
    async with opened_store(desk) as store:
        async for thing in _ours(store):
            looked += 1
            lost = lint.lost(thing)
            bad += bool(lost)
            for what in lost:
                desk.output.item(f"{thing.id}: {what}", uri=thing.id, lost=what)
    desk.output.result(f"{looked} looked at, {bad} would lose something", looked=looked, bad=bad)
    if bad:
        desk.code = FAILED


@click.group(cls=Noun)
def debug() -> None:
    """Look closely at one thing."""


@debug.command("render-as")
@click.argument("program", type=click.Choice(sorted(lint.PROGRAMS)))
@click.argument("number", type=int)
@command
async def render_as(desk: Desk, program: str, number: int) -> None:
    """Show a post as people of another program see it."""
    async with opened_store(desk) as store:
        thing = await _thing(store, number)
    if thing is None:
        raise NotFound(f"post: none of ours is called {number}")
    face = lint.PROGRAMS[program](thing)
    desk.output.facts(
        {
            "shown_as": face.form,
            "title": face.title,
            "fold": face.fold,
            "text": face.text,
            "link": face.link,
            "files": face.files,
            "lost": [what for what in lint.lost(thing) if what.startswith(program)],
        }
    )


async def _ours(store: Store) -> AsyncIterator[Object]:
    """Give what our people wrote that belongs to the practice, as peers read it."""
    after = 0
    while True:
        posts = await search_facts.list_practice(store, after, _PAGE)
        for number in posts:
            thing = await _thing(store, number)
            if thing is not None:
                yield thing
        if len(posts) < _PAGE:
            return
        after = posts[-1]


async def _thing(store: Store, number: int) -> Object | None:
    post = await find_post(store, number)
    if post is None or post.deleted or not post.local:
        return None
    facts = await facts_of(store, post)
    return notes.note(facts, store.uris) if facts else None
