"""How Mobilizon shows what we send.

Sources: product.md F11, F16 and F20 and groups.md 1.12: an Event is native, with time and place;
an Article is a post of a group; a Note is a comment where it answers something, and nothing else
that people of other programs start.
"""

from fedcop.activitypub.vocabulary import Object
from fedcop.federation.documents.faces.face import NOTHING, Face, address
from fedcop.markup.profiles import words


def face(thing: Object) -> Face:
    """Show an object as Mobilizon does."""
    text = words(thing.content or "")
    if thing.type == "Note" and thing.in_reply_to:
        return Face("comment", text=text)
    if thing.type == "Event" and thing.meeting and thing.meeting.start_time:
        return Face("event", thing.name or "", "", text, address(thing), len(thing.attachments))
    if thing.type == "Article" and thing.name:
        return Face("post", thing.name, "", text, address(thing), len(thing.attachments))
    return Face(NOTHING)
