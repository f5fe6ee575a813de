"""A report of the demo: from whoever makes it to the appeal that waits for an answer."""

from fedcop.cli.demo.stage import Stage
from fedcop.cli.demo.steps import Complain
from fedcop.community import moderation
from fedcop.community.moderating import appealing, casework
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform


async def complain(stage: Stage, step: Complain) -> str:
    """Report a post, remove it as a steward, and ask for another look as its author."""
    for each in stage.nodes.values():
        await stage.post(step.post, each)  # what is gone before it was told is told nobody
    node = stage.home_of(step.steward)
    post = await stage.post(step.post, node)
    reporter, steward = await stage.person(step.reporter), await stage.person(step.steward)
    complaint = Complaint(
        post.author_id, post.community_id, (post.uri,), step.text, category="violation"
    )
    report = await perform(node.store, moderation.report, reporter, complaint)
    judge = Judge(steward.id, "member", post.community_id)
    deed = Deed(act="remove", reason=step.reason)
    [made] = await perform(node.store, casework.resolve, judge, report.id, deed, "Thank you.")
    await perform(node.store, appealing.appeal, post.author_id, made.id, step.appeal)
    return ""
