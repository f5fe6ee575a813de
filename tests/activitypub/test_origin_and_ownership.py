"""Which identifiers may speak about which, without asking the network."""

import pytest

from fedcop.activitypub import origin, reading
from fedcop.activitypub.origin import Outcome
from fedcop.activitypub.vocabulary import Activity, Actor, Object, PublicKeyDocument
from fedcop.errors import Malformed
from tests.corpus import vector

ALICE = "https://remote.example/users/alice"
NOTE = "https://remote.example/notes/1"
CASES = vector("origin_authz.json")["cases"]
PURE = {
    "create-own": Outcome.BELIEVE,
    "create-other-same-host": Outcome.REFUSE,
    "create-id-other-host": Outcome.REFUSE,
    "create-no-object-id": Outcome.REFUSE,
    "create-local-id": Outcome.REFUSE,
    "create-bto-leak": Outcome.BELIEVE,
    "public-alias": Outcome.BELIEVE,
    "attributedTo-array-first": Outcome.BELIEVE,
    "update-own": Outcome.BELIEVE,
    "update-other-same-host": Outcome.REFUSE,
    "update-other-host": Outcome.REFUSE,
    "update-actor-self": Outcome.BELIEVE,
    "actor-not-signer": Outcome.REFUSE,
    "actor-not-signer-other-host": Outcome.REFETCH,
    "actor-object-spoof": Outcome.REFETCH,
}


def case_named(name):
    return next(case for case in CASES if case["id"] == name)


@pytest.mark.parametrize("name", PURE)
def test_each_recorded_create_and_update_gets_its_finding(name):
    case = case_named(name)
    activity = reading.read_activity(case["activity"])
    signed = origin.check_signer(activity, case["signer"])
    found = origin.check_written(activity) if signed.believed else signed
    assert found.outcome is PURE[name]
    assert found.believed or found.reason


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("announce-forged-create", Outcome.REFETCH), ("announce-forged-delete", Outcome.REFETCH)],
)
def test_a_group_is_not_believed_about_actors_of_other_origins(name, outcome):
    relay = reading.read_activity(case_named(name)["activity"])
    assert origin.check_relayed(relay, relay.object).outcome is outcome


FETCHED = [
    ("fetch-id-mismatch-same-host", Outcome.REFETCH),
    ("fetch-redirect-other-host", Outcome.REFUSE),
]


@pytest.mark.parametrize(("name", "outcome"), FETCHED)
def test_a_fetched_document_stands_at_its_own_address(name, outcome):
    case = case_named(name)
    asked = case["activity"]["object"]
    answer = case["fetch"][asked]
    final = answer["final_url"] or asked
    assert origin.check_fetched(final, answer["body"]["id"]).outcome is outcome


def test_a_document_without_id_is_nobodys():
    assert origin.check_fetched(NOTE, "").refused
    assert origin.check_fetched(f"{NOTE}#x", NOTE).believed


def test_a_key_document_must_be_the_one_that_was_asked_for():
    case = case_named("key-doc-id-differs")
    key = reading.read_key(next(iter(case["fetch"].values()))["body"])
    assert origin.check_key(case["key_id"], key, Actor("Person", key.owner)).refused


def test_an_actor_moves_only_to_a_target_that_names_it():
    case = case_named("move-no-alsoknownas")
    move = reading.read_activity(case["activity"])
    target = reading.read_actor(next(iter(case["fetch"].values()))["body"])
    assert origin.check_moved(move, target).refused
    agreeing = Actor("Person", target.id, also_known_as=(ALICE,))
    assert origin.check_moved(move, agreeing).believed


def test_an_inbox_elsewhere_is_refused_and_a_shared_inbox_elsewhere_is_not_used():
    moved = reading.read(case_named("update-inbox-other-host")["activity"]).object
    assert origin.check_inbox(moved).refused
    own = "https://remote.example/users/alice/inbox"
    actor = Actor("Person", ALICE, inbox=own, shared_inbox="https://evil.example/inbox")
    assert origin.check_inbox(actor).believed
    assert origin.best_inbox(actor) == own
    shared = Actor("Person", ALICE, inbox=own, shared_inbox="https://remote.example/inbox")
    assert origin.best_inbox(shared) == "https://remote.example/inbox"


KEY = PublicKeyDocument(f"{ALICE}#main-key", ALICE, pem="PEM")
WRONG_KEYS = [
    (f"{ALICE}#other", KEY, (KEY,)),
    (KEY.id, PublicKeyDocument(KEY.id, "https://remote.example/users/mallory", pem="PEM"), (KEY,)),
    (KEY.id, KEY, ()),
    (KEY.id, KEY, (PublicKeyDocument(KEY.id, ALICE, pem="ANOTHER"),)),
]


@pytest.mark.parametrize(("key_id", "key", "shown"), WRONG_KEYS)
def test_a_key_and_its_actor_must_name_each_other(key_id, key, shown):
    assert origin.check_key(key_id, key, Actor("Person", ALICE, keys=shown)).refused


def test_a_key_that_its_actor_names_in_full_or_by_address_is_believed():
    for shown in (KEY, PublicKeyDocument(KEY.id)):
        assert origin.check_key(KEY.id, KEY, Actor("Person", ALICE, keys=(shown,))).believed


def test_a_key_of_another_origin_is_refused_even_when_both_agree():
    key = PublicKeyDocument("https://evil.example/key", ALICE, pem="PEM")
    assert origin.check_key(key.id, key, Actor("Person", ALICE, keys=(key,))).refused


def test_an_author_is_at_the_origin_of_the_object():
    assert origin.check_author(Object("Note", NOTE, (ALICE,))).believed
    assert origin.check_author(Object("Note", NOTE, ("https://evil.example/eve",))).refused
    assert origin.check_author(Object("Note", NOTE)).refused


def test_an_activity_is_at_the_origin_of_its_actor():
    assert origin.check_signer(Activity("Like", "https://evil.example/1", ALICE), ALICE).refused


SAME = [
    ("https://a.example/x", "https://a.example:443/y?z#q"),
    ("https://A.example./x", "https://a.example"),
    ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
    ("http://a.localhost:80/", "http://a.localhost/"),
]
OTHER = [
    ("https://a.example/", "http://a.example/"),
    ("https://a.example/", "https://a.example:8443/"),
    ("https://a.example/", "https://a.example.evil.example/"),
    ("https://a.example/", "https://a.example@evil.example/"),
    ("https://a.example/", "https://a.example\\@evil.example/"),
    ("", ""),
    ("mailto:a@b.example", "mailto:a@b.example"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_origin_are_the_same(one, other):
    assert origin.same_origin(one, other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_different_origins_are_told_apart(one, other):
    assert not origin.same_origin(one, other)


def test_what_is_no_web_address_has_no_origin():
    with pytest.raises(Malformed):
        origin.origin("urn:uuid:1")
