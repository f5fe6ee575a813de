"""Revisions side by side: all there are, what changed between two, who wrote what."""

import asyncio
import re
from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from fedcop.community import library
from fedcop.community.practice import artifacts, standing
from fedcop.community.practice.blame import Paragraph, Told, blame
from fedcop.community.practice.changes import compare_revisions, plain
from fedcop.community.practice.kind import Kind
from fedcop.community.practice.kinds import KINDS
from fedcop.errors import NotFound
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow
from fedcop.values import JSON
from fedcop.web.ask import Ask
from fedcop.web.pages.library.reading import find_standing
from fedcop.web.pages.library.telling import said_in, tell

_LISTED: Final = 50
_BLAMED: Final = 300  # revisions that are looked at for who wrote what
_RANGE: Final = re.compile(r"([0-9]{1,6})\.\.([0-9]{1,6})")


async def history(ask: Ask) -> Response:
    """List the revisions of an artifact, the latest first."""
    line, row = await find_standing(ask)
    rows = await artifacts.history(ask.store, row.id, ask.before(), _LISTED)
    known = await standing.standing_of(ask.store, row)
    return await ask.page(
        "artifact_history.html",
        line=line,
        row=row,
        revisions=rows,
        authors=await library.authors(ask.store, [one.author_id for one in rows]),
        endorsed={one.number: one.endorser for one in known.endorsed},
        mine=ask.viewer is not None and ask.viewer.id == line.post.author_id,
        more=rows[-1].number if len(rows) == _LISTED and rows[-1].number > 1 else 0,
    )


async def compare(ask: Ask) -> Response:
    """Show what changed from one revision to another."""
    line, row = await find_standing(ask)
    before, after = await _pair(ask, row)
    told = compare_revisions(said_in(before), said_in(after))
    between = await artifacts.history(ask.store, row.id, after.number + 1, _LISTED)
    return await ask.page(
        "artifact_diff.html",
        line=line,
        row=row,
        before=before,
        after=after,
        telling=tell(told, row.kind),
        aside=ask.request.query_params.get("side", "") == "1",
        notes=[one for one in between if one.number > before.number],
        authors=await library.authors(ask.store, [one.author_id for one in between]),
        mine=ask.viewer is not None and ask.viewer.id == line.post.author_id,
    )


async def pick(ask: Ask) -> Response:
    """Lead from two revisions that were chosen to what changed between them."""
    query = ask.request.query_params
    chosen = [query.get("from", ""), query.get("to", "")]
    if not all(one.isascii() and one.isdigit() and len(one) <= 6 for one in chosen):  # noqa: PLR2004
        raise NotFound("There is no such revision.")
    first, second = sorted(map(int, chosen))
    return ask.go(f"/a/{ask.number('id')}/diff/{first}..{second}")


async def who_wrote(ask: Ask) -> Response:
    """Show who wrote which paragraph."""
    line, row = await find_standing(ask)
    rows = await artifacts.history(ask.store, row.id, limit=_BLAMED)
    found = await asyncio.to_thread(_told, KINDS[row.kind], rows)
    writers = {author for _, texts in found for one in texts for author in one.authors}
    return await ask.page(
        "artifact_blame.html",
        line=line,
        row=row,
        sections=found,
        revisions={one.number: one for one in rows},
        authors=await library.authors(ask.store, sorted(writers)),
        partly=rows[-1].number > 1,
    )


def _told(
    kind: Kind, rows: Sequence[ArtifactRevisionRow]
) -> list[tuple[str, tuple[Paragraph, ...]]]:
    """Say who wrote each paragraph of each field and of the body; `rows`: the latest first."""
    fields = [(one, artifacts.fields_of(one)) for one in reversed(rows)]
    parts = [
        (field.label, [_said(one, said.get(field.name)) for one, said in fields])
        for field in kind.fields
    ]
    parts.append((kind.body, [_said(one, one.source) for one in reversed(rows)]))
    found = ((label, blame(told)) for label, told in parts)
    return [(label, texts) for label, texts in found if texts]


def _said(row: ArtifactRevisionRow, value: JSON) -> Told:
    """Take each entry of a list for a paragraph of its own."""
    entries = value if isinstance(value, list) else [value]
    return Told(row.number, row.author_id, "\n\n".join(plain(one) for one in entries))


async def _pair(ask: Ask, row: ArtifactRow) -> tuple[ArtifactRevisionRow, ArtifactRevisionRow]:
    """Read the two revisions in the address. Raises NotFound."""
    found = _RANGE.fullmatch(ask.word("range"))
    if not found:
        raise NotFound("There is no such revision.")
    first, second = int(found[1]), int(found[2])
    before = await artifacts.revision(ask.store, row.id, first)
    return before, await artifacts.revision(ask.store, row.id, second)
