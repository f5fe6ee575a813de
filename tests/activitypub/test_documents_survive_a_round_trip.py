"""What we write is read back as the value it was, and what peers write keeps its meaning."""

import json
import os
from contextlib import suppress

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fedcop.activitypub import reading, writing
from fedcop.activitypub.vocabulary import (
    PUBLIC,
    Activity,
    Actor,
    Collection,
    Object,
    PublicKeyDocument,
)
from fedcop.errors import Malformed
from tests.activitypub import vocabulary_strategies as ours
from tests.corpus import CORPUS, needs_corpus

NOT_ACTIVITYSTREAMS = {
    "discourse/discourse-ap__account.json",
    "hubzilla/bonfire-repo__kaniini@gerzilla.de.json",
    "mastodon/bonfire-repo__framasoft@framatube.org.json",
    "misc/bonfire-repo__pekorino@pawoo.net_host_meta.json",
    "osada/bonfire-repo__mike@osada.macgirvin.com.json",
    "piefed/pyfedi__feed_follow.json",
    "wordpress/wp-repo__example-com-well-known-webfinger.json",
    "wordpress/wp-repo__lemmy-ml-u-pfefferle.json",
    "wordpress/wp-repo__notiz-blog-author-matthias-pfefferle.json",
}
# Mbin's own test-suite replaces ids and dates by this word; we put an address back.
SCRUBBED = "SCRUBBED_ID"
PEERS = CORPUS / "peers"


def peer_files():
    found = sorted(str(path.relative_to(PEERS)) for path in PEERS.glob("*/*.json"))
    return [
        name
        for name in found
        if name not in NOT_ACTIVITYSTREAMS and not name.startswith(("webfinger/", "nodeinfo/"))
    ]


def peer_document(name):
    text = (PEERS / name).read_text(encoding="utf-8")
    return json.loads(text.replace(f'"{SCRUBBED}"', '"https://kbin.test/f/object/1"'))


@needs_corpus
@pytest.mark.parametrize("name", peer_files())
def test_every_document_of_every_peer_reads_and_keeps_its_meaning(name):
    document = reading.read(peer_document(name))
    again = reading.read(writing.write(document))
    assert again == document


@needs_corpus
@pytest.mark.parametrize("name", sorted(NOT_ACTIVITYSTREAMS))
def test_what_is_no_activitystreams_document_is_refused_by_its_type(name):
    with pytest.raises(Malformed, match=r"^type:"):
        reading.read(json.loads((PEERS / name).read_text(encoding="utf-8")))


@needs_corpus
def test_a_scrubbed_id_is_refused_by_name():
    text = (PEERS / "mbin" / "CreateTest__testCreatePost__1.json").read_text(encoding="utf-8")
    with pytest.raises(Malformed, match=r"^id:"):
        reading.read(json.loads(text))


EXAMPLES = int(os.environ.get("FEDCOP_EXAMPLES", "25"))
few = settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@few
@given(ours.documents)
def test_what_we_write_reads_back_as_the_same_value(document):
    written = writing.to_bytes(writing.write(document))
    assert reading.read(orjson.loads(written)) == document


KNOWN_KEYS = """
id type actor object target to cc audience tag attachment icon image url attributedTo content
contentMap nameMap source published endpoints publicKey assertionMethod language items first
orderedItems oneOf anyOf location startTime endTime replies generator preview closed href mediaType
"""
known_keys = st.sampled_from(KNOWN_KEYS.split())
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ours.uris,
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | known_keys, inner),
    max_leaves=20,
)
known_types = st.sampled_from(
    ["Create", "Note", "Event", "Question", "Group", "Person", "OrderedCollection", "Tombstone"]
)


@few
@given(
    st.dictionaries(known_keys | st.text(), any_json)
    | st.builds(
        lambda value, kind: value | {"type": kind},
        st.dictionaries(known_keys, any_json, max_size=8),
        known_types,
    )
    | any_json
)
def test_any_json_reads_or_is_malformed_and_nothing_else_is_raised(value):
    with suppress(Malformed):
        document = reading.read(value)
        assert reading.read(writing.write(document)) == document


