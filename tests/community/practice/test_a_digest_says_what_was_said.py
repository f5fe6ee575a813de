"""The digest of an artifact: the same at every node, another when a letter is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fedcop.community.practice.canonical import Said, digest_of
from fedcop.community.practice.minor import may_be_minor
from fedcop.community.practice.packing import said_of
from fedcop.community.practice.parts import ArtifactPart, FileFact
from fedcop.digests import canonical, sha256

SAID = Said(
    title="Five-line night handover",
    abstract="Five spoken lines.",
    source="Stand **apart**.",
    kind="practice",
    fields={"whenToUse": "Each shift.", "steps": ["One", "Two"]},
    files=("sha-256:aa", "sha-256:bb"),
    language="en",
)
# What others can check theirs against; FEDERATION.md says how it is made.
EXAMPLES = [
    (
        Said("A title", "", "", "tip", {}),
        '{"cop:kind":"tip","name":"A title"}',
    ),
    (
        SAID,
        '{"attachments":["sha-256:aa","sha-256:bb"],"cop:kind":"practice",'
        '"cop:steps":["One","Two"],"cop:whenToUse":"Each shift.","language":"en",'
        '"name":"Five-line night handover","source":"Stand **apart**.",'
        '"summary":"Five spoken lines."}',
    ),
    (
        Said("Ü €", "", 'a\nb\t"c"', "tool", {"ä": 1, "cost": 4.0, "link": ""}, language="de"),
        '{"cop:cost":4,"cop:kind":"tool","cop:ä":1,"language":"de","name":"Ü €",'
        '"source":"a\\nb\\t\\"c\\""}',
    ),
    (
        Said("Rubric", "", "", "standard", {"criteria": [{"levels": ["1", "2"], "name": "C"}]}),
        '{"cop:criteria":[{"levels":["1","2"],"name":"C"}],"cop:kind":"standard","name":"Rubric"}',
    ),
]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@pytest.mark.parametrize(("said", "text"), EXAMPLES)
def test_it_is_the_hash_of_this_text(said, text):
    assert digest_of(said) == f"sha-256:{sha256(text.encode()).hex()}"


def test_what_is_empty_is_left_out():
    emptied = replace(SAID, fields={**SAID.fields, "roles": [], "timeNeeded": "", "more": None})
    assert digest_of(emptied) == digest_of(SAID)


@given(st.sampled_from(["title", "abstract", "source", "kind", "language"]), TEXT)
@settings(max_examples=60)
def test_another_letter_is_another_digest(name, text):
    other = replace(SAID, **{name: text})
    assert (digest_of(other) == digest_of(SAID)) == (other == SAID)


@given(st.dictionaries(st.sampled_from(["steps", "whenToUse", "roles"]), st.lists(TEXT) | TEXT))
@settings(max_examples=60)
def test_another_field_is_another_digest(fields):
    filled = {name: value for name, value in fields.items() if value}
    other = replace(SAID, fields=fields)
    assert (digest_of(other) == digest_of(SAID)) == (filled == SAID.fields)


@given(st.lists(st.sampled_from(["sha-256:aa", "sha-256:bb", "sha-256:cc"])))
def test_the_files_count_and_their_order(files):
    other = replace(SAID, files=tuple(files))
    assert (digest_of(other) == digest_of(SAID)) == (other.files == SAID.files)


@given(
    status=st.sampled_from(["draft", "endorsed", "withdrawn"]),
    number=st.integers(1, 99),
    at=st.integers(0, 1 << 50),
    review_by=st.integers(0, 1 << 50),
    license_=TEXT,
    note=TEXT,
)
@settings(max_examples=40)
def test_status_counts_and_dates_never_change_it(status, number, at, review_by, license_, note):
    part = ArtifactPart(
        SAID.kind,
        title=SAID.title,
        language=SAID.language,
        abstract=SAID.abstract,
        source=SAID.source,
        fields=SAID.fields,
        files=tuple(FileFact(digest, "https://a.example/1", "n", "t", 1) for digest in SAID.files),
    )
    moved = replace(
        part,
        status=status,
        number=number,
        at=at,
        review_by=review_by,
        license=license_,
        note=note,
        evidence="studied",
        contributors=(("https://a.example/u/b", "editor"),),
        superseded_by="https://a.example/a/9",
    )
    assert digest_of(said_of(moved)) == digest_of(said_of(part)) == digest_of(SAID)


def test_the_order_of_keys_does_not_matter():
    turned = dict(reversed(list(SAID.fields.items())))
    assert digest_of(replace(SAID, fields=turned)) == digest_of(SAID)
    assert canonical({"b": 1, "a": 2}) == b'{"a":2,"b":1}'


@pytest.mark.parametrize(
    ("before", "after", "minor"),
    [
        ("We stand by the window and speak slowly. " * 20, ("slowly", "slow1y"), False),
        ("We stand by the window and speek slowly. " * 20, ("speek", "speak"), True),
        ("Do not wait for the others to arrive, go on. " * 20, ("Do not wait", "Do wait"), False),
        ("Give 5 mg and wait. Then look again at them. " * 20, ("5 mg", "50 mg"), False),
        ("Stand here.", ("here", "there"), False),
    ],
)
def test_only_the_mending_of_typing_errors_is_minor(before, after, minor):
    old = replace(SAID, source=before)
    new = replace(old, source=before.replace(*after, 1))
    assert may_be_minor(old, new) is minor


def test_a_step_or_a_file_is_never_minor():
    long = replace(SAID, source="word " * 500)
    steps = {**SAID.fields, "steps": ["One", "Two "]}
    assert not may_be_minor(long, replace(long, fields=steps))
    assert not may_be_minor(long, replace(long, files=()))
    assert not may_be_minor(long, long)
