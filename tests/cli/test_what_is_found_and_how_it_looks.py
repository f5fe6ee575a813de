"""An operator has everything read anew, and sees what others make of what a node holds."""

import asyncio

import pytest

from fedcop.assembly import open_store
from fedcop.community import search
from fedcop.community.accounts import find_login
from fedcop.community.search import Facets, Part
from fedcop.settings import load
from tests.cli.rig import fedcop
from tests.practice import publish


async def _fill(config):
    store = await open_store(load(config), beside=True)
    try:
        login = await find_login(store, "kwame")
        return (await publish(store, login[1])).id
    finally:
        await store.close()


async def _found(config, query):
    store = await open_store(load(config), beside=True)
    try:
        found = await search.find(store, None, query, Facets(), Part())
        return [hit.id for hit in found.hits]
    finally:
        await store.close()


@pytest.fixture
def post(node):
    """A how-to of kwame, written while nothing ran that reads it anew."""
    return asyncio.run(_fill(node))


def test_everything_is_read_anew(node, post):
    assert asyncio.run(_found(node, "handover")) == []
    assert "would read 1 posts" in fedcop(node, "artifact", "reindex", "--dry-run").out
    said = fedcop(node, "artifact", "reindex", "--json")
    assert said.code == 0
    assert said.lines[-1]["posts"] == 1
    assert asyncio.run(_found(node, "handover")) == [post]
    assert fedcop(node, "artifact", "reindex").code == 0
    assert asyncio.run(_found(node, "handover")) == [post]


def test_what_would_be_lost_elsewhere_is_told(node, post):
    said = fedcop(node, "artifact", "lint")
    assert (said.code, said.out.strip()) == (0, "1 looked at, 0 would lose something")


def test_a_post_is_shown_as_others_see_it(node, post):
    shown = fedcop(node, "debug", "render-as", "mastodon", str(post), "--json").items[0]
    assert shown["shown_as"] == "title, summary, link"
    assert shown["title"] == "Five-line night handover"
    assert shown["text"].startswith("How-to · ")
    assert shown["lost"] == []
    lemmy = fedcop(node, "debug", "render-as", "lemmy", str(post), "--json").items[0]
    assert "Name what must not be forgotten." in lemmy["text"]
    none = fedcop(node, "debug", "render-as", "lemmy", "7")
    assert (none.code, "none of ours" in none.err) == (1, True)
