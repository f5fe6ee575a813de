"""Find somebody or something elsewhere by handle or address."""

import asyncio
from typing import Final

from starlette.responses import Response

from fedcop.errors import FedcopError, Malformed, NotFound, Refused, TooMany, Unreachable
from fedcop.federation.remote import lookup
from fedcop.store.rows import PostRow
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems

_SECONDS: Final = 30.0
_LONGEST: Final = 2_000


async def show(ask: Ask) -> Response:
    """Show the form to find somebody."""
    wanted = ask.request.query_params.get("q", "")[:_LONGEST]
    return await _form(ask, Form({"q": wanted}), Problems())


async def act(ask: Ask) -> Response:
    """Find somebody or something, asking its node when it is not known here."""
    wanted, problems = ask.form.line("q"), Problems()
    if not wanted or len(wanted) > _LONGEST:
        problems.add("q", "Write a handle or an address.")
        return await _form(ask, ask.form, problems)
    try:
        async with asyncio.timeout(_SECONDS):
            found = await lookup.find(ask.site.reach, wanted)
    except TimeoutError:
        problems.add("q", "Their node did not answer in time. Try again later.")
    except TooMany:
        raise
    except FedcopError as error:
        problems.add("q", _why(error))
    else:
        there = paths.of_post(found) if isinstance(found, PostRow) else paths.of_actor(found)
        return ask.go(there)
    return await _form(ask, ask.form, problems)


async def _form(ask: Ask, form: Form, problems: Problems) -> Response:
    return await ask.page("lookup.html", 422 if problems else 200, form=form, problems=problems)


def _why(error: FedcopError) -> str:
    """Say in plain words why nothing was found; details of other nodes are for the log."""
    if isinstance(error, NotFound):
        return "Nothing was found there. Check the spelling, the part after the last @ above all."
    if isinstance(error, Malformed):
        return "This is no handle like @name@host, and no address like https://host/…"
    if isinstance(error, Refused):
        return "This node does not speak with theirs, or their answer could not be trusted."
    if isinstance(error, Unreachable):
        return "Their node cannot be reached just now. Try again later."
    return "Their node gave an answer that cannot be used here."
