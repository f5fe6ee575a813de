"""What the organization says of its node: written and changed by those who run it."""

from starlette.responses import Response

from fedcop.community import texts
from fedcop.community.texts import Text
from fedcop.errors import Malformed
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.composing import describe
from fedcop.web.forms import Problems
from fedcop.web.pages.legal.texts import TITLES


async def show(ask: Ask) -> Response:
    """List the texts, and which of them somebody wrote."""
    written = await texts.list_texts(ask.store)
    return await framed(ask, "texts", written=written, titles=TITLES)


async def edit(ask: Ask) -> Response:
    """Show the form of one text."""
    kind = ask.word("kind")
    return await _form(ask, await texts.find_text(ask.store, kind), Problems())


async def change(ask: Ask) -> Response:
    """Say something else, or go back to the draft with nothing."""
    kind, source, problems = ask.word("kind"), ask.form.text("text"), Problems()
    try:
        await ask.do(texts.write_text, ask.me.id, kind, source, describe(ask, source))
    except Malformed as error:
        problems.take(error, {"text": "text"})
        return await _form(ask, Text(source), problems)
    return ask.go("/admin/texts?done=1")


async def _form(ask: Ask, text: Text, problems: Problems) -> Response:
    kind = ask.word("kind")
    status = 422 if problems else 200
    return await framed(
        ask, "text", status, kind=kind, title=TITLES[kind], text=text, problems=problems
    )
