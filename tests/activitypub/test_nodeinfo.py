"""What we tell about ourselves fits the schema, and what others tell is understood."""

import json

import jsonschema
import pytest

from fedcop.activitypub import nodeinfo
from fedcop.activitypub.nodeinfo import NodeFacts, Software
from fedcop.errors import Malformed
from tests.corpus import CORPUS, needs_corpus

FACTS = NodeFacts(
    version="0.1.0",
    open_registrations=False,
    users=3,
    active_month=2,
    active_half_year=3,
    posts=40,
    comments=100,
    repository="https://example.org/fedcop",
    metadata={"nodeName": "Northwind"},
)


@needs_corpus
@pytest.mark.parametrize("version", nodeinfo.VERSIONS)
def test_our_document_is_valid_by_its_schema(version):
    schema = json.loads((CORPUS / "schemas" / f"nodeinfo-{version}.json").read_text("utf-8"))
    jsonschema.validate(nodeinfo.write_nodeinfo(version, FACTS), schema)


def test_our_links_lead_to_both_versions_and_the_node_actor():
    links = nodeinfo.write_links("https://n.example", "https://n.example/actor")
    assert nodeinfo.read_links(links) == "https://n.example/nodeinfo/2.1"
    assert links["links"][2]["href"] == "https://n.example/actor"


def test_we_understand_what_we_say():
    assert nodeinfo.read_software(nodeinfo.write_nodeinfo("2.0", FACTS)) == Software(
        "fedcop", "0.1.0"
    )
    assert nodeinfo.content_type("2.0").endswith('schema/2.0#"')


PEERS = {
    "both_versions": "https://mobilizon.fr/.well-known/nodeinfo/2.1",
    "older_versions": "https://mobilizon.fr/.well-known/nodeinfo/1.1",
    "regular": "https://event-federation.eu/wp-json/activitypub/1.0/nodeinfo",
}


def peer(name):
    path = CORPUS / "peers" / "nodeinfo" / f"mobilizon-repo__{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@needs_corpus
@pytest.mark.parametrize("name", PEERS)
def test_the_links_of_peers_are_followed(name):
    assert nodeinfo.read_links(peer(name)) == PEERS[name]


@needs_corpus
def test_a_document_without_metadata_still_names_the_software():
    assert nodeinfo.read_software(peer("wp-data")) == Software("wordpress", "6.4.2")


def test_names_are_made_plain():
    document = {"software": {"name": "Foo Bar", "version": 5}}
    assert nodeinfo.read_software(document) == Software("foo-bar", "")


@pytest.mark.parametrize("value", [[], {}, {"links": 5}, {"links": [5, {"rel": 1}]}])
def test_links_that_lead_nowhere_are_refused(value):
    with pytest.raises(Malformed, match=r"^links"):
        nodeinfo.read_links(value)


@pytest.mark.parametrize("value", [[], {}, {"software": "x"}, {"software": {"name": "!"}}])
def test_a_document_without_software_is_refused(value):
    with pytest.raises(Malformed, match=r"^software"):
        nodeinfo.read_software(value)
