"""Parameters with brackets, of any form of body, come out as one tree; nonsense is refused."""

from contextlib import suppress

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers

from fedcop.api.bodies import read_body, read_query
from fedcop.api.nesting import nested
from fedcop.api.paging import TOP, Page
from fedcop.api.params import Params
from fedcop.errors import Invalid, Malformed, TooLarge

_NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_TREES = st.dictionaries(
    _NAMES,
    st.recursive(
        _TEXTS | st.lists(_TEXTS, min_size=1, max_size=3),
        lambda inner: st.dictionaries(_NAMES, inner, min_size=1, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


def pairs_of(tree, prefix=""):
    """Write a tree as the pairs of a form."""
    for name, value in tree.items():
        full = f"{prefix}[{name}]" if prefix else name
        if isinstance(value, dict):
            yield from pairs_of(value, full)
        elif isinstance(value, list):
            yield from ((f"{full}[]", item) for item in value)
        else:
            yield full, value


async def read(body, kind, largest=10_000):
    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    headers = Headers({"content-type": kind} if kind else {})
    return await read_body(headers, receive, largest)


@given(_TREES)
def test_what_is_written_with_brackets_is_read_as_it_was(tree):
    def depth(value):
        return 1 + max(map(depth, value.values()), default=0) if isinstance(value, dict) else 1

    if depth(tree) < 6:
        assert nested(pairs_of(tree)) == tree


@given(st.lists(st.tuples(st.text("ab[]0 ", max_size=10), _TEXTS), max_size=8))
def test_any_names_make_a_tree_or_are_refused(pairs):
    try:
        params = Params(nested(pairs))
    except Malformed:
        return
    for name in ("a", "b", "ab", "0"):
        for reader in (params.text, params.number, params.flag, params.texts, params.ids):
            with suppress(Invalid):
                reader(name)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain",
            "",
        ]
    ),
)
async def test_any_bytes_are_a_body_or_refused(body, kind):
    with suppress(Malformed):
        assert isinstance(await read(body, kind), dict)


@given(st.binary(max_size=100))
def test_any_query_is_read_or_refused(query):
    try:
        page = Page.of(Params(read_query(query)))
    except Malformed:
        return
    assert 0 <= page.max_id <= TOP


@pytest.mark.parametrize(
    ("pairs", "tree"),
    [
        ([("media_ids[]", "1"), ("media_ids[]", "2")], {"media_ids": ["1", "2"]}),
        ([("id", "1"), ("id[]", "2")], {"id": ["1", "2"]}),
        ([("id[]", "1"), ("id", "2")], {"id": ["1", "2"]}),
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        (
            [("fields_attributes[0][name]", "a"), ("fields_attributes[0][value]", "b")],
            {"fields_attributes": {"0": {"name": "a", "value": "b"}}},
        ),
        (
            [("k[][id]", "1"), ("k[][word]", "x"), ("k[][id]", "2")],
            {"k": [{"id": "1", "word": "x"}, {"id": "2"}]},
        ),
        ([("media_ids[]", ["1", "2"])], {"media_ids": ["1", "2"]}),
        ([("a]", "1"), ("[b]", "1"), ("", "1")], {}),
    ],
)
def test_the_ways_of_rails(pairs, tree):
    assert nested(pairs) == tree


@pytest.mark.parametrize("pairs", [[("a", "1"), ("a[b]", "2")], [("a[b]", "1"), ("a[]", "2")]])
def test_a_name_used_in_two_ways_is_refused(pairs):
    with pytest.raises(Malformed):
        nested(pairs)


@pytest.mark.parametrize("word", ["0", "f", "F", "false", "FALSE", "off", "OFF", "False", False])
def test_the_words_for_no(word):
    assert Params({"x": word}).flag("x", default=True) is False


@pytest.mark.parametrize("word", ["1", "true", "t", "on", "anything", True, 1])
def test_the_words_for_yes(word):
    assert Params({"x": word}).flag("x") is True


@pytest.mark.parametrize("word", ["", None, [], {}])
def test_an_empty_word_is_neither(word):
    assert Params({"x": word}).flag("x", default=True) is True
    assert Params({"x": word}).flag("x") is False


@pytest.mark.parametrize(
    ("value", "number"),
    [("12", 12), (12, 12), ("-3", -3), ("", 7), (None, 7), ("x", 7), ("1" * 40, 7), (1e30, 7)],
)
def test_numbers_come_as_texts_too(value, number):
    assert Params({"n": value}).number("n", 7) == number


def test_null_is_as_good_as_nothing():
    params = Params({"a": None, "b": [None, "1"]})
    assert not params.given("a")
    assert params.text("a", "usual") == "usual"
    assert params.texts("b") == ["1"]


def test_ids_are_read_with_and_without_brackets_and_what_is_none_is_left_out():
    assert Params({"id": ["2", "x", "-1", 3, "2", True]}).ids("id") == [2, 3]
    assert Params({"id": "5"}).ids("id") == [5]


def test_tables_are_read_by_number_in_lists_and_from_json():
    rows = [{"name": "a"}, {"name": "b"}]
    by_number = {"0": rows[0], "1": rows[1]}
    for value in (rows, by_number):
        assert [row.text("name") for row in Params({"f": value}).tables("f")] == ["a", "b"]
    with pytest.raises(Invalid, match="f"):
        Params({"f": ["x"]}).tables("f")


@pytest.mark.parametrize("kind", ["application/json", "", "text/plain"])
async def test_json_is_read_also_when_its_type_is_not_said(kind):
    body = orjson.dumps({"status": "Hi", "media_ids[]": ["1"], "poll": {"options": ["a"]}})
    tree = await read(body, kind)
    assert tree == {"status": "Hi", "media_ids": ["1"], "poll": {"options": ["a"]}}


@pytest.mark.parametrize(
    "body",
    [b"[1]", b'"x"', b"{", b'{"a":"\\u0000"}', b'{"a":' + b'{"a":' * 20 + b"1" + b"}" * 21],
)
async def test_json_that_makes_no_sense_is_refused(body):
    with pytest.raises(Malformed):
        await read(body, "application/json")


async def test_more_than_is_taken_is_refused_without_reading_on():
    with pytest.raises(TooLarge):
        await read(b"x" * 101, "application/json", 100)


@pytest.mark.parametrize(
    ("asked", "limit"),
    [("", 20), ("5", 5), ("-5", 5), ("100000", 40), ("x", 20), ("9" * 30, 20), ("0", 20)],
)
def test_a_limit_is_kept_within_bounds(asked, limit):
    assert Page.of(Params({"limit": asked})).limit(20, 40) == limit


@pytest.mark.parametrize(("asked", "below"), [("5", 5), ("-1", TOP), ("x", TOP), ("9" * 19, TOP)])
def test_a_place_that_is_none_was_not_said(asked, below):
    assert Page.of(Params({"max_id": asked})).below == below