def test_unknown_cop_properties_survive_on_object_activity_and_actor():
    kept = {"cop:anything": [1, {"deep": None}], "cop:kind": "practice"}
    note = Object("Article", "https://north.example/a/1", cop=kept)
    activity = Activity("Create", "https://north.example/a/1#create", objects=(note,), cop=kept)
    read = reading.read(writing.write(activity))
    assert read.cop == kept
    assert read.object.cop == kept
    actor = Actor("Group", "https://north.example/c/x", cop=kept)
    assert reading.read(writing.write(actor)).cop == kept


def test_only_the_outermost_document_carries_a_context():
    note = Object("Note", "https://north.example/n/1", to=(PUBLIC,))
    create = Activity("Create", "https://north.example/n/1#create", objects=(note,))
    written = writing.write(create)
    assert written["@context"][0] == "https://www.w3.org/ns/activitystreams"
    assert written["@context"][-1]["cop"] == "https://w3id.org/fedcop/ns#"
    assert "@context" not in written["object"]


def test_an_actor_inside_an_activity_brings_the_terms_of_actors():
    update = Activity("Update", objects=(Actor("Group", "https://north.example/c/x"),))
    terms = writing.write(update)["@context"][-1]
    assert terms["manuallyApprovesFollowers"] == "as:manuallyApprovesFollowers"


def test_the_context_is_the_shortest_that_explains_everything():
    like = writing.write(Activity("Like", objects=("https://north.example/n/1",)))
    page = Collection("OrderedCollection", items=(Object("Note"),))
    assert like["@context"] is writing.CONTEXT
    assert writing.write(page)["@context"] is writing.OBJECT_CONTEXT


def test_a_key_may_stand_at_its_own_address():
    key = PublicKeyDocument(
        "https://a.example/actor#main-key", "https://a.example/actor", pem="PEM"
    )
    written = writing.write_key(key)
    assert reading.read_key(written) == key
    assert "https://w3id.org/security/v1" in written["@context"]


def test_cc_is_written_even_when_empty_since_lemmy_refuses_an_announce_without():
    announce = writing.write(Activity("Announce", to=(PUBLIC,)))
    assert announce["cc"] == []
    assert announce["to"] == ["https://www.w3.org/ns/activitystreams#Public"]


def test_a_ban_says_until_when_in_both_spellings():
    block = writing.write(Activity("Block", end_time=1_772_323_200_000))
    assert block["endTime"] == block["expires"] == "2026-03-01T00:00:00Z"


def test_a_group_shows_its_moderators_where_lemmy_and_where_piefed_look():
    moderators = "https://north.example/c/x/moderators"
    group = writing.write(Actor("Group", moderators=moderators))
    assert group["attributedTo"] == group["moderators"] == moderators


def test_a_pem_key_stands_bare_and_a_multikey_as_assertion_method():
    pem = PublicKeyDocument("https://a.example/u#main-key", "https://a.example/u", pem="PEM")
    multi = PublicKeyDocument("https://a.example/u#ed", "https://a.example/u", multibase="z6Mk")
    written = writing.write(Actor("Person", keys=(pem, multi)))
    assert written["publicKey"]["publicKeyPem"] == "PEM"
    assert written["assertionMethod"][0]["controller"] == "https://a.example/u"


def test_bto_and_bcc_are_seen_but_never_written():
    document = {
        "type": "Create",
        "id": "https://a.example/1",
        "bcc": ["https://b.example/u"],
        "object": {"type": "Note", "bto": "https://b.example/u"},
    }
    activity = reading.read(document)
    assert activity.blind
    assert activity.object.blind
    assert "bcc" not in writing.write(activity)


def test_a_relayed_activity_keeps_its_bytes():
    inner = b'{"type":"Like",  "id":"https://a.example/1", "x:unknown": 1.50}'
    wrapped = writing.wrap(writing.write(Activity("Announce")), inner)
    assert inner in wrapped
    assert reading.read(orjson.loads(wrapped)).object_id == "https://a.example/1"
