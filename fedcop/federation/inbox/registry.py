"""What we handle, at one glance. What is not here is ignored, with that reason."""

from typing import Final

from fedcop.federation.inbox.arrival import AnyHandler, Handler
from fedcop.federation.inbox.choices import Choice, first_of
from fedcop.federation.inbox.handlers import (
    accept,
    announce,
    block,
    collections,
    create,
    delete,
    flag,
    follow,
    leave,
    like,
    move,
    undo,
    update,
)

HANDLERS: Final[dict[str, AnyHandler]] = {
    "Accept": first_of(Choice(accept.check, accept.apply_accept)),
    "Add": Handler(collections.check, collections.apply_add, relayed=True),
    "Announce": Handler(announce.check, announce.apply),
    "Block": Handler(block.check, block.apply, relayed=True),
    "Create": Handler(create.check, create.apply, relayed=True),
    "Delete": Handler(delete.check, delete.apply, relayed=True),
    "Dislike": Handler(like.check, like.apply_dislike, relayed=True),
    "EmojiReact": Handler(like.check, like.apply_like, relayed=True),
    "Flag": Handler(flag.check, flag.apply),
    "Follow": Handler(follow.check, follow.apply),
    "Join": first_of(Choice(follow.check, follow.apply)),
    "Leave": first_of(Choice(leave.check, leave.apply)),
    "Like": Handler(like.check, like.apply_like, relayed=True),
    "Move": Handler(move.check, move.apply),
    "Reject": first_of(Choice(accept.check, accept.apply_reject)),
    "Remove": Handler(collections.check, collections.apply_remove, relayed=True),
    "Undo": Handler(undo.check, undo.apply, relayed=True),
    "Update": Handler(update.check, update.apply, relayed=True),
}
