"""Make a piece of practice of what was said in a thread: quoted, with the names of who said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.community import policy_posts, search, timelines
from fedcop.community.practice import answered, artifact_drafts, questions, sources
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.community.timelines import Line
from fedcop.errors import NotFound, Refused
from fedcop.markup.text import excerpt, to_text
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import actors, mentions, posts, reading, routing
from fedcop.store.queries import communities as community_queries
from fedcop.store.rows import ActorRow, ArtifactDraftRow, PostRow
from fedcop.values import ArtifactPin, Audience

ENOUGH: Final = 3  # answers to the same, before it is offered to write it down once
MOST: Final = 20
_ALIKE: Final = 12
_ABSTRACT: Final = 300
_LONGEST_TITLE: Final = 200
_FOR_MANY: Final = frozenset({Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS})
# Where the question itself belongs, in the kinds that ask for it.
_SITUATION: Final = {"practice": "whenToUse", "story": "challenge", "lesson": "whatHappened"}


@dataclass(frozen=True, slots=True)
class Harvest:
    """What is to be made of a thread: of which kind, of which replies there and elsewhere."""

    kind: str
    replies: tuple[int, ...] = ()


async def begin(unit: Unit, author: ActorRow, post_id: int, harvest: Harvest) -> ArtifactDraftRow:
    """Begin a draft from a thread and chosen replies. Raises NotFound and Refused.

    It is for nobody who could not read all that it quotes.
    """
    if harvest.kind not in KINDS:
        raise NotFound("A thread does not become that.")
    start = await _readable(unit, author, post_id)
    chosen = [await _readable(unit, author, number) for number in harvest.replies[:MOST]]
    if not chosen:
        raise Refused("Choose what it shall be made of.")
    wish = await _wish(unit, author, (start, chosen), harvest.kind)
    return await artifact_drafts.begin(unit, author, wish)


async def own_answers_alike(store: Store, person: ActorRow, question: PostRow) -> list[Line]:
    """Read what somebody answered to questions like this one, in other threads."""
    hits = await search.similar(store, person, question.community_id, question.title, _ALIKE)
    alike = [hit.id for hit in hits if hit.kind == questions.KIND and hit.id != question.id]
    said = await routing.list_answers_by(store, person.id, alike)
    return list(await timelines.some(store, person, said))


async def _readable(unit: Unit, author: ActorRow, number: int) -> PostRow:
    """Find what somebody may read and quote. Raises NotFound."""
    post = await posts.find_post(unit, number)
    if post is None or post.deleted or Audience(post.audience) not in _FOR_MANY:
        raise NotFound("There is no such post.")
    facts = await reading.find_reading(unit, number, author.id)
    if not policy_posts.may_read(post, facts):
        raise NotFound("There is no such post.")
    return post


async def _wish(
    unit: Unit, author: ActorRow, what: tuple[PostRow, Sequence[PostRow]], kind: str
) -> ArtifactWish:
    start, chosen = what
    people = {post.author_id: None for post in (*chosen, start)}
    known = {number: await actors.find_actor(unit, number) for number in people}
    named = {number: actor for number, actor in known.items() if actor is not None}
    threads = dict.fromkeys((start.id, *(post.root_id for post in chosen)))
    roots = [await posts.find_post(unit, number) for number in threads]
    audience = max(Audience(post.audience) for post in (start, *chosen))
    field = _SITUATION.get(kind, "")
    situation = (start.title or excerpt(start.content, _ABSTRACT)).strip()
    return ArtifactWish(
        kind=kind,
        title=start.title.rstrip("?… ").strip()[:_LONGEST_TITLE],
        abstract=excerpt(chosen[0].content, _ABSTRACT),
        body=_body(chosen, named),
        fields={field: situation} if field else {},
        topics=tuple(await mentions.list_hashtags(unit, start.id)),
        language=start.language,
        community_id=start.community_id,
        audience=await _audience(unit, start.community_id, audience),
        contributors=tuple(
            (actor.uri, "asked" if number == start.author_id else "answered")
            for number, actor in named.items()
            if number != author.id and actor.kind == "Person"
        ),
        origins=_origins(roots, chosen),
    )


async def _audience(reader: Reader, community: int, least: Audience) -> Audience:
    """Choose for whom a draft is at first: never for more than what it quotes."""
    group = await community_queries.find_community(reader, community) if community else None
    return max(least, Audience(group.practice.audience) if group else Audience.PUBLIC)


def _body(chosen: Sequence[PostRow], named: dict[int, ActorRow]) -> str:
    """Quote what was said, each with who said it and where."""
    return "\n\n".join(_quoted(post, named.get(post.author_id)) for post in chosen)


def _quoted(post: PostRow, author: ActorRow | None) -> str:
    text = post.source if post.source and not post.plain else to_text(post.content)
    lines = "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
    name = _bare(author.display or author.name) if author else "Somebody"
    where = (post.url or post.uri) if post.audience <= Audience.UNLISTED else post.uri
    return f"{lines}\n>\n> — [{name}]({where})"


def _bare(name: str) -> str:
    """Return a name without what Markdown would take for its own."""
    return "".join(sign for sign in name if sign not in "[]()*_`<>#\\") or "Somebody"


def _origins(roots: Sequence[PostRow | None], chosen: Sequence[PostRow]) -> tuple[Origin, ...]:
    """Name the threads, and the answers that it is made of."""
    threads = {root.id: root for root in roots if root is not None and not root.deleted}
    found = {root.uri: root.title for root in threads.values()}
    for post in chosen:
        if post.practice == answered.KIND and post.root_id in threads:
            found[post.uri] = f"An answer to {threads[post.root_id].title}"
    return tuple(
        Origin(sources.DERIVED, ArtifactPin(uri), title=title) for uri, title in found.items()
    )
