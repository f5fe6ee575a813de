"""Take along what is one's own, and bring it from elsewhere."""

from typing import Final

from starlette.responses import Response

from fedcop.community import carrying, quotas
from fedcop.errors import Invalid, NotFound
from fedcop.web import words
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_PLACE: Final = "/settings/files"
_ENDS: Final = ".csv"


async def show(ask: Ask) -> Response:
    """Show what there is to take, the form to bring something, and what became of it."""
    return await _show(ask, Problems())


async def take(ask: Ask) -> Response:
    """Hand out one file. Raises NotFound."""
    name = str(ask.request.path_params["name"])
    kind = name.removesuffix(_ENDS)
    if kind not in carrying.KINDS or not name.endswith(_ENDS):
        raise NotFound("There is no such file.")
    text = await carrying.take(ask.store, ask.me, kind)
    headers = {"Content-Disposition": f'attachment; filename="{kind}{_ENDS}"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


async def bring(ask: Ask) -> Response:
    """Take a file in; its lines are done one after the other."""
    problems = Problems()
    try:
        await ask.do(carrying.bring, ask.me, ask.form.line("kind"), ask.form.text("file"))
    except Invalid as error:
        problems.take(error, {"file": "file", "kind": "kind"})
        return await _show(ask, problems)
    return ask.go(f"{_PLACE}?done=1")


async def _show(ask: Ask, problems: Problems) -> Response:
    failed = await carrying.list_failed(ask.store, ask.me)
    return await ask.page(
        "settings_files.html",
        422 if problems else 200,
        problems=problems,
        kinds=carrying.KINDS,
        waiting=await carrying.count_waiting(ask.store, ask.me),
        failed=[(row.kind, ", ".join(carrying.cells_of(row))[:200], row.error) for row in failed],
        use=await quotas.use_of(ask.store, ask.me.id, quotas.quota_of(ask.site.settings)),
        in_words=words.size,
        done=bool(ask.request.query_params.get("done")),
    )
