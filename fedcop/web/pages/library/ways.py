"""The library: what a community knows, read and written."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.library import artifact, comparing, editing, sharing, shelf
from fedcop.web.pages.library.filling import ROOM

WAYS: Final[tuple[Way, ...]] = (
    Way("/library", shelf.show_all, guests=True),
    Way("/c/{handle}/library", shelf.show, guests=True),
    Way("/a/{id}", artifact.show, guests=True),
    Way("/a/{id}/r/{number}", artifact.revision, guests=True),
    Way("/a/{id}/print", artifact.print_it, guests=True),
    Way("/a/{id}/history", comparing.history, guests=True),
    Way("/a/{id}/diff", comparing.pick, guests=True),
    Way("/a/{id}/diff/{range}", comparing.compare, guests=True),
    Way("/a/{id}/blame", comparing.who_wrote, guests=True),
    Way("/a/{id}/edit", editing.edit, editing.post_edit, limit="write", files=True, room=ROOM),
    Way("/a/{id}/save", act=artifact.save, limit="react"),
    Way("/a/{id}/unsave", act=artifact.unsave, limit="react"),
    Way("/a/{id}/grow", act=artifact.grow, limit="write"),
    Way("/new", sharing.choose_place),
    Way("/c/{handle}/new", sharing.choose),
    Way(
        "/c/{handle}/new/{kind}",
        sharing.start,
        sharing.post_start,
        limit="write",
        files=True,
        room=ROOM,
    ),
    Way("/drafts", editing.drafts),
    Way("/drafts/{id}", editing.draft, editing.post_draft, limit="write", files=True, room=ROOM),
    Way("/drafts/{id}/discard", act=editing.discard),
)
