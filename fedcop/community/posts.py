"""Write a post, say it anew, take it back: the same from whichever door."""

from dataclasses import replace
from zlib import crc32

from fedcop import clock, ids
from fedcop.community import (
    copies,
    events,
    hashtags,
    media,
    modlog,
    policy,
    policy_posts,
    polls,
    revisions,
    threads,
)
from fedcop.community.drafts import Draft, Edit
from fedcop.community.events import PostRemoved, PostRevised, PostWritten
from fedcop.community.practice import answered, nouns, questions
from fedcop.community.practice.kinds import KINDS
from fedcop.community.threads import Place
from fedcop.errors import Conflict, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import home_lines, mentions, posts, stewards
from fedcop.store.queries.threads import MEMBER, Parent
from fedcop.store.rows import ActorRow, PostRow, RevisionRow
from fedcop.uris import Uris
from fedcop.values import Audience, PostPolicy

# A guard: no community has claimed the thread of a post.
_STILL_ALONE = "FROM post WHERE id = ? AND community_id = 0"


async def write(unit: Unit, author: ActorRow, draft: Draft) -> PostRow:
    """Put a post into a community or thread, wherever it was written; twice is once.

    What is known by its uri already is returned as it is, a tombstone too. Raises Refused,
    NotFound and Gone.
    """
    known = await posts.find_post_by_uri(unit, draft.uri) if draft.uri else None
    if known is not None:
        return _as_known(author, known)
    place = await threads.place_of(unit, author, draft)
    placed = answered.as_answer(_place(author, draft, place, unit.uris), place.parent)
    post = await questions.hear(unit, placed, place.ground)
    _guard(unit, author, place)
    questions.answer(unit, post, place.parent)
    unit.add(
        posts.insert_post(post),
        *mentions.insert_mentions(post.id, draft.mentions),
        *mentions.insert_hashtags(post.id, hashtags.fold(draft.hashtags), post.files),
    )
    count_place(unit, post, 1)
    await media.attach(unit, author, draft.media, post.id, most=_most_files(post))
    if draft.poll:
        unit.add(*polls.ask(author, post, draft.poll))
    await copies.bring(unit, author, post.id, draft.attached)
    await nouns.begin(unit, author, post, draft.practice)
    if author.local and not draft.quiet:
        unit.add(home_lines.insert_home_line(author.id, post.id, post.id, author.id))
    if not draft.quiet:
        events.record(unit, PostWritten(post.id, post.root_id), draft.cause)
    return post


async def revise(unit: Unit, actor: ActorRow, post_id: int, edit: Edit) -> PostRow | None:
    """Let its author say a post anew and keep what it said; None when the edit is not newer.

    A numbered revision that comes late is kept beside, and the post returned as it is. Raises
    Refused and NotFound, and Conflict when it is the edit of another revision.
    """
    post = await _get(unit, post_id)
    policy.require(policy_posts.may_revise(actor, post))
    if edit.of_revision and edit.of_revision != post.revision:
        raise Conflict("This post was changed meanwhile; read it anew, then change it.")
    order = 0 if post.deleted else await nouns.order(unit, post, edit.practice)
    if order < 0:
        unit.guard(posts.STANDS, post.id)
        return post if await nouns.keep_old(unit, actor, post, edit.practice) else None
    edited = _when_edited(post, edit, anyway=order > 0)
    if edited is None:
        return None
    shown = await revisions.list_shown(unit, post.id), await polls.list_asked(unit, post)
    moved = await nouns.change(unit, actor, post, edit.practice)
    moved |= await _show_anew(unit, actor, post, edit)
    revised = _revised(post, edit, edited, anyway=moved)
    if revised is None:
        return None
    unit.touch(f"post:{post.id}")
    unit.guard(posts.SAME_REVISION, post.id, post.revision)
    unit.add(posts.insert_revision(_as_it_was(post, shown)), posts.revise_post(revised))
    if revised.files != post.files:
        unit.add(mentions.mark_hashtags(post.id, revised.files))
    await _name_anew(unit, revised, edit)
    if not edit.quiet:
        events.record(unit, PostRevised(post.id, post.root_id, revised.revision), edit.cause)
    return revised


