"""An answer that somebody gives elsewhere."""

from fedcop.activitypub.vocabulary import Object
from fedcop.community.practice.answered import KIND
from fedcop.community.practice.parts import SmallPart
from fedcop.federation.remote.reach import Reach


async def read(_reach: Reach, written: Object) -> SmallPart | None:
    """Take a reply for the answer that it says it is."""
    return SmallPart(KIND) if written.in_reply_to else None
