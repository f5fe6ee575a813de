"""The page of an artifact: read it, trust it, use it; and what was said of it."""

from dataclasses import dataclass, field
from typing import Final

from starlette.responses import Response

from fedcop.community import catching_up, growing, keepsakes, reached, timelines
from fedcop.community.practice import adoptions, artifacts, glossary, reviews
from fedcop.community.practice.adoptions import Applied
from fedcop.community.practice.glossary import Term
from fedcop.community.practice.kinds_of_telling import TERM
from fedcop.community.practice.reviews import Review
from fedcop.community.timelines import Line, Thread
from fedcop.errors import NotFound
from fedcop.markup.text import to_text
from fedcop.store.rows import ActorCard, ArtifactRevisionRow, PostRow
from fedcop.tongues import N_
from fedcop.web.ask import Ask
from fedcop.web.pages import threads
from fedcop.web.pages.library import reading
from fedcop.web.pages.library.reading import Reading, find, find_standing, is_gone

TABS: Final = {
    "discussion": N_("Discussion"),
    "reviews": N_("Reviews"),
    "results": N_("Results"),
}
_LISTED: Final = 50
_WITHDRAWN: Final = 410


@dataclass(frozen=True, slots=True)
class Talk:
    """What stands in the tab that is open."""

    tab: str
    thread: Thread | None = None
    reviews: tuple[tuple[Review, ActorCard, Line], ...] = ()
    results: tuple[Applied, ...] = ()
    history: tuple[ArtifactRevisionRow, ...] = ()
    authors: dict[int, ActorCard] = field(default_factory=dict)


async def show(ask: Ask) -> Response:
    """Show an artifact as it is now, or what it takes to cite it."""
    line, row = await find(ask)
    if is_gone(line, row):
        return await _stub(ask, line)
    await catching_up.look_at(ask.store, ask.viewer, line.post)
    read = await reading.read(ask, line, row)
    tab = ask.request.query_params.get("tab", "")
    talk = await _talk(ask, read, tab if tab in TABS else "discussion")
    answer = await threads.may_answer(ask, line.post)
    return await ask.page(
        "artifact.html",
        read=read,
        talk=talk,
        tabs=TABS,
        saved=await _is_saved(ask, line),
        grown=await growing.grown(ask.store, ask.viewer, row),
        terms=await _terms(ask, read),
        reached=await reached.of_posts(ask.store, _followed(ask, read, talk)),
        nodes=await threads.nodes_of(ask, read.group),
        may_answer=answer,
        may=(ask.viewer.id if ask.viewer else 0, read.steward, bool(answer), 0),
    )


async def revision(ask: Ask) -> Response:
    """Show what an artifact said at one time."""
    line, row = await find_standing(ask)
    number = ask.number("number")
    if not number:
        raise NotFound("There is no such revision.")
    read = await reading.read(ask, line, row, number)
    return await ask.page("artifact_revision.html", read=read)


async def print_it(ask: Ask) -> Response:
    """Show an artifact as it looks best on paper."""
    line, row = await find_standing(ask)
    return await ask.page("artifact_print.html", read=await reading.read(ask, line, row))


async def save(ask: Ask) -> Response:
    """Keep an artifact to come back to."""
    line, _ = await find_standing(ask)
    await ask.do(keepsakes.bookmark, ask.me, line.post.id)
    return ask.back(f"/a/{line.post.id}")


async def unsave(ask: Ask) -> Response:
    """Let a saved artifact go."""
    line, _ = await find(ask)
    await ask.do(keepsakes.unbookmark, ask.me, line.post.id)
    return ask.back(f"/a/{line.post.id}")


async def grow(ask: Ask) -> Response:
    """Begin what comes next: of an idea an experiment, of that a way of working."""
    line, _ = await find_standing(ask)
    draft = await ask.do(growing.begin, ask.me, line.post.id)
    return ask.go(f"/drafts/{draft.id}")


async def _stub(ask: Ask, line: Line) -> Response:
    """Show what is left of what was withdrawn: enough to cite it, and why it went."""
    row = await artifacts.get(ask.store, line.post.id)
    latest = await artifacts.history(ask.store, row.id, limit=1)
    successor = await reading.find_lines(ask, [row.superseded_by])
    return await ask.page(
        "artifact_gone.html",
        _WITHDRAWN,
        line=line,
        row=row,
        latest=latest[0] if latest else None,
        successor=successor.get(row.superseded_by),
    )


async def _terms(ask: Ask, read: Reading) -> list[Term]:
    """Find which words of the community an artifact uses, so that nobody needs a dictionary."""
    if read.group is None or read.row.kind == TERM.name:
        return []
    known = await glossary.terms(ask.store, read.group.actor.id, ask.viewer)
    return glossary.used_in(known, to_text(read.revision.content)) if known else []


async def _talk(ask: Ask, read: Reading, tab: str) -> Talk:
    """Read what stands in a tab."""
    store, viewer, uri = ask.store, ask.viewer, read.row.uri
    if tab == "results":
        number = viewer.id if viewer else 0
        return Talk(tab, results=tuple(await adoptions.list_of(store, uri, number, limit=_LISTED)))
    if tab == "reviews":
        found = await reviews.list_of(store, uri, limit=_LISTED)
        lines = await timelines.some(store, viewer, [review.row.id for review, _ in found])
        seen = {line.post.id: line for line in lines if not line.post.deleted}
        shown = ((one, by, seen[one.row.id]) for one, by in found if one.row.id in seen)
        return Talk(tab, reviews=tuple(shown))
    later = threads.after(ask)
    return Talk(tab, thread=await timelines.thread(store, viewer, read.row.id, later))


def _followed(ask: Ask, read: Reading, talk: Talk) -> list[PostRow]:
    if talk.thread is None:
        return []
    return threads.followed(ask, talk.thread, steward=read.steward)


async def _is_saved(ask: Ask, line: Line) -> bool:
    if ask.viewer is None:
        return False
    return await keepsakes.is_bookmarked(ask.store, ask.viewer.id, line.post.id)
