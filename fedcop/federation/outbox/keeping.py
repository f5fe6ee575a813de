"""What each revision of ours said, written and proved once: its bytes never change."""

from dataclasses import replace

from fedcop.community.practice import artifacts as nouns
from fedcop.federation.documents import facts
from fedcop.federation.documents.practice import artifact
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.batch import Unit
from fedcop.store.queries import artifacts, posts
from fedcop.store.queries.actors import find_actor


async def keep_revisions(unit: Unit, number: int, outbound: Outbound) -> None:
    """Write the documents of an artifact's revisions that have none yet, in the unit that tells."""
    row = await artifacts.find_artifact(unit, number)
    post = await posts.find_post(unit, number) if row else None
    if row is None or post is None or post.deleted or not post.local:
        return
    around = await facts.around(unit, post)
    if around is None:
        return
    around = replace(around, mentioned=())
    for said in await artifacts.list_unproved(unit, number):
        by = await find_actor(unit, said.author_id) or around.author
        document = artifact.revision(around, row, said, by.uri)
        body = await outbound.seal(around.author.id, document)
        name = nouns.keep_document(unit, body)
        unit.add(artifacts.prove(row.id, said.number, name))
