"""Make a piece of practice of a thread: choose what goes into it, then go on in the editor."""

from starlette.responses import Response

from fedcop.community import harvesting, timelines
from fedcop.community.harvesting import Harvest
from fedcop.community.practice import questions
from fedcop.community.practice.kinds import KINDS
from fedcop.community.timelines import Line
from fedcop.errors import Conflict, Refused
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.threads import community_of, find_standing


async def choose(ask: Ask) -> Response:
    """Show what could go into it."""
    return await _show(ask, await find_standing(ask), Problems())


async def begin(ask: Ask) -> Response:
    """Begin the draft, and lead to its editor."""
    line, problems = await find_standing(ask), Problems()
    named = [name.removeprefix("reply-") for name in ask.form.fields if name.startswith("reply-")]
    numbers = tuple(int(one) for one in named if one.isascii() and one.isdigit())
    harvest = Harvest(ask.form.line("kind"), numbers)
    try:
        draft = await ask.do(harvesting.begin, ask.me, line.post.id, harvest)
    except (Refused, Conflict) as error:
        problems.add("", error.safe)
        return await _show(ask, line, problems)
    return ask.go(f"/drafts/{draft.id}")


async def _show(ask: Ask, line: Line, problems: Problems) -> Response:
    post = line.post
    thread = await timelines.thread(ask.store, ask.viewer, post.root_id)
    replies = [one for one in thread.replies if not one.post.deleted] if thread else []
    row = await questions.find(ask.store, post.id)
    alike = await harvesting.own_answers_alike(ask.store, ask.me, post) if row else []
    return await ask.page(
        "make.html",
        422 if problems else 200,
        line=line,
        group=await community_of(ask, post),
        replies=replies,
        alike=alike,
        accepted=row.accepted_id if row else 0,
        kinds=KINDS,
        form=ask.form,
        problems=problems,
    )
