"""What the demo knows is sound: each text is one that somebody could publish."""

import re

import pytest

from fedcop.cli.demo import shelf
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.wishes import check, tidied
from fedcop.errors import Malformed

URIS = {name.rpartition(".")[0]: f"https://a.example/a/{n}" for n, name in enumerate(shelf.names())}


@pytest.mark.parametrize("name", shelf.names())
def test_a_text_could_be_published(name):
    wish, files = shelf.wish_of(name, URIS)
    given = tidied(wish)
    if files:
        given = tidied(type(wish)(**{**_as_dict(wish), "media": (1,)}))
    assert check(given) == []
    assert given.title
    assert given.license.startswith("https://creativecommons.org/")
    assert given.note
    for ref in files:
        assert shelf.read_file(ref.where)


def _as_dict(wish):
    return {name: getattr(wish, name) for name in type(wish).__slots__}


def test_there_is_something_of_every_kind():
    kinds = {shelf.wish_of(name, URIS)[0].kind for name in shelf.names()}
    assert kinds == set(KINDS)
    assert len({name.rpartition(".")[0] for name in shelf.names()}) >= 18


def test_revisions_follow_each_other():
    for name in shelf.names():
        base, _, number = name.rpartition(".")
        assert re.fullmatch("[1-9]", number)
        assert number == "1" or f"{base}.{int(number) - 1}" in shelf.names()


def test_shelves_name_what_is_there():
    for name in ("basics.1", "nights.1"):
        items = shelf.wish_of(name, URIS)[0].fields["items"]
        assert all(item["id"].startswith("https://a.example/") for item in items)


def test_what_is_not_there_is_refused():
    with pytest.raises(Malformed, match="does not lie"):
        shelf.read_file("../cast.py")
