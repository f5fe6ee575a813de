"""A thread is read from its start: each reply after what it answers."""

from fedcop.community.branches import in_order
from fedcop.store.rows import PostRow


def _reply(number, to, deleted=0):
    return PostRow(
        id=number,
        uri=f"https://x.example/{number}",
        url="",
        kind="Note",
        author_id=1,
        community_id=0,
        root_id=1,
        reply_to_id=to,
        reply_to_uri="",
        top=0,
        audience=0,
        title="",
        summary="",
        content="",
        source="",
        language="",
        sensitive=0,
        local=0,
        published=0,
        deleted=deleted,
    )


def _read(*replies):
    return [(post.id, depth) for post, depth in in_order(1, replies)]


def test_each_reply_stands_after_what_it_answers():
    assert _read(_reply(2, 1), _reply(3, 1), _reply(4, 2), _reply(5, 4), _reply(6, 2)) == [
        (2, 1),
        (4, 2),
        (5, 3),
        (6, 2),
        (3, 1),
    ]


def test_what_answers_something_unseen_stands_below_the_start():
    assert _read(_reply(2, 1), _reply(4, 99)) == [(2, 1), (4, 1)]


def test_an_adopted_reply_older_than_what_it_answers_still_stands_below_it():
    assert _read(_reply(2, 7), _reply(7, 1)) == [(7, 1), (2, 2)]


def test_a_tombstone_is_shown_only_above_something():
    assert _read(_reply(2, 1, 9), _reply(3, 2), _reply(4, 1, 9), _reply(5, 4, 9)) == [
        (2, 1),
        (3, 2),
    ]


def test_a_chain_of_ten_thousand_is_no_burden():
    chain = [_reply(number + 1, number) for number in range(1, 10_001)]
    assert _read(*chain)[-1] == (10_001, 10_000)


def test_a_circle_ends():
    assert _read(_reply(2, 3), _reply(3, 2)) == []
