"""Discourse's threads, from its API and from the dump of a backup, become the same."""

import orjson
import pytest

from fedcop.errors import Malformed
from fedcop.interchange.discourse import read_json
from fedcop.interchange.discourse_dump import read_dump


def _post(number, **more):
    given = {
        "id": 100 + number,
        "username": "ana",
        "created_at": "2026-01-02T03:04:05.000Z",
        "raw": f"Post {number}",
        "post_number": number,
        "post_type": 1,
    }
    return {**given, **more}


_TOPIC = {
    "id": 17,
    "title": "How do you hand over?",
    "tags": ["nights", {"id": 3, "name": "agency"}],
    "category_id": 5,
    "archetype": "regular",
    "post_stream": {
        "posts": [
            _post(1),
            _post(
                2,
                username="tomas",
                raw="",
                cooked="<p>Five <em>lines</em></p>",
                accepted_answer=True,
            ),
            _post(3, reply_to_post_number=2),
            _post(4, hidden=True),
            _post(5, post_type=3),
        ],
        "stream": [101, 102, 103, 104, 105, 106],
    },
}
_WIKI = {"id": 9, "title": "Our way", "post_stream": {"posts": [_post(1, id=90, wiki=True)]}}
_SECRET = {"id": 18, "archetype": "private_message", "post_stream": {"posts": [_post(1, id=180)]}}
_CATEGORIES = {"category_list": {"categories": [{"id": 5, "name": "Night shift"}]}}
_FILES = {
    "t/17.json": _TOPIC,
    "t/9.json": _WIKI,
    "t/18.json": _SECRET,
    "categories.json": _CATEGORIES,
}


@pytest.fixture
def export():
    return read_json(
        [*_FILES, "broken.json"],
        lambda name: orjson.dumps(_FILES[name]) if name in _FILES else b"{",
    )


def test_what_was_solved_is_a_question_with_its_answer(export):
    question, answer, aside = export.items[1:]
    assert (question.kind, question.latest.title) == ("question", "How do you hand over?")
    assert question.tags == ("nights", "agency", "Night-shift")
    assert (answer.kind, answer.answers, answer.accepted) == ("answer", "post:101", True)
    assert answer.latest.body == "Five *lines*"
    assert (aside.kind, aside.answers) == ("post", "post:102")
    assert export.people == ("ana", "tomas")


def test_a_wiki_post_is_a_draft(export):
    assert (export.items[0].kind, export.items[0].draft) == ("practice", True)


def test_what_is_not_for_everybody_stays_there(export):
    assert {(one.source, one.why.split(" (")[0]) for one in export.skipped} == {
        ("broken.json", "it is no JSON"),
        ("topic:17", "1 posts are not in its file"),
        ("topic:18", "it is not for everybody"),
    }


_DUMP = """\
COPY public.users (id, username, name) FROM stdin;
1\tana\tAna
2\ttomas\t\\N
\\.
COPY public.categories (id, name, read_restricted) FROM stdin;
5\tNight shift\tf
6\tStaff\tt
\\.
COPY public.tags (id, name) FROM stdin;
3\tagency
\\.
COPY public.topic_tags (topic_id, tag_id) FROM stdin;
17\t3
\\.
COPY public.secrets (id, value) FROM stdin;
1\tCOPY public.posts (id) FROM stdin;
\\.
COPY public.topics (id, title, category_id, deleted_at, archetype, visible) FROM stdin;
17\tHow do you hand over?\t5\t\\N\tregular\tt
18\tHush\t\\N\t\\N\tprivate_message\tt
19\tStaff only\t6\t\\N\tregular\tt
20\tGone\t5\t2026-01-01\tregular\tt
\\.
COPY public.posts (id, topic_id, user_id, post_number, raw, created_at, reply_to_post_number,\
 deleted_at, post_type, hidden, wiki, user_deleted) FROM stdin;
101\t17\t1\t1\tOne\\ntwo\\tthree\\\\n\t2026-01-02 03:04:05\t\\N\t\\N\t1\tf\tf\tf
102\t17\t2\t2\tFive lines\t2026-01-02 04:04:05.25\t1\t\\N\t1\tf\tf\tf
103\t17\t2\t3\twhisper\t2026-01-02 04:04:05\t1\t\\N\t4\tf\tf\tf
190\t19\t1\t1\tsecret\t2026-01-02 04:04:05\t\\N\t\\N\t1\tf\tf\tf
\\.
COPY public.topic_custom_fields (topic_id, name, value) FROM stdin;
17\taccepted_answer_post_id\t102
\\.
"""


def test_a_dump_is_read_like_the_api():
    bundle = read_dump(_DUMP.splitlines(keepends=True))
    question, answer = bundle.items
    assert question.latest.body == "One\ntwo\tthree\\n"
    assert (question.kind, question.tags) == ("question", ("agency", "Night-shift"))
    assert (answer.kind, answer.accepted, answer.authors) == ("answer", True, ("tomas",))
    assert answer.latest.at % 1000 == 250
    assert {(one.source, one.why) for one in bundle.skipped} == {
        ("topic:18", "it is not for everybody"),
        ("topic:19", "it is not for everybody"),
        ("topic:20", "it was deleted"),
    }


@pytest.mark.parametrize("dump", ["", "COPY public.posts (id) FROM stdin;\n1\t2\n\\.\n"])
def test_what_is_no_dump_is_refused(dump):
    with pytest.raises(Malformed, match="dump"):
        read_dump(dump.splitlines(keepends=True))


def test_nothing_at_all_says_what_is_wanted():
    with pytest.raises(Malformed, match="include_raw"):
        read_json([], lambda _: b"")
