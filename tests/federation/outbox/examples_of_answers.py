"""What FEDERATION.md shows of questions: one that is asked, and the answer that helped."""

from typing import Any

from fedcop.community import answers
from fedcop.community.perform import perform
from fedcop.community.practice.parts import QuestionPart
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow
from tests.federation.outbox.telling import tell
from tests.writing import answer, write


async def questions(
    store: Store, ana: ActorRow, others: tuple[ActorRow, ActorRow, ActorRow]
) -> dict[str, list[Any]]:
    """Let a question be asked, answered from elsewhere, and the answer be accepted."""
    group, mira, _ = others
    post = await write(
        store,
        ana,
        "<p>We have agency staff.</p><h2>What I tried</h2><p>A whiteboard.</p>",
        source="We have agency staff.\n\n## What I tried\n\nA whiteboard.",
        title="How do you hand over at night?",
        community_id=group.id,
        hashtags=("night",),
        practice=QuestionPart("We have agency staff.", "A whiteboard.", "later"),
    )
    asked, _ = await tell(store)
    said = await answer(store, mira, post, uri="https://riverside.example/n/115000000000000009")
    await tell(store)
    await perform(store, answers.accept, ana, post.id, said.id)
    told = await tell(store)
    accept = next(one for one in told if one.kind == "Accept" and one.actor_id == ana.id)
    chosen = next(one for one in told if one.kind == "ChooseAnswer")
    return {
        "Create": [asked.plain],
        "Accept": [accept.plain],
        "ChooseAnswer": [chosen.wrapped["object"]],
    }
