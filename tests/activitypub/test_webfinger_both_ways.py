"""A handle leads to an actor, and the actor must own up to the handle."""

import json
from xml.etree import ElementTree as ET

import pytest

from fedcop.activitypub import webfinger
from fedcop.activitypub.vocabulary import Actor
from fedcop.activitypub.webfinger import Jrd, Link
from fedcop.errors import Malformed
from fedcop.values import Handle
from tests.corpus import CORPUS, needs_corpus

LAB = "https://forge.example/c/lab"
HANDLE = Handle("lab", "forge.example")
SUBSCRIBE = "https://forge.example/authorize_interaction?uri={uri}"
ACTOR = Actor("Group", LAB, preferred_username="lab", inbox=f"{LAB}/inbox")
PEERS = {
    "webfinger/mobilizon-repo__friendica-webfinger.json": "https://squeet.me/profile/lain",
    "webfinger/mobilizon-repo__gancio-webfinger.json": "https://demo.gancio.org/federation/u/gancio",
    "webfinger/mobilizon-repo__pleroma-webfinger.json": "https://pleroma.soykaf.com/users/lain",
    "discourse/discourse-ap__account.json": "https://mastodon.social/users/Gargron",
    "hubzilla/bonfire-repo__kaniini@gerzilla.de.json": "https://gerzilla.de/channel/kaniini",
    "mastodon/bonfire-repo__framasoft@framatube.org.json": "https://framatube.local/accounts/framasoft",
    "osada/bonfire-repo__mike@osada.macgirvin.com.json": "https://osada.local/channel/mike",
}


def ours():
    return webfinger.read_jrd(webfinger.write_jrd(HANDLE, LAB, "Group", SUBSCRIBE))


def test_what_we_answer_leads_to_the_actor_and_back():
    assert webfinger.actor_uri(ours()) == LAB
    assert webfinger.claimed(ours()) == HANDLE
    assert webfinger.confirms(HANDLE, ours(), ACTOR)


def test_we_tell_where_to_follow_from_elsewhere():
    links = webfinger.write_jrd(HANDLE, LAB, "Group", SUBSCRIBE)["links"]
    assert links[2]["template"] == SUBSCRIBE


@needs_corpus
@pytest.mark.parametrize("name", PEERS)
def test_the_answers_of_peers_lead_to_their_actors(name):
    value = json.loads((CORPUS / "peers" / name).read_text(encoding="utf-8"))
    jrd = webfinger.read_jrd(value)
    assert webfinger.actor_uri(jrd) == PEERS[name]
    # Hubzilla leaves the host out of its subject, and so claims nothing.
    assert (webfinger.claimed(jrd) is None) is name.startswith("hubzilla")


def test_of_a_person_and_a_group_the_preferred_is_taken():
    links = (
        Link("self", "https://l.example/u/x", "application/activity+json", "Person"),
        Link("self", "https://l.example/c/x", "application/activity+json", "Group"),
    )
    jrd = Jrd("acct:x@l.example", links=links)
    assert webfinger.actor_uri(jrd) == "https://l.example/u/x"
    assert webfinger.actor_uri(jrd, prefer="Group") == "https://l.example/c/x"


def test_only_links_to_activitypub_lead_to_an_actor():
    page = Link("self", "https://l.example/x", "text/html")
    assert webfinger.actor_uri(Jrd("acct:x@l.example", links=(page,))) is None


UNCONFIRMED = [
    (Handle("lab", "evil.example"), ACTOR),
    (Handle("other", "forge.example"), ACTOR),
    (HANDLE, Actor("Group", "https://evil.example/c/lab", preferred_username="lab")),
    (HANDLE, Actor("Group", LAB, preferred_username="other")),
    (HANDLE, Actor("Group", LAB)),
]


@pytest.mark.parametrize(("asked", "actor"), UNCONFIRMED)
def test_a_handle_counts_only_when_both_name_each_other(asked, actor):
    assert not webfinger.confirms(asked, ours(), actor)


def test_case_does_not_matter_in_a_handle():
    assert webfinger.confirms(Handle("LAB", "forge.example"), ours(), ACTOR)


@pytest.mark.parametrize(
    "subject", ["https://forge.example/c/lab", "acct:", "acct:\u0430@b.example", "acct:x"]
)
def test_a_subject_that_is_no_handle_claims_nothing(subject):
    assert webfinger.claimed(Jrd(subject)) is None


@pytest.mark.parametrize(
    ("value", "named"), [([], "document:"), ({}, "subject:"), ({"subject": "acct:x@y.z"}, "links:")]
)
def test_an_answer_that_is_no_jrd_is_refused_by_name(value, named):
    with pytest.raises(Malformed) as refused:
        webfinger.read_jrd(value)
    assert refused.value.safe.startswith(named)


def test_links_that_cannot_be_read_are_ignored():
    value = {
        "subject": "acct:x@y.z",
        "links": [1, {"rel": "self"}, {"rel": 1, "href": "https://x"}],
    }
    assert webfinger.read_jrd(value).links == ()


def test_the_question_is_asked_with_the_handle():
    assert webfinger.question(HANDLE) == "/.well-known/webfinger?resource=acct:lab@forge.example"


def test_a_resource_is_a_handle_or_an_address():
    assert webfinger.read_resource("acct:lab@forge.example") == HANDLE
    assert webfinger.read_resource("lab@forge.example") == HANDLE
    assert webfinger.read_resource(LAB) == LAB


@pytest.mark.parametrize(
    "resource", ["", "acct:lab", "mailto:lab@forge.example", "acct:a/b@c.example", "x" * 3000]
)
def test_any_other_resource_is_refused(resource):
    with pytest.raises(Malformed):
        webfinger.read_resource(resource)


def test_host_meta_says_the_same_in_xml_and_json():
    template = "https://forge.example/.well-known/webfinger?resource={uri}"
    link = ET.fromstring(webfinger.host_meta_xml("https://forge.example"))[0]
    assert link.get("template") == template
    assert webfinger.host_meta_json("https://forge.example")["links"][0]["template"] == template
