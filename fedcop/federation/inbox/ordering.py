"""Which messages must be processed one after another: those about one object."""

import hashlib
from typing import Final

from fedcop.activitypub.vocabulary import Activity, Collection, Item

_LONGEST: Final = 2048
# Between two; of different people they do not wait for each other.
_PAIRED: Final = frozenset({"Follow", "Join", "Leave", "Accept", "Reject", "Block"})
_REACTIONS: Final = frozenset({"Like", "Dislike", "EmojiReact"})
_WRAPPERS: Final = frozenset({"Create", "Update", "Delete", "Announce", "Undo"})
_DEEPEST: Final = 4


def key_of(activity: Activity) -> str:
    """Name what an activity is about, however deep that is wrapped; one key, one order."""
    return key_of_object(_key(activity, _DEEPEST) or activity.id)


def key_of_object(key: str) -> str:
    """Name what is said of one object and its writing: a key that our index can hold."""
    if len(key) <= _LONGEST and key.isascii():
        return key
    return hashlib.sha256(key.encode()).hexdigest()


def _key(activity: Activity, depth: int) -> str:
    item = _first(activity)
    if activity.type in _REACTIONS:
        return f"{activity.actor} {_id(item)}"
    if activity.type in _PAIRED:
        return _pair(activity, item)
    if activity.type in _WRAPPERS and isinstance(item, Activity) and depth:
        return _key(item, depth - 1)
    return _id(item)


def _first(activity: Activity) -> Item:
    """Return what an activity is about; of a batch of activities the first stands for all."""
    item = activity.object
    if isinstance(item, Collection) and item.items:
        item = item.items[0]
    return item if item is not None else ""


def _pair(activity: Activity, item: Item) -> str:
    """Name two, the one who asked first: an Accept is ordered with the Follow it answers."""
    if isinstance(item, Activity) and activity.type in {"Accept", "Reject"}:
        return f"{item.actor} {_id(_first(item))}"
    return f"{activity.actor} {_id(item)}"


def _id(item: Item) -> str:
    return item if isinstance(item, str) else item.id
