"""Say an artifact anew: its next revision, a restored one, or a draft of either."""

from dataclasses import replace

from starlette.responses import Response

from fedcop.community import communities, media
from fedcop.community.practice import artifact_drafts, artifacts
from fedcop.community.practice.changes import Changes, compare_revisions
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.packing import files_of
from fedcop.community.timelines import Line
from fedcop.errors import NotFound, Refused
from fedcop.store.rows import ArtifactDraftRow, ArtifactRow
from fedcop.web.ask import Ask
from fedcop.web.pages.library import filling
from fedcop.web.pages.library.filling import Filling
from fedcop.web.pages.library.reading import find_standing
from fedcop.web.pages.library.sheets import form_page, keep, publish, publish_revision
from fedcop.web.pages.library.telling import said_in
from fedcop.web.pages.library.wishing import wish_of
from fedcop.web.pages.threads import community_of


async def edit(ask: Ask) -> Response:
    """Show the form of the next revision, or of an earlier one to be restored."""
    line, row = await _own(ask)
    return await _form(ask, line, row, await _known(ask, line, row, _restored(ask)))


async def post_edit(ask: Ask) -> Response:
    """Publish the next revision, keep it as a draft, or show it."""
    line, row = await _own(ask)
    filled = await filling.read(ask, await _known(ask, line, row, ask.form.number("restores")))
    filled.base = ask.form.number("base") or row.number
    return await _revise(ask, line, row, filled)


async def drafts(ask: Ask) -> Response:
    """List what somebody is writing."""
    rows = await artifact_drafts.list_of(ask.store, ask.me)
    places = [await communities.find(ask.store, row.community_id) for row in rows]
    return await ask.page("drafts.html", drafts=list(zip(rows, places, strict=True)), kinds=KINDS)


async def draft(ask: Ask) -> Response:
    """Show a draft to go on with."""
    row = await artifact_drafts.get(ask.store, ask.me, ask.number("id"))
    filled = await _resumed(ask, row)
    group = await communities.find(ask.store, row.community_id)
    return await form_page(ask, group, filled, f"/drafts/{row.id}")


async def post_draft(ask: Ask) -> Response:
    """Go on with a draft: publish it, keep it, or show it."""
    row = await artifact_drafts.get(ask.store, ask.me, ask.number("id"))
    filled = await filling.read(ask, await _resumed(ask, row))
    if not row.artifact_id:
        group = await communities.find(ask.store, row.community_id)
        return await publish(ask, group, filled, f"/drafts/{row.id}")
    ask.request.path_params["id"] = str(row.artifact_id)
    line, artifact = await _own(ask)
    filled.base = ask.form.number("base") or row.number
    return await _revise(ask, line, artifact, filled)


async def discard(ask: Ask) -> Response:
    """Throw a draft away."""
    await ask.do(artifact_drafts.discard, ask.me, ask.number("id"))
    return ask.go("/drafts")


async def _revise(ask: Ask, line: Line, row: ArtifactRow, filled: Filling) -> Response:
    if ask.form.ticked("save") and not filling.is_unfinished(ask):
        return await keep(ask, filled, row.id)
    if filling.is_unfinished(ask) or filled.problems:
        return await _form(ask, line, row, filled)
    base = filled.base
    if await publish_revision(ask, line.post, row, filled):
        return ask.go(f"/a/{row.id}")
    return await _form(ask, line, row, filled, base if filled.conflict else 0)


async def _form(
    ask: Ask, line: Line, row: ArtifactRow, filled: Filling, since: int = 0
) -> Response:
    """Show the form; with what somebody else changed `since`, where they were quicker."""
    filled.base = filled.base or row.number
    if since:
        filled.theirs = await _changes(ask, row, since)
    action = f"/drafts/{filled.draft}" if filled.draft else f"/a/{row.id}/edit"
    return await form_page(ask, await community_of(ask, line.post), filled, action)


async def _changes(ask: Ask, row: ArtifactRow, since: int) -> Changes:
    before = await artifacts.revision(ask.store, row.id, since)
    after = await artifacts.revision(ask.store, row.id, row.number)
    return compare_revisions(said_in(before), said_in(after))


async def _own(ask: Ask) -> tuple[Line, ArtifactRow]:
    """Find the artifact in the address for its author. Raises NotFound, Gone and Refused."""
    line, row = await find_standing(ask)
    if line.post.author_id != ask.me.id:
        raise Refused("Only its author can revise it. Suggest an edit instead.")
    return line, row


def _restored(ask: Ask) -> int:
    text = ask.request.query_params.get("restore", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0  # noqa: PLR2004


async def _known(ask: Ask, line: Line, row: ArtifactRow, restores: int) -> Filling:
    """Fill the form with what the artifact says, or said in an earlier revision."""
    number = restores or row.number
    if number > row.number:
        raise NotFound("There is no such revision.")
    revision = await artifacts.revision(ask.store, row.id, number)
    wish = await wish_of(ask, line, row, revision)
    if restores:
        wish = replace(wish, restores=restores, note=f"Restores r{restores}")
    ids = [file.media_id for file in files_of(revision) if file.media_id]
    rows = await media.some(ask.store, ids) if restores else {}
    shown = (await media.of_posts(ask.store, [row.id])).get(row.id, [])
    files = [rows[one] for one in ids if one in rows] if restores else shown
    filled = await filling.filled_with(ask, wish, files)
    filled.base = row.number
    filled.artifact_id = row.id
    return filled


async def _resumed(ask: Ask, row: ArtifactDraftRow) -> Filling:
    wish = artifact_drafts.wish_of(row)
    kept = row.artifact_id and wish.media is None
    shown = (await media.of_posts(ask.store, [row.artifact_id])) if kept else {}
    filled = await filling.filled_with(ask, wish, shown.get(row.artifact_id, ()))
    filled.draft, filled.base, filled.artifact_id = row.id, row.number, row.artifact_id
    return filled
