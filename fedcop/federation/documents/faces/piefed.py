"""How PieFed shows what we send.

Sources: product.md F10 (events and questions are native, answers are marked) and groups.md 1.12 and
1.13 (what starts a thread; `source` where its type is `text/markdown` to the letter; the first
attachment is the link of a post; a Note without a name gets the beginning of its text for a title).
The tags are those of `allowlist_html` in its `app/utils.py`, which takes others away.
"""

from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.federation.documents.faces.face import NOTHING, Face, address, first_line
from fedcop.markup.profiles import kept, words

# fmt: off
TAGS: Final = frozenset((
    "p", "strong", "a", "ul", "ol", "li", "em", "blockquote", "cite", "br", "h1", "h2", "h3", "h4",
    "h5", "h6", "pre", "code", "img", "details", "summary", "table", "tr", "td", "th", "tbody",
    "thead", "hr", "span", "small", "sub", "sup", "s", "ruby", "rt", "rp",
))
# fmt: on
_STARTS: Final = frozenset({"Page", "Article", "Note", "Video", "Event", "Question"})
_FORMS: Final = {"Event": "event", "Question": "poll"}


def face(thing: Object) -> Face:
    """Show an object as PieFed does."""
    text = "" if thing.source_is_part else thing.source or ""
    text = text or words(kept(thing.content or "", TAGS))
    if thing.in_reply_to:
        return Face("comment", text=text) if thing.type == "Note" else Face(NOTHING)
    if thing.type not in _STARTS:
        return Face(NOTHING)
    options = " ".join(one.name for one in thing.poll.options) if thing.poll else ""
    link = thing.attachments[0].url if thing.attachments else address(thing)
    title = thing.name or first_line(thing.content or "", 100)
    form = _FORMS.get(thing.type, "post")
    return Face(form, title, "", f"{text} {options}".strip(), link, min(1, len(thing.attachments)))
