"""What an app is told at once: a notification in a few words, if its owner is to hear of it."""

from dataclasses import dataclass
from typing import Final

from fedcop.community import copies, notices
from fedcop.community.filters import Filters
from fedcop.community.pushes import Told
from fedcop.errors import NotFound
from fedcop.markup.text import excerpt, one_line, shorten
from fedcop.store.batch import Reader, Store
from fedcop.store.queries import actors, follows, posts
from fedcop.store.rows import ActorRow, NotificationRow, PostRow
from fedcop.uris import Uris
from fedcop.values import FilterContext

_BODY: Final = 140  # characters, as Mastodon has it
_NAME: Final = 60
WORDS: Final = {
    "mention": "{} named you",
    "reply": "{} answered you",
    "like": "{} liked what you wrote",
    "boost": "{} passed on what you wrote",
    "follow": "{} follows you",
    "asked": "{} asks to follow you",
    "status": "{} wrote something",
    "update": "{} changed what they wrote",
    "poll": "A poll of {} has ended",
    "helped": "{} accepted your answer",
    "recommended": "{} recommends what you wrote",
    "endorsed": "{} endorsed what you wrote",
    "review_asked": "{} asks you for a review",
    "answer_asked": "{} thinks you could answer this",
    "meeting_asked": "{} invites you",
    "offered": "{} offers something to the library",
    "offered_back": "{} offers you a change",
    "offer_answered": "{} answered what you offered",
    "change_answered": "{} answered the change you offered",
    "result_due": "How did it go? You applied something",
    "newcomer_waits": "{} asked for the first time, and waits",
    "translated": "{} translated what you wrote",
    "adapted": "{} made a version of yours",
    "moved_on": "What you built on has moved on",
    "needs_review": "Something of yours needs review",
    "meeting_soon": "A meeting you come to begins soon",
    "meeting_wish": "{} asks to come to a meeting",
    "meeting_answered": "{} answered whether you can come",
}
_OWN_POLL: Final = "Your poll has ended"


@dataclass(frozen=True, slots=True)
class Words:
    """A notification as an app shows it before it asks for more."""

    notification: int
    type: str
    icon: str
    title: str
    body: str


async def find(store: Store, filters: Filters, told: Told, notification: int) -> Words | None:
    """Put a notification into words, if it is still one that an app wants to be told of.

    What was read, taken back or hidden meanwhile, by a block, a mute or a filter, is none.
    """
    try:
        row = await notices.get(store, told.owner, notification)
    except NotFound:
        return None
    type_ = notices.TYPES[row.kind]
    if row.read or type_ not in told.push.alerts.split():
        return None
    by = await actors.find_actor(store, row.actor_id)
    if by is None or not await _fits(store, told, by):
        return None
    post = await posts.find_post(store, row.post_id) if row.post_id else None
    sieve = await filters.of(told.owner.id)
    if post is not None and sieve.hides(FilterContext.NOTIFICATIONS, post):
        return None
    return _words(row, by, post, store.uris)


async def _fits(reader: Reader, told: Told, by: ActorRow) -> bool:
    """Whether an app is told of what somebody did, by the policy it has."""
    me = told.owner.id
    if told.push.policy == "followed":
        return await _follows(reader, me, by.id)
    if told.push.policy == "follower":
        return await _follows(reader, by.id, me)
    return told.push.policy == "all"


async def _follows(reader: Reader, follower: int, target: int) -> bool:
    found = await follows.find_follow(reader, follower, target)
    return found is not None and found.state == "accepted"


def _words(row: NotificationRow, by: ActorRow, post: PostRow | None, uris: Uris) -> Words:
    own = row.actor_id == row.recipient_id
    name = one_line(by.display or by.name, _NAME)
    return Words(
        notification=row.id,
        type=notices.TYPES[row.kind],
        icon=_icon(by, uris),
        title=_OWN_POLL if own else WORDS[row.kind].format(name),
        body=_gist(post) if post is not None else excerpt(by.summary, _BODY),
    )


def _icon(by: ActorRow, uris: Uris) -> str:
    """Say where a picture of somebody is; of those elsewhere the copy that we give out."""
    if by.icon and by.host:
        return copies.profile_address(by.id, by.icon, uris, still=True)
    default = "group" if by.kind == "Group" else "avatar"
    return by.icon or f"{uris.origin}/pictures/{default}.png"


def _gist(post: PostRow) -> str:
    """Return the beginning of a post; of one that is folded only what stands outside."""
    if post.summary:
        return one_line(post.summary, _BODY)
    said = excerpt(post.content, _BODY)
    title = post.title.removesuffix("…")
    if said.startswith(title):
        return said
    return shorten(f"{one_line(post.title, _BODY)}: {said}".removesuffix(": "), _BODY)