async def hear(unit: Unit, author: ActorRow, post_id: int, edit: Edit) -> bool:
    """Take over what the home of a post says of it: it says something else, or its poll stands so.

    False when neither is new. Raises what `revise` raises.
    """
    revised = await revise(unit, author, post_id, edit)
    if edit.poll is None:
        return revised is not None
    post = await _get(unit, post_id)
    counted = await polls.recount(unit, post, edit.poll, edit.cause, told=revised is not None)
    return revised is not None or counted


async def remove(
    unit: Unit, actor: ActorRow, post_id: int, reason: str = "", cause: int = 0
) -> PostRow | None:
    """Take a post back and leave a tombstone; None when it is one already.

    By its author, by its community or by a steward of that. Raises Refused and NotFound.
    """
    post = await _get(unit, post_id)
    if post.deleted:
        return None
    steward = bool(
        post.community_id
        and actor.id != post.author_id
        and await stewards.find_steward(unit, post.community_id, actor.id)
    )
    policy.require(policy_posts.may_remove(actor, post, steward=steward))
    unit.touch(f"post:{post.id}")
    unit.guard(posts.STANDS, post.id)
    unit.add(media.let_go_of(post.id), *polls.forget(post))
    await nouns.bury(unit, post, reason)
    unit.add(*posts.bury_post(post.id, clock.now_ms()), mentions.delete_all_hashtags(post.id))
    count_place(unit, post, -1)
    if steward and post.here:
        modlog.note_removal(unit, actor.id, post, reason)
    events.record(unit, PostRemoved(post.id, post.root_id, actor.id, reason), cause)
    return post


async def remove_unknown(unit: Unit, actor: ActorRow, uri: str, cause: int) -> None:
    """Leave a tombstone for a post that was deleted before it reached us."""
    if await posts.find_post_by_uri(unit, uri) is not None:
        return
    now = clock.now_ms()
    number = ids.new_id(now)
    tombstone = PostRow(
        id=number,
        uri=uri,
        url="",
        kind="Note",
        author_id=actor.id,
        community_id=0,
        root_id=number,
        reply_to_id=0,
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
        published=now,
        deleted=now,
        cause=cause,
    )
    unit.add(posts.insert_post(tombstone))


def count_place(unit: Unit, post: PostRow, count: int) -> None:
    """Count a post that came or went, in its thread and in its community."""
    at = post.published if count > 0 else 0
    if post.reply_to_id:
        unit.add(posts.count_replies(post.root_id, post.reply_to_id, count, at))
    if post.community_id:
        unit.add(posts.count_posts(post.community_id, count, at))


def _as_known(author: ActorRow, known: PostRow) -> PostRow:
    if known.author_id != author.id:
        raise Refused("Somebody else wrote this.")
    return known


async def _get(unit: Unit, post_id: int) -> PostRow:
    post = await posts.find_post(unit, post_id)
    if post is None:
        raise NotFound("There is no such post.")
    return post


def _place(author: ActorRow, draft: Draft, place: Place, uris: Uris) -> PostRow:
    now = clock.now_ms()
    published = min(draft.published or now, now)
    parent = place.parent
    number = draft.number or ids.new_id(
        _time_in_thread(published, parent, draft.uri) if parent else published
    )
    if parent:
        context = parent.context_uri
    else:
        context = draft.context_uri or (uris.thread(number) if author.local else "")
    return PostRow(
        id=number,
        uri=draft.uri or nouns.uri_of(uris, number, draft.practice),
        url=draft.url,
        kind=polls.KIND if draft.poll else draft.kind,
        author_id=author.id,
        community_id=place.community_id,
        root_id=parent.root_id if parent else number,
        reply_to_id=parent.id if parent else 0,
        reply_to_uri=parent.uri if parent else draft.reply_to_uri,
        top=0 if draft.is_reply else 1,
        audience=int(place.audience),
        title=draft.title,
        summary=draft.summary,
        content=draft.content,
        source=draft.source,
        language=draft.language,
        sensitive=int(draft.sensitive),
        local=int(author.local),
        published=published,
        bumped=published,
        context_uri=context,
        cause=draft.cause,
        cop=draft.cop,
        here=place.here,
        plain=int(draft.plain),
        files=len(draft.media) + len(draft.attached),
        practice=draft.practice.kind if draft.practice else "",
    )


