"""Addresses of pages: those of people, communities and posts, and where a form may lead to."""

import re
from typing import Final, Protocol

from fedcop.community.practice.kinds import KINDS
from fedcop.store.rows import PostRow

HOME: Final = "/home"
CONFIRM: Final = "/confirm-it-is-you"
# A path of ours and nothing that a browser could take for another host: no `//`, no backslash,
# neither of them in disguise.
_OWN = re.compile(
    r"/(?:[\w.~@:+-]+(?:/[\w.~@:+-]+)*)?(?:\?[\w.~@:+=&,%/-]*)?(?:#[\w-]*)?", re.ASCII
)
_DISGUISED = re.compile(r"%2f|%5c|//|\\", re.IGNORECASE)


class Named(Protocol):
    """Anybody with a handle."""

    @property
    def kind(self) -> str:
        """Person, Group and so on."""

    @property
    def name(self) -> str:
        """The first half of the handle."""

    @property
    def host(self) -> str:
        """The second half; empty for our own."""


def own_path(text: str, otherwise: str = HOME) -> str:
    """Return where a form wants to lead if that is a page of ours, else another one."""
    if _OWN.fullmatch(text) and not _DISGUISED.search(text):
        return text
    return otherwise


def of_actor(actor: Named) -> str:
    """Say where the page of somebody is, ours or not."""
    if actor.kind in {"Organization", "Application"} and not actor.host:
        return "/about"
    door = "c" if actor.kind == "Group" else "u"
    return f"/{door}/{actor.name}@{actor.host}" if actor.host else f"/{door}/{actor.name}"


def of_post(post: PostRow) -> str:
    """Say where a post is read; for a reply, what leads on to its page of the thread."""
    if post.practice in KINDS and not post.deleted:
        return f"/a/{post.id}"
    if post.practice == "event" and not post.deleted:
        return f"/e/{post.id}"
    return f"/t/{post.id}" if post.root_id in {0, post.id} else f"/n/{post.id}"
