"""Say on the page of a question which answer helped."""

from starlette.responses import Response

from fedcop.community import answers
from fedcop.web.ask import Ask
from fedcop.web.pages.threads import find_standing, lead_to


async def accept(ask: Ask) -> Response:
    """Say that an answer helped."""
    line = await find_standing(ask)
    await ask.do(answers.accept, ask.me, line.post.id, ask.number("answer"))
    return await lead_to(ask, line.post)


async def unaccept(ask: Ask) -> Response:
    """Say that it did not help after all."""
    line = await find_standing(ask)
    await ask.do(answers.unaccept, ask.me, line.post.id)
    return await lead_to(ask, line.post)
