"""How Lemmy shows what we send.

Sources: `protocol/page.rs` (a thread start is a Page, Article, Note, Video or Event), and
`objects/post.rs` (title from `name`, else the first line; the first attachment is its link), as
product.md F1 and F2 quote them; groups.md 1.12 and 1.13 (a reply is a Note; `source` where
its type is `text/markdown` to the letter, else `content`).
"""

from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.federation.documents.faces.face import NOTHING, Face, address, first_line
from fedcop.markup.profiles import words

_STARTS: Final = frozenset({"Page", "Article", "Note", "Video", "Event"})
_TITLE: Final = 200


def face(thing: Object) -> Face:
    """Show an object as Lemmy does."""
    text = "" if thing.source_is_part else thing.source or ""
    text = text or words(thing.content or "")
    if thing.in_reply_to:
        return Face("comment", text=text) if thing.type == "Note" else Face(NOTHING)
    if thing.type not in _STARTS:
        return Face(NOTHING)
    title = (thing.name or first_line(thing.content or "", 100))[:_TITLE]
    link = thing.attachments[0].url if thing.attachments else address(thing)
    return Face("post", title, "", text, link, min(1, len(thing.attachments)))
