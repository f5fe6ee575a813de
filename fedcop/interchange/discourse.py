"""Discourse: its threads, from the JSON of its API or from the SQL dump of a backup.

A topic that was solved is a question with its answer; a wiki post is the draft of an artifact; the
rest are threads. What is not for everybody (messages, whispers, closed categories) stays there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import orjson
from markdownify import markdownify

from fedcop.errors import Malformed
from fedcop.interchange.front_matter import instant
from fedcop.interchange.items import Bundle, Item, Opener, Skipped, Version
from fedcop.values import JSON

PROGRAM: Final = "discourse"
_REGULAR: Final = 1  # the type of a post that somebody wrote


@dataclass(frozen=True, slots=True)
class Said:
    """One post of a topic."""

    id: int
    number: int
    author: str
    raw: str
    at: int
    answers: int = 0  # the number of the post it answers, 0: the topic
    wiki: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic with its posts, the first one first."""

    id: int
    title: str
    category: str
    tags: tuple[str, ...]
    posts: tuple[Said, ...]


def read_json(names: Iterable[str], read: Opener) -> Bundle:
    """Read what the API gives: any files with topics (`t/17.json`) and `categories.json`."""
    skipped: list[Skipped] = []
    documents: list[dict[str, JSON]] = []
    for name in sorted(names):
        if not name.endswith(".json"):
            continue
        try:
            value = orjson.loads(read(name))
        except orjson.JSONDecodeError as error:
            skipped.append(Skipped(name, f"it is no JSON ({error})"))
            continue
        documents += [value] if isinstance(value, dict) else []
    categories = _categories(documents)
    topics = [found for one in documents if (found := _topic(one, categories, skipped))]
    if not topics:
        raise Malformed("discourse: no topics are here; export each as /t/<id>.json?include_raw=1")
    return bundle(topics, skipped)


def bundle(topics: Iterable[Topic], skipped: Iterable[Skipped]) -> Bundle:
    """Put topics into our words, the oldest first."""
    ordered = sorted(topics, key=lambda topic: topic.id)
    items = tuple(item for topic in ordered for item in _items(topic))
    return Bundle(PROGRAM, items, _no_file, tuple(skipped))


def _items(topic: Topic) -> Iterator[Item]:
    start, *replies = topic.posts
    solved = any(post.accepted for post in replies)
    kind = "question" if solved else "practice" if start.wiki else "post"
    yield replace(
        _item(topic, start, kind),
        tags=tuple(dict.fromkeys((*topic.tags, *_words(topic.category)))),
        draft=kind == "practice",
    )
    known = {post.number: post.id for post in topic.posts}
    for post in replies:
        above = known.get(post.answers, start.id)
        said = "answer" if solved and above == start.id else "post"
        yield replace(_item(topic, post, said), answers=f"post:{above}", accepted=post.accepted)


def _item(topic: Topic, post: Said, kind: str) -> Item:
    title = topic.title if post.number == topic.posts[0].number else ""
    version = Version(title, post.raw, at=post.at, author=post.author)
    return Item(f"post:{post.id}", kind, (version,), (post.author,))


def _categories(documents: list[dict[str, JSON]]) -> dict[int, tuple[str, bool]]:
    """Name the categories, and say which are not for everybody."""
    found: dict[int, tuple[str, bool]] = {}
    for document in documents:
        listed = document.get("category_list")
        for one in _list(listed if isinstance(listed, dict) else document, "categories"):
            found[_number(one, "id")] = _text(one, "name"), one.get("read_restricted") is True
    return found


def _topic(
    value: dict[str, JSON], categories: Mapping[int, tuple[str, bool]], skipped: list[Skipped]
) -> Topic | None:
    stream = value.get("post_stream")
    if not isinstance(stream, dict):
        return None
    source = f"topic:{_number(value, 'id')}"
    category, closed = categories.get(_number(value, "category_id"), ("", False))
    if value.get("archetype") not in {None, "regular"} or closed:
        skipped.append(Skipped(source, "it is not for everybody"))
        return None
    posts = [_said(one) for one in _list(stream, "posts") if _is_said(one)]
    if not posts:
        skipped.append(Skipped(source, "nothing that stands is in it"))
        return None
    named = stream.get("stream")
    missing = len(named if isinstance(named, list) else ()) - len(_list(stream, "posts"))
    if missing > 0:
        skipped.append(Skipped(source, f"{missing} posts are not in its file"))
    ordered = tuple(sorted(posts, key=lambda post: post.number))
    return Topic(_number(value, "id"), _text(value, "title"), category, _tags(value), ordered)


def _is_said(one: Mapping[str, JSON]) -> bool:
    away = one.get("deleted_at") or one.get("hidden") is True or one.get("user_deleted") is True
    return not away and one.get("post_type", _REGULAR) == _REGULAR


def _said(one: Mapping[str, JSON]) -> Said:
    return Said(
        id=_number(one, "id"),
        number=_number(one, "post_number"),
        author=_text(one, "username"),
        raw=_text(one, "raw") or markdownify(_text(one, "cooked"), heading_style="ATX").strip(),
        at=instant(one.get("created_at")),
        answers=_number(one, "reply_to_post_number"),
        wiki=one.get("wiki") is True,
        accepted=one.get("accepted_answer") is True,
    )


def _tags(value: Mapping[str, JSON]) -> tuple[str, ...]:
    """Read tags: names, or objects with a name in later versions."""
    listed = value.get("tags")
    found = []
    for one in listed if isinstance(listed, list) else ():
        named = one.get("name") if isinstance(one, dict) else one
        if isinstance(named, str):
            found.append(named)
    return tuple(found)


def _words(category: str) -> tuple[str, ...]:
    return ("-".join(category.split()),) if category.strip() else ()


def _no_file(name: str) -> bytes:
    raise Malformed(f"discourse: {name[:200]} is not in the export")


def _text(tree: Mapping[str, JSON], key: str) -> str:
    value = tree.get(key)
    return value if isinstance(value, str) else ""


def _number(tree: Mapping[str, JSON], key: str) -> int:
    value = tree.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _list(tree: Mapping[str, JSON], key: str) -> list[dict[str, JSON]]:
    value = tree.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
