"""Thank somebody, for a work of theirs or as such."""

from typing import Final

from starlette.responses import Response

from fedcop.community import accounts, posts
from fedcop.community.drafts import Draft
from fedcop.community.practice import thanks
from fedcop.community.practice.parts import ThanksPart
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.composing import compose
from fedcop.web.forms import Form, Problems
from fedcop.web.pages import profiles, threads

_LONGEST: Final = 2_000


async def show_work(ask: Ask) -> Response:
    """Show the form to thank whoever wrote something."""
    return await _show(ask, *await _work(ask), Form(), Problems())


async def thank_for(ask: Ask) -> Response:
    """Thank whoever wrote something."""
    return await _thank(ask, *await _work(ask))


async def show_person(ask: Ask) -> Response:
    """Show the form to thank somebody."""
    return await _show(ask, await profiles.find(ask), None, Form(), Problems())


async def thank(ask: Ask) -> Response:
    """Thank somebody."""
    return await _thank(ask, await profiles.find(ask), None)


async def hide(ask: Ask) -> Response:
    """Show thanks to oneself no longer."""
    await ask.do(thanks.hide, ask.me, ask.number("id"), hidden=True)
    return ask.back(paths.of_actor(ask.me))


async def unhide(ask: Ask) -> Response:
    """Show thanks to oneself again."""
    await ask.do(thanks.hide, ask.me, ask.number("id"), hidden=False)
    return ask.back(paths.of_actor(ask.me))


async def _work(ask: Ask) -> tuple[ActorRow, PostRow]:
    line = await threads.find_standing(ask)
    person = await accounts.find(ask.store, line.post.author_id)
    if person is None:
        raise NotFound("Whoever wrote this is not known any more.")
    return person, line.post


async def _thank(ask: Ask, person: ActorRow, work: PostRow | None) -> Response:
    problems, words = Problems(), ask.form.text("words")
    if not words.strip():
        problems.add("words", "Say what for: that is what makes it worth something.")
    elif len(words) > _LONGEST:
        problems.add("words", f"Write {_LONGEST:,} characters at most.")
    if problems:
        return await _show(ask, person, work, ask.form, problems)
    composed = await compose(ask, words)
    draft = Draft(
        content=composed.content,
        source=words,
        reply_to_id=work.id if work else 0,
        audience=Audience(work.audience) if work else Audience.PUBLIC,
        mentions=tuple(dict.fromkeys((person.id, *composed.mentions))),
        hashtags=composed.hashtags,
        practice=ThanksPart(person.uri, work.uri if work else ""),
    )
    try:
        post = await ask.do(posts.write, ask.me, draft)
    except (Invalid, Refused) as error:
        problems.take(error, {"person": "words"})
        return await _show(ask, person, work, ask.form, problems)
    return await threads.lead_to(ask, post)


async def _show(
    ask: Ask, person: ActorRow, work: PostRow | None, form: Form, problems: Problems
) -> Response:
    status = 422 if problems else 200
    facts = {"person": person, "work": work, "form": form, "problems": problems}
    return await ask.page("thank.html", status, **facts)
