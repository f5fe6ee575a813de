"""What is kept of a report: what the posts said when somebody reported them, and no more."""

import orjson

from fedcop import clock, ids
from fedcop.store.batch import Unit
from fedcop.store.queries import media, reports
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import EvidenceRow, PostRow, ReportStepRow


async def keep_evidence(unit: Unit, report: int, uris: tuple[str, ...]) -> None:
    """Keep what posts say now, so that a report can be judged when they say something else."""
    for uri in uris:
        post = await post_queries.find_post_by_uri(unit, uri)
        said = await _said(unit, post) if post is not None and not post.deleted else {}
        number = post.id if post is not None else 0
        text = orjson.dumps(said).decode()
        row = EvidenceRow(ids.new_id(), report, number, uri, text, clock.now_ms())
        unit.add(reports.insert_evidence(row))


def add_step(
    unit: Unit, report: int, by: int, step: str, text: str = "", **about: object
) -> ReportStepRow:
    """Write down a step of the work on a report. Whoever reported is never named in one."""
    said = orjson.dumps(about).decode()
    row = ReportStepRow(ids.new_id(), report, by, step, text, said, clock.now_ms())
    unit.add(reports.insert_step(row))
    return row


async def _said(unit: Unit, post: PostRow) -> dict[str, object]:
    files = await media.list_of_post(unit, post.id)
    return {
        "title": post.title,
        "summary": post.summary,
        "content": post.content,
        "language": post.language,
        "published": post.published,
        "edited": post.edited,
        "revision": post.revision,
        "audience": post.audience,
        "files": [row.description for row in files],
    }
