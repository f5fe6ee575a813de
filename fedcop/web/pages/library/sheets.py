"""The form of an artifact on its way: shown, kept as a draft, published, or sent back."""

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import media, posts, publishing
from fedcop.community.practice import artifact_drafts
from fedcop.community.practice.kinds import EVIDENCE, LICENSES, WORKS_FOR
from fedcop.errors import Conflict, Invalid, Refused
from fedcop.federation.remote.shaping import reshape, shape
from fedcop.store.rows import ArtifactRow, GroupRow, PostRow
from fedcop.values import Audience
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.pages.library import filling
from fedcop.web.pages.library.filling import AUDIENCES, Filling
from fedcop.web.pages.library.telling import tell
from fedcop.web.pages.threads import nodes_of


async def form_page(ask: Ask, group: GroupRow | None, filled: Filling, action: str) -> Response:
    """Show the form with what was filled in."""
    return await ask.page(
        "artifact_form.html",
        422 if filled.problems else 200,
        filled=filled,
        kind=filled.kind,
        problems=filled.problems,
        group=group,
        action=action,
        nodes=await nodes_of(ask, group),
        choices=AUDIENCES if group else (Audience.PUBLIC, Audience.UNLISTED),
        licenses=LICENSES,
        levels=EVIDENCE,
        works_for=WORKS_FOR,
        tell=tell,
        most_files=media.MOST_OF_ARTIFACT,
    )


async def keep(ask: Ask, filled: Filling, artifact_id: int = 0) -> Response:
    """Save what was filled in, however much is missing."""
    if filled.draft:
        await ask.do(artifact_drafts.save, ask.me, filled.draft, filled.ready())
        return ask.go(f"/drafts/{filled.draft}?saved=1")
    row = await ask.do(
        artifact_drafts.begin, ask.me, filled.ready(), artifact_id=artifact_id, number=filled.base
    )
    return ask.go(f"/drafts/{row.id}?saved=1")


async def publish(ask: Ask, group: GroupRow | None, filled: Filling, action: str) -> Response:
    """Do what the button of a form asks: publish it, keep it, or show how it will look."""
    if filling.is_unfinished(ask) or (filled.problems and not ask.form.ticked("save")):
        return await form_page(ask, group, filled, action)
    if ask.form.ticked("save"):
        return await keep(ask, filled)
    try:
        made = await shape(ask.site.reach, filled.ready())
        if ask.form.ticked("preview"):
            filled.preview = Markup(made.content)  # noqa: S704 - sanitised by `shape`
            return await form_page(ask, group, filled, action)
        if filled.draft:
            post = await ask.do(publishing.publish, ask.me, filled.draft, made)
        else:
            post = await ask.do(posts.write, ask.me, made)
    except (Invalid, Refused) as error:
        filled.take(error)
        return await form_page(ask, group, filled, action)
    return ask.go(paths.of_post(post))


async def publish_revision(ask: Ask, post: PostRow, row: ArtifactRow, filled: Filling) -> bool:
    """Let an artifact say what was filled in; False where it is to be looked at again."""
    if filled.base and filled.base != row.number:
        filled.conflict, filled.base = True, row.number
        filled.problems.add("", "Somebody revised this meanwhile. Look at both below.")
        return False
    try:
        made = await reshape(ask.site.reach, filled.ready(), post)
        if ask.form.ticked("preview"):
            filled.preview = Markup(made.content)  # noqa: S704 - sanitised by `shape`
            return False
        if filled.draft:
            done = await ask.do(publishing.publish_revision, ask.me, filled.draft, post.id, made)
        else:
            done = await ask.do(posts.revise, ask.me, post.id, made)
    except (Invalid, Refused, Conflict) as error:
        filled.take(error)
        return False
    if done is None:
        filled.problems.add("", "Nothing was changed, so there is nothing to publish.")
    return done is not None
