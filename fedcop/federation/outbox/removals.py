"""How a post is taken back: by its author, by a steward, by its community."""

from dataclasses import dataclass

from fedcop.activitypub.vocabulary import Activity
from fedcop.federation.documents import addressing, notes
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.rows import ActorRow, EventRow


@dataclass(frozen=True, slots=True)
class Removal:
    """A post that is gone, with who took it back and why."""

    facts: PostFacts
    row: EventRow
    by: ActorRow
    reason: str

    @property
    def own(self) -> bool:
        """Whether its author took it back."""
        return self.by.id == self.facts.author.id

    @property
    def uri(self) -> str:
        """What the post was called."""
        return self.facts.post.uri


def own_delete(outbound: Outbound, removal: Removal) -> Activity:
    """Take back what one wrote."""
    to = addressing.of_post(removal.facts)
    return Activity(
        type="Delete",
        id=outbound.uris.activity(removal.row.id),
        actor=removal.facts.author.uri,
        objects=(notes.tombstone(removal.facts.post, removal.reason),),
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=removal.row.created,
    )


def steward_delete(outbound: Outbound, removal: Removal, by: ActorRow) -> Activity:
    """Remove as a steward: a `summary`, even a blank one, is what tells it from a self-delete."""
    to = addressing.of_removal(removal.facts)
    return Activity(
        type="Delete",
        id=outbound.uris.activity(f"{removal.row.id}-removal"),
        actor=by.uri,
        objects=(removal.uri,),
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        summary=removal.reason or " ",
        published=removal.row.created,
    )
