"""Local people have a name, a login and keys; the node has two actors of its own."""

import asyncio

import pytest

from fedcop.community import accounts
from fedcop.community.perform import perform
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.store.queries.keys import list_keys
from tests.builders import make_node, make_person, remember_person


async def test_a_person_has_addresses_keys_and_a_login(store):
    ana = await make_person(store, "ana", display="  Ana   Lopes ", role="owner")
    assert ana.uri == "https://cop.example/u/ana"
    assert ana.inbox == "https://cop.example/u/ana/inbox"
    assert ana.shared_inbox == "https://cop.example/inbox"
    assert ana.display == "Ana Lopes"
    assert ana.local
    assert await accounts.find_by_name(store, "ana") == ana
    assert await accounts.find_by_uri(store, ana.uri) == ana
    assert await accounts.find(store, ana.id) == ana
    keys = await list_keys(store, ana.id)
    assert [key.key_id for key in keys] == [f"{ana.uri}#main-key", f"{ana.uri}#ed25519-key"]
    login = await accounts.find_login_of(store, ana.id)
    assert login is not None
    assert (login[0].role, login[0].email) == ("owner", "ana@cop.example")


async def test_without_a_display_name_the_name_stands_in(store):
    assert (await make_person(store, "ana", display="")).display == "ana"


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        ({"name": "An a"}, "name"),
        ({"name": "x" * 31}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@c"}, "email"),
        ({"email": "@b"}, "email"),
        ({"role": "king"}, "role"),
        ({"display": "x" * 101}, "display"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(store, person, fault):
    with pytest.raises(Malformed, match=f"^{fault}:"):
        await make_person(store, **{"name": "ana", **person})


@pytest.mark.parametrize("name", ["admin", "node", "organization", "actor"])
async def test_names_the_node_needs_are_kept(store, name):
    with pytest.raises(Refused, match="kept"):
        await make_person(store, name)


async def test_a_mail_address_belongs_to_one_account(store):
    await make_person(store, "ana", email="Same@cop.example")
    with pytest.raises(Refused, match="email"):
        await make_person(store, "ben", email="same@COP.example")
    await make_person(store, "cyd", email="")
    await make_person(store, "dan", email="")


async def test_of_two_who_take_a_name_or_an_address_at_once_one_is_refused(store):
    outcomes = await asyncio.gather(
        make_person(store, "ana", email="one@cop.example"),
        make_person(store, "ana", email="two@cop.example"),
        make_person(store, "ben", email="same@cop.example"),
        make_person(store, "cyd", email="same@cop.example"),
        return_exceptions=True,
    )
    assert [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 2


async def test_a_profile_changes_once(store):
    ana = await make_person(store, "ana")
    for _ in range(2):
        changed = await perform(
            store, accounts.change_profile, ana, "Ana L.", "I *mend*.", "<p>I <em>mend</em>.</p>"
        )
    assert changed.display == "Ana L."
    assert changed.version == ana.version + 1
    assert await accounts.find(store, ana.id) == changed
    told = await store.read("SELECT count(*) FROM event WHERE kind = 'ActorChanged'")
    assert told[0][0] == 1


async def test_only_our_own_have_a_profile_here(store):
    bo = await remember_person(store, "https://peer.example/u/bo")
    with pytest.raises(NotFound):
        await perform(store, accounts.change_profile, bo, "Mine now", "", "")


async def test_the_node_and_its_organization_are_made_once(store):
    first = await make_node(store, "Northwind")
    again = await make_node(store, "Northwind")
    assert [row.id for row in again] == [row.id for row in first]
    organization, node = first
    assert (organization.kind, organization.uri) == ("Organization", "https://cop.example/o")
    assert (node.kind, node.uri) == ("Application", "https://cop.example/actor")
    assert organization.display == "Northwind"
    keys = await list_keys(store, node.id)
    assert keys[0].key_id == "https://cop.example/actor#main-key"


async def test_people_are_listed_page_by_page(store):
    made = [(await make_person(store, f"p{number}")).id for number in range(5)]
    first = await accounts.list_logins(store, limit=3)
    rest = await accounts.list_logins(store, first[-1][1].id, 3)
    assert [actor.id for _, actor in [*first, *rest]] == made
