"""How GoToSocial shows what we send.

Sources: its `interfaces.go` (which types are statuses) and `astointernal.go` (the warning is
`summary`, else `name`), as product.md F6 quotes them, and what a running server did (groups.md 8:
script and img are dropped, headings and bold stay; the name of a Page becomes the fold line).
"""

from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.federation.documents.faces import mastodon
from fedcop.federation.documents.faces.face import NOTHING, Face
from fedcop.markup.profiles import kept, words

# fmt: off
_STATUSES: Final = frozenset((
    "Article", "Document", "Image", "Video", "Note", "Page", "Event", "Place", "Profile",
    "Question", "Album",
))
_TAGS: Final = mastodon.TAGS | frozenset((
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "small", "sub", "sup", "table", "thead", "tbody",
    "tr", "th", "td", "dl", "dt", "dd",
))
# fmt: on


def face(thing: Object) -> Face:
    """Show an object as GoToSocial does."""
    if thing.type not in _STATUSES:
        return Face(NOTHING)
    fold = words(thing.summary or "") or thing.name or ""
    if thing.type == "Note":
        fold = words(thing.summary or "") or (thing.name or "")
    options = " ".join(one.name for one in thing.poll.options) if thing.poll else ""
    text = words(kept(thing.content or "", _TAGS))
    form = "reply" if thing.in_reply_to else "poll" if thing.poll else "whole text"
    return Face(form, "", fold, f"{text} {options}".strip(), "", len(thing.attachments))
