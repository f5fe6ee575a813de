"""What a hostile body may contain, and what becomes of it."""

import base64
import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fedcop.activitypub import json_guard, reading
from fedcop.activitypub.vocabulary import Activity
from fedcop.errors import FedcopError, Malformed, TooLarge
from tests.corpus import vector

CASES = vector("json_bodies.json")["cases"]


def body_of(case):
    if case["body_b64"] is not None:
        return base64.b64decode(case["body_b64"])
    return "".join(
        part["join"].join(part["text"].replace("{i}", str(i)) for i in range(part["times"]))
        for part in case["build"]
    ).encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_each_recorded_body_gets_its_answer(case):
    expected = case["expect"]
    if expected in {"parse", "cap", "parse-or-400"}:
        assert reading.read_activity(json_guard.load(body_of(case))).id == "https://r.example/a"
        return
    with pytest.raises(FedcopError) as refused:
        reading.read_activity(json_guard.load(body_of(case)))
    assert str(refused.value.status) in expected


def test_floods_are_capped():
    flood = {
        case["id"]: json_guard.load(body_of(case)) for case in CASES if case["expect"] == "cap"
    }
    note = reading.read_activity(flood["attachment-flood"]).object
    question = reading.read_activity(flood["poll-flood"]).object
    assert len(note.attachments) == 20
    assert len(question.poll.options) == 20


REPEATED = [
    b'{"a":1,"a":1}',
    b'{"a":{"b":1,"b":2}}',
    b'{"a":[{"b":"x","b":"x"}]}',
    # The second form would balance the count of quotation marks, were escapes not looked for.
    b'{"a":1,"a":"\\u0022\\u0022"}',
    b'{"a":1,"\\u0061":2}',
    b'{"a":1,"a":"\\"\\""}',
    b'{"\\"":1,"\\u0022":2}',
]


@pytest.mark.parametrize("body", REPEATED)
def test_a_property_named_twice_is_refused_however_it_is_written(body):
    with pytest.raises(Malformed, match="twice"):
        json_guard.load(body)


PLAIN = [
    b'{"a":"\\\\u0022","b":"\\u0022"}',
    b'{"a":"\\\\","b":"\\"","c":"\\\\\\""}',
    b'{ "a" : [ "b" , { "a" : "a" } ] }',
    b'{"a":"\\\\u0000"}',
]


@pytest.mark.parametrize("body", PLAIN)
def test_quotation_marks_and_backslashes_are_plain_data(body):
    assert json_guard.load(body) == json.loads(body)


class Pairs(list):
    """The members of an object in order, so that a name may stand there twice."""


def repeats(value):
    if isinstance(value, Pairs):
        names = [name for name, _ in value]
        return len(set(names)) < len(names) or any(repeats(inner) for _, inner in value)
    return isinstance(value, list) and any(repeats(one) for one in value)


def spelled(text, mark):
    """Write a JSON string in which each quotation mark is spelled as `mark`."""
    plain = "".join(mark if c == '"' else json.dumps(c)[1:-1] for c in text)
    return f'"{plain}"'


def text_of(value, mark):
    if isinstance(value, Pairs):
        inside = (f"{spelled(name, mark)} :{text_of(inner, mark)}" for name, inner in value)
        return "{" + " , ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ",".join(text_of(one, mark) for one in value) + "]"
    return "null" if value is None else spelled(value, mark)


names = st.sampled_from(["a", "b", '"', "\\", "é"])
values = st.recursive(
    st.sampled_from(['"', '""', "\\", 'a"b', "\\u0022", "é", "\x01"]) | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(st.tuples(names, inner), max_size=4).map(Pairs)
    ),
    max_leaves=12,
)
marks = st.sampled_from(['\\"', "\\u0022"])


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.tuples(names, values), max_size=4).map(Pairs), marks)
def test_exactly_the_bodies_that_repeat_a_name_are_refused(value, mark):
    body = text_of(value, mark).encode()
    if repeats(value):
        with pytest.raises(Malformed, match="twice"):
            json_guard.load(body)
    else:
        assert json_guard.load(body) == json.loads(body)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    st.binary(max_size=60) | st.text(alphabet='{}[]":,\\ue0019-.nul', max_size=40).map(str.encode)
)
def test_any_bytes_are_read_or_refused_and_nothing_else_is_raised(body):
    try:
        value = json_guard.load(body)
    except FedcopError as refused:
        assert refused.status in {400, 413}  # noqa: PT017 - either answer is right
    else:
        assert isinstance(value, dict)


def test_a_body_of_two_megabytes_is_too_large():
    with pytest.raises(TooLarge):
        json_guard.load(b'{"a":"' + b"x" * 2_000_000 + b'"}')


@pytest.mark.parametrize("number", ["9" * 25, "-" + "9" * 25, "1e300"])
def test_a_number_of_more_than_64_bits_is_refused(number):
    with pytest.raises(Malformed, match="number"):
        json_guard.load(f'{{"n":[{number}]}}'.encode())


def test_sixty_four_levels_are_read_and_sixty_five_are_not():
    assert json_guard.load(b'{"a":' * 63 + b"{}" + b"}" * 63)
    with pytest.raises(Malformed, match="deep"):
        json_guard.load(b'{"a":' * 64 + b"{}" + b"}" * 64)


@pytest.mark.parametrize("body", [b'{"a":["x\\u0000"]}', b'{"a\\u0000":{}}'])
def test_nul_is_refused_in_texts_and_names(body):
    with pytest.raises(Malformed, match="NUL"):
        json_guard.load(body)


def test_lone_surrogates_are_refused():
    with pytest.raises(Malformed):
        json_guard.load(b'{"a":"\\ud800"}')


def test_an_ordinary_activity_passes_unchanged():
    value = {"type": "Like", "id": "https://r.example/a", "actor": "https://r.example/u", "n": 1.5}
    assert isinstance(reading.read(json_guard.load(orjson.dumps(value))), Activity)
