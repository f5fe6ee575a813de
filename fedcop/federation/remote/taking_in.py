"""From an offered change, as its original's author decides, to the next revision of that."""

from dataclasses import replace
from typing import Final

from fedcop.community.drafts import Edit
from fedcop.community.practice.canonical import Said
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.federation.remote.reach import Reach
from fedcop.federation.remote.shaping import reshape
from fedcop.store.rows import ActorCard, ActorRow, PostRow

_ROLE: Final = "contributor"
_LONGEST_NOTE: Final = 500


async def edit_of(
    reach: Reach, post: PostRow, wish: ArtifactWish, said: Said, by: ActorRow | ActorCard
) -> Edit:
    """Make the next revision of an artifact say something else, and name who offered that."""
    credit = (by.uri, _ROLE)
    people = wish.contributors if credit in wish.contributors else (*wish.contributors, credit)
    note = wish.note or f"Takes in what {by.display or by.name} offered"
    changed = replace(
        wish,
        title=said.title,
        abstract=said.abstract,
        body=said.source,
        fields=said.fields,
        contributors=people,
        note=note[:_LONGEST_NOTE],
    )
    return await reshape(reach, changed, post)
