"""Review without a name, by an address that names neither what is reviewed nor by whom."""

from starlette.responses import Response

from fedcop.community import communities, unnamed_reviews
from fedcop.errors import FedcopError
from fedcop.federation.remote import quietly
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.peers_review import reviewing, subject
from fedcop.web.pages.peers_review.reviewing import Sheet


async def review_unnamed(ask: Ask) -> Response:
    """Take a review that the voice of the community will say."""
    sheet, problems = await _read(ask), Problems()
    part = reviewing.read_part(ask, sheet, problems)
    if not problems:
        try:
            held = unnamed_reviews.hold_review
            await ask.do(held, ask.site.seal, ask.me, sheet.subject.row, part)
        except FedcopError as error:
            problems.take(error, reviewing.FIELDS)
    if problems:
        return await reviewing.show_sheet(ask, sheet, ask.form, problems)
    return ask.go(f"{sheet.subject.path}/review/{sheet.revision.number}")


async def take_unnamed_back(ask: Ask) -> Response:
    """Take such a review back, published or not."""
    sheet = await _read(ask)
    group = await communities.find(ask.store, sheet.subject.row.community_id)
    voice = await quietly.voice_of(ask.store, ask.site.seal, group.actor) if group else None
    back = unnamed_reviews.take_review_back
    await ask.do(back, ask.site.seal, ask.me, sheet.pin, voice)
    return ask.go(f"{sheet.subject.path}/review/{sheet.revision.number}")


async def _read(ask: Ask) -> Sheet:
    found = await subject.find_numbered(ask, ask.form.number("artifact"))
    return await reviewing.make_sheet(ask, found, ask.form.number("number"))
