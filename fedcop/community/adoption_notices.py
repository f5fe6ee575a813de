"""What follows when somebody applies a practice: they are asked for the result; failures count."""

from typing import Final

from fedcop.community import notice_rules
from fedcop.community.events import PostRevised, PostWritten
from fedcop.community.practice import adoptions, confirming, lifecycle
from fedcop.community.practice.cycles import NOT
from fedcop.community.practice_events import AdoptionConfirmed, ResultDue
from fedcop.store.batch import Unit
from fedcop.store.queries import artifacts, notifications, posts
from fedcop.store.queries.notifications import About

_REASON: Final = "{} teams applied it and say that it did not work."


async def ask_result(unit: Unit, event: ResultDue) -> None:
    """Remind somebody to tell what came of what they apply; the second time once more."""
    row = await adoptions.find(unit, event.post)
    post = await posts.find_post(unit, event.post)
    if row is None or post is None or post.deleted or not row.waits:
        return
    artifact = await posts.find_post_by_uri(unit, row.artifact_uri)
    by = artifact.author_id if artifact is not None else row.adopter_id
    about = About("result_due", by, of=row.id, post_id=row.id)
    unit.add(notifications.untell(row.adopter_id, about))
    await notice_rules.tell(unit, row.adopter_id, about)


async def propose(unit: Unit, event: PostWritten | PostRevised) -> None:
    """Let who says in another program that they apply something of ours confirm it."""
    reply = await posts.find_post(unit, event.post)
    if reply is not None and reply.reply_to_id:
        await confirming.propose(unit, reply)


async def look_at_failures(
    unit: Unit, event: PostWritten | PostRevised | AdoptionConfirmed
) -> None:
    """Ask for a review of one of ours when two teams say that it did not work."""
    row = await adoptions.find(unit, event.post)
    if row is None or row.result != NOT:
        return
    failed = (await adoptions.results_of(unit, row.artifact_uri)).failed
    artifact = await artifacts.find_artifact_by_uri(unit, row.artifact_uri)
    if artifact is not None and failed >= adoptions.FAILURES:
        await lifecycle.needs_review(unit, artifact, _REASON.format(failed))
