"""WebFinger, host-meta and NodeInfo: who is here, and what runs here."""

import json

import jsonschema
import pytest

from fedcop import clock
from fedcop.activitypub import reading, webfinger
from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries.accounts import mark_read
from fedcop.store.queries.actors import mark_deleted
from fedcop.values import Handle
from tests.builders import make_community, make_node, make_person, remember_person
from tests.corpus import CORPUS, needs_corpus
from tests.federation.endpoints.rig import open_door
from tests.writing import answer, write

FINGER = "/.well-known/webfinger?resource="


@pytest.mark.parametrize(
    ("resource", "uri", "kind"),
    [
        ("acct:ana@cop.example", "/u/ana", "Person"),
        ("acct:ANA@COP.example", "/u/ana", "Person"),
        ("ana@cop.example", "/u/ana", "Person"),
        ("acct:lab@cop.example", "/c/lab", "Group"),
        ("https://cop.example/u/ana", "/u/ana", "Person"),
        ("https://cop.example/c/lab", "/c/lab", "Group"),
        ("https://cop.example/o", "/o", "Organization"),
        ("acct:node@cop.example", "/actor", "Application"),
        ("acct:cop.example@cop.example", "/actor", "Application"),
        ("https://cop.example/", "/actor", "Application"),
        ("https://cop.example", "/actor", "Application"),
    ],
)
async def test_who_is_asked_for_is_found(store, resource, uri, kind):
    await make_node(store)
    await make_community(store, await make_person(store, "ana"), "lab")
    answered = await open_door(store).get(f"{FINGER}{resource}", accept="application/jrd+json")
    assert answered.status_code == 200, answered.text
    assert answered.headers["content-type"] == "application/jrd+json"
    assert answered.headers["access-control-allow-origin"] == "*"
    jrd = webfinger.read_jrd(answered.json())
    assert webfinger.actor_uri(jrd, kind) == f"https://cop.example{uri}"
    told = webfinger.claimed(jrd)
    assert told is not None
    assert told.host == "cop.example"


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        ("acct:nobody@cop.example", 404),
        ("acct:ana@elsewhere.example", 404),
        ("https://cop.example/u/nobody", 404),
        ("https://far.example/users/mira", 404),
        ("acct:waiting@cop.example", 404),
        ("acct:gone@cop.example", 410),
        ("acct:ana", 400),
        ("mailto:ana@cop.example", 400),
        ("", 400),
    ],
)
async def test_who_is_not_here_is_not_found(store, resource, status):
    ana = await make_person(store, "ana")
    gone = await make_person(store, "gone")
    await make_community(store, ana, "waiting", needs_approval=True)
    await remember_person(store, "https://far.example/users/mira")
    unit = Unit(store)
    unit.add(mark_deleted(gone.id, 5))
    await unit.commit()
    assert (await open_door(store).get(f"{FINGER}{resource}")).status_code == status


async def test_whoever_is_found_confirms_it(store):
    ana = await make_person(store, "ana")
    peers = open_door(store)
    found = webfinger.read_jrd((await peers.get(f"{FINGER}acct:ana@cop.example")).json())
    actor = reading.read_actor(await peers.read(ana.uri))
    assert webfinger.confirms(Handle("ana", "cop.example"), found, actor)


async def test_old_clients_find_webfinger_by_host_meta(store):
    peers = open_door(store)
    template = "https://cop.example/.well-known/webfinger?resource={uri}"
    xml = await peers.get("/.well-known/host-meta")
    assert xml.headers["content-type"].startswith("application/xrd+xml")
    assert template in xml.text
    shown = (await peers.get("/.well-known/host-meta.json")).json()
    assert shown["links"][0]["template"] == template


async def test_nodeinfo_is_found_and_says_what_runs_here(store):
    peers = open_door(store)
    links = (await peers.get("/.well-known/nodeinfo")).json()["links"]
    known = {link["rel"].rpartition("/")[2]: link["href"] for link in links}
    for version in ("2.0", "2.1"):
        shown = (await peers.get(known[version])).json()
        assert (shown["version"], shown["software"]["name"]) == (version, "fedcop")
        assert shown["metadata"]["nodeOrganization"] == "Northwind"
    assert known["activitystreams#Application"] == store.uris.node_actor()


@needs_corpus
@pytest.mark.parametrize("version", ["2.0", "2.1"])
async def test_nodeinfo_is_valid_by_its_schema(store, version):
    schema = json.loads((CORPUS / "schemas" / f"nodeinfo-{version}.json").read_text("utf-8"))
    answered = await open_door(store).get(f"/nodeinfo/{version}")
    jsonschema.validate(answered.json(), schema)
    assert f"ns/schema/{version}#" in answered.headers["content-type"]


async def test_nodeinfo_counts_people_and_posts_of_this_node(store):
    ana = await make_person(store, "ana")
    await make_person(store, "bo")
    mira = await remember_person(store, "https://far.example/users/mira")
    start = await write(store, ana)
    await answer(store, ana, start)
    await answer(store, mira, start)
    gone = await write(store, ana)
    await perform(store, posts.remove, ana, gone.id)
    unit = Unit(store)
    unit.add(mark_read(ana.id, clock.now_ms()))
    await unit.commit()
    usage = (await open_door(store).get("/nodeinfo/2.1")).json()["usage"]
    assert usage["users"] == {"total": 2, "activeMonth": 1, "activeHalfyear": 1}
    assert (usage["localPosts"], usage["localComments"]) == (1, 1)


async def test_counting_is_done_once_an_hour(store):
    peers = open_door(store)
    await peers.get("/nodeinfo/2.1")
    await make_person(store, "ana")
    assert (await peers.get("/nodeinfo/2.0")).json()["usage"]["users"]["total"] == 0
    later = clock.now() + 3601
    with clock.held(lambda: later):
        shown = (await peers.get("/nodeinfo/2.0")).json()
    assert shown["usage"]["users"]["total"] == 1