def _time_in_thread(published: int, parent: Parent, uri: str) -> int:
    """Sort a reply after what it answers, whatever its author's clock says.

    Those that claim to be older are spread over a minute: of one millisecond there are 256 ids.
    """
    after = ids.time_of(parent.id) + 1
    return published if published >= after else after + crc32(uri.encode()) % 60_000


def _guard(unit: Unit, author: ActorRow, place: Place) -> None:
    """Rely until the commit on a membership, where one was needed, and on what is answered."""
    if place.parent is not None and not place.parent.community_id:
        # A community may claim the thread just now, and would not see this reply.
        unit.touch(f"post:{place.parent.root_id}")
        unit.guard(_STILL_ALONE, place.parent.id)
    if place.ground is None or not place.standing.member or place.standing.steward:
        return
    if place.audience == Audience.MEMBERS or place.ground.post_policy != PostPolicy.ANYONE:
        unit.guard(MEMBER, author.id, place.ground.id)


async def _show_anew(unit: Unit, author: ActorRow, post: PostRow, edit: Edit) -> bool:
    """Let a post ask and show what its edit does; whether that changes it."""
    moved = edit.poll is not None and await polls.ask_anew(unit, author, post, edit.poll)
    if edit.attached is not None:
        return await copies.bring_anew(unit, author, post.id, edit.attached) or moved
    if edit.media is not None:
        most = _most_files(post)
        moved |= await media.rearrange(unit, author, post.id, edit.media, most=most)
    return await media.describe_shown(unit, post.id, edit.words) or moved


def _most_files(post: PostRow) -> int:
    return media.MOST_OF_ARTIFACT if post.practice in KINDS else media.MOST


def _when_edited(post: PostRow, edit: Edit, *, anyway: bool) -> int | None:
    """Say when an edit was; None when the post is gone, or has said something later.

    `anyway`: its number says that it is newer, whatever the clock of its author does.
    """
    now = clock.now_ms()
    last = max(post.edited, post.published)
    edited = max(min(edit.edited or now, now), last if anyway else 0)
    return None if post.deleted or edited < last else edited


def _revised(post: PostRow, edit: Edit, edited: int, *, anyway: bool) -> PostRow | None:
    """Say a post anew; None when it says so already."""
    files = edit.media if edit.attached is None else edit.attached
    revised = replace(
        post,
        kind=polls.kind_of(post, edit.poll),
        title=edit.title,
        summary=edit.summary,
        content=edit.content,
        source=edit.source,
        language=edit.language,
        sensitive=int(edit.sensitive),
        cop=edit.cop,
        files=post.files if files is None else len(files),
    )
    if revised == post and not anyway:
        return None
    revision, version = post.revision + 1, post.version + 1
    return replace(revised, edited=edited, revision=revision, version=version)


def _as_it_was(post: PostRow, shown: tuple[str, str]) -> RevisionRow:
    text = (post.title, post.summary, post.content, post.source)
    return RevisionRow(
        ids.new_id(), post.id, post.revision, *text, post.edited or post.published, *shown
    )


async def _name_anew(unit: Unit, post: PostRow, edit: Edit) -> None:
    """Let the mentions and hashtags of a post be those of its edit."""
    named = await mentions.list_mentioned(unit, post.id)
    tagged = await mentions.list_hashtags(unit, post.id)
    tags = hashtags.fold(edit.hashtags)
    unit.add(
        *mentions.delete_mentions(post.id, set(named) - set(edit.mentions)),
        *mentions.insert_mentions(post.id, (a for a in edit.mentions if a not in named)),
        *mentions.delete_hashtags(post.id, set(tagged) - set(tags)),
        *mentions.insert_hashtags(post.id, (t for t in tags if t not in tagged), post.files),
    )
