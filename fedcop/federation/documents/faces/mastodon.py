"""How Mastodon shows what we send.

Sources: docs.joinmastodon.org/spec/activitypub ("Payloads", "Sanitization"), the allow list of its
`lib/sanitize_ext/sanitize_config.rb`, and groups.md 1.12 and 2: a Note and a Question are shown
whole, with `summary` as the warning they are folded behind and no title. An Article, Page, Event,
Image, Audio or Video is converted: its name, its summary and a link, and no text.
"""

from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.federation.documents.faces.face import NOTHING, Face, address
from fedcop.markup.profiles import bold_headings, kept, words

# fmt: off
TAGS: Final = frozenset((
    "p", "br", "span", "a", "del", "s", "pre", "blockquote", "code", "b", "strong", "u", "i", "em",
    "ul", "ol", "li", "ruby", "rt", "rp",
))
# fmt: on
_WHOLE: Final = frozenset({"Note", "Question"})
_CONVERTED: Final = frozenset({"Article", "Page", "Event", "Image", "Audio", "Video"})
_MOST_FILES: Final = 4


def face(thing: Object) -> Face:
    """Show an object as Mastodon does."""
    files = min(len(thing.attachments), _MOST_FILES)
    if thing.type in _CONVERTED:
        summary = words(thing.summary or "")
        return Face("title, summary, link", thing.name or "", "", summary, address(thing))
    if thing.type not in _WHOLE:
        return Face(NOTHING)
    options = " ".join(one.name for one in thing.poll.options) if thing.poll else ""
    text = words(kept(bold_headings(thing.content or ""), TAGS))
    form = "reply" if thing.in_reply_to else "poll" if thing.poll else "whole text"
    return Face(form, "", thing.summary or "", f"{text} {options}".strip(), "", files)
