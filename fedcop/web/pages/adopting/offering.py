"""Suggest an edit or offer a version back; judge what is offered, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from starlette.responses import Response

from fedcop.community import accounts, offering_back, timelines
from fedcop.community.drafts import Draft
from fedcop.community.offering_back import Change, Offered
from fedcop.community.practice import adaptations, artifacts
from fedcop.community.practice.canonical import Said
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.offered_changes import (
    BODY,
    Part,
    changes,
    editable,
    parts_of,
    taken,
    text_in,
    with_texts,
)
from fedcop.community.practice.packing import said_by
from fedcop.community.practice.three_way import Choice
from fedcop.community.timelines import Line
from fedcop.errors import FedcopError, NotFound, Refused
from fedcop.federation.remote import taking_in
from fedcop.store.rows import ActorRow, ArtifactRow, OfferRow
from fedcop.tongues import N_, _
from fedcop.values import ArtifactPin, Audience
from fedcop.web.ask import Ask
from fedcop.web.composing import compose
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.library.reading import find_standing
from fedcop.web.pages.library.wishing import wish_of

_CHOICES: Final[Mapping[str, Choice]] = {"mine": "mine", "offered": "offered", "both": "both"}
_MOST_CONFLICTS: Final = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer in a list: who makes it, and to what."""

    row: OfferRow
    title: str
    by: ActorRow | None
    label: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An offer with what it would change."""

    offered: Offered
    line: Line
    by: ActorRow
    mine: Said
    parts: tuple[Part, ...]
    based: bool  # whether we have what it began from
    now: int  # the revision of the original that is shown


async def suggest(ask: Ask) -> Response:
    """Show what it says, to be changed."""
    line, row = await _of_another(ask)
    said = await _said(ask, row)
    texts = {"title": said.title, "abstract": said.abstract, BODY: said.source}
    texts |= {f"f-{one.name}": text_in(said, one) for one in editable(row.kind)}
    return await _show_form(ask, (line, row), Form(texts), Problems())


async def post_suggestion(ask: Ask) -> Response:
    """Offer what was changed to who wrote it."""
    line, row = await _of_another(ask)
    said, form, problems = await _said(ask, row), ask.form, Problems()
    texts = {"title": form.line("title"), "abstract": form.line("abstract"), BODY: form.text(BODY)}
    texts |= {one.name: form.text(f"f-{one.name}") for one in editable(row.kind)}
    changed = with_texts(said, texts)
    if not changed.title:
        problems.add("title", "Give it a title.")
    if changed == said:
        problems.add("", "Change something first.")
    if not problems:
        words = form.text("words")[: offering_back.LONGEST_WORDS]
        change = Change(changed, artifacts.pin_of(row), words=words)
        try:
            offer = await ask.do(offering_back.offer, ask.me, row.uri, change)
            return ask.go(f"/offers/{offer.id}")
        except FedcopError as error:
            problems.add("", error.safe)
    return await _show_form(ask, (line, row), form, problems)


async def offer_back(ask: Ask) -> Response:
    """Show what a version would change in its original, now."""
    line, row, original = await _own_version(ask)
    parts = await _against(ask, row, original)
    return await ask.page(
        "offer_back.html", line=line, row=row, original=original, parts=parts, any=changes(parts)
    )


async def post_offer_back(ask: Ask) -> Response:
    """Offer a version to who wrote the original."""
    _, row, original = await _own_version(ask)
    origin = adaptations.adapted_by(row)[0]
    words = ask.form.text("words")[: offering_back.LONGEST_WORDS]
    said = await _said(ask, row)
    change = Change(said, origin.target, artifacts.pin_of(row), words)
    offer = await ask.do(offering_back.offer, ask.me, original.uri, change)
    return ask.go(f"/offers/{offer.id}")


async def moved(ask: Ask) -> Response:
    """Show what changed in the original of a version, against the version."""
    line, row, original = await _own_version(ask)
    origin = adaptations.adapted_by(row)[0]
    base = await artifacts.find_by_pin(ask.store, origin.target)
    mine = await _said(ask, row)
    theirs = replace(await _said(ask, original), files=mine.files)
    parts = parts_of(said_by(base, original.kind) if base else mine, mine, theirs)
    return await ask.page(
        "moved.html", line=line, row=row, original=original, origin=origin, parts=parts, base=base
    )


async def index(ask: Ask) -> Response:
    """List the changes that are offered to somebody, and those they offer."""
    to_me = await offering_back.list_to(ask.store, ask.me)
    by_me = await offering_back.list_by(ask.store, ask.me)
    return await ask.page(
        "offers.html", to_me=await _list(ask, to_me), by_me=await _list(ask, by_me), of=None
    )


async def index_of(ask: Ask) -> Response:
    """List the changes that are offered to one artifact, for those whom they concern."""
    line, row = await find_standing(ask)
    found = await offering_back.list_of(ask.store, row.uri)
    if line.post.author_id != ask.me.id:
        found = [one for one in found if one.actor_id == ask.me.id]
    return await ask.page("offers.html", to_me=await _list(ask, found), by_me=[], of=line)


async def show(ask: Ask) -> Response:
    """Show what an offer would change, against what the original has become."""
    return await _show(ask, await _judged(ask), Form(), Problems())


async def answer(ask: Ask) -> Response:
    """Take it in, talk about it, or decline it."""
    judged, form, problems = await _judged(ask), ask.form, Problems()
    if judged.line.post.author_id != ask.me.id:
        raise Refused("Only who wrote the original answers what is offered to it.")
    words = form.text("words")[: offering_back.LONGEST_WORDS]
    try:
        if form.ticked("accept"):
            await _accept(ask, judged)
        elif not words.strip():
            problems.add("words", "Say why, in a sentence that helps.")
        elif form.ticked("talk"):
            await _talk(ask, judged, words)
        else:
            await ask.do(offering_back.decline, ask.me, judged.offered.row.id, words)
    except FedcopError as error:
        problems.add("", error.safe)
    if problems:
        return await _show(ask, judged, form, problems)
    return ask.go(f"/offers/{judged.offered.row.id}")


async def _accept(ask: Ask, judged: Judged) -> None:
    if ask.form.number("now") != judged.now:
        raise Refused("The original was changed meanwhile; look at it again.")
    chosen = {
        at: _CHOICES[word]
        for at in range(_MOST_CONFLICTS)
        if (word := ask.form.line(f"choice-{at}")) in _CHOICES
    }
    said = taken(judged.mine, judged.parts, chosen)
    row = judged.offered.original
    revision = await artifacts.revision(ask.store, row.id, row.number)
    wish = await wish_of(ask, judged.line, row, revision)
    edit = await taking_in.edit_of(ask.site.reach, judged.line.post, wish, said, judged.by)
    await ask.do(offering_back.accept, ask.me, judged.offered.row.id, edit)


async def _talk(ask: Ask, judged: Judged, words: str) -> None:
    """Write an answer that names whoever offered it, under the original."""
    host = judged.by.host or ask.site.settings.host
    text = f"@{judged.by.name}@{host} {words}"
    composed = await compose(ask, text)
    draft = Draft(
        content=composed.content,
        source=text,
        reply_to_id=judged.line.post.id,
        audience=Audience(judged.line.post.audience),
        mentions=composed.mentions,
        hashtags=composed.hashtags,
    )
    await ask.do(offering_back.talk, ask.me, judged.offered.row.id, draft)


async def _show(ask: Ask, judged: Judged, form: Form, problems: Problems) -> Response:
    return await ask.page(
        "offer.html",
        422 if problems else 200,
        judged=judged,
        form=form,
        problems=problems,
        label=offering_back.LABELS[judged.offered.row.state],
        answers=judged.line.post.author_id == ask.me.id and judged.offered.waits,
        any=changes(judged.parts),
    )


async def _show_form(
    ask: Ask, what: tuple[Line, ArtifactRow], form: Form, problems: Problems
) -> Response:
    line, row = what
    kind = KINDS.get(row.kind)
    return await ask.page(
        "suggest.html",
        422 if problems else 200,
        line=line,
        row=row,
        form=form,
        problems=problems,
        fields=editable(row.kind),
        body=_(kind.body if kind else N_("Text")),
    )


async def _judged(ask: Ask) -> Judged:
    """Read an offer for those whom it concerns. Raises NotFound."""
    offered = await offering_back.find(ask.store, ask.number("id"))
    line = await timelines.post(ask.store, ask.viewer, offered.post.id)
    by = await accounts.find(ask.store, offered.row.actor_id)
    concerned = {offered.post.author_id, offered.row.actor_id}
    if line is None or line.post.deleted or by is None or ask.me.id not in concerned:
        raise NotFound("There is no such offer, or it is not for you.")
    row = offered.original
    mine = await _said(ask, row)
    base = await offering_back.base_of(ask.store, offered)
    began = base or mine
    parts = parts_of(began, mine, offering_back.asked_in(offered, began))
    return Judged(offered, line, by, mine, parts, base is not None, row.number)


async def _against(ask: Ask, row: ArtifactRow, original: ArtifactRow) -> tuple[Part, ...]:
    """Put a version together with its original, as that is now."""
    base = await _base(ask, row, original)
    mine, ours = await _said(ask, original), await _said(ask, row)
    named = replace(ours, title=(base or mine).title)  # it is offered without its own name
    return parts_of(base or mine, mine, named)


async def _base(ask: Ask, row: ArtifactRow, original: ArtifactRow) -> Said | None:
    pin: ArtifactPin = adaptations.adapted_by(row)[0].target
    found = await artifacts.find_by_pin(ask.store, pin)
    return said_by(found, original.kind) if found else None


async def _said(ask: Ask, row: ArtifactRow) -> Said:
    return said_by(await artifacts.revision(ask.store, row.id, row.number), row.kind)


async def _of_another(ask: Ask) -> tuple[Line, ArtifactRow]:
    """Find an artifact that somebody else wrote. Raises NotFound, Gone and Refused."""
    line, row = await find_standing(ask)
    if line.post.author_id == ask.me.id:
        raise Refused("This is yours: change it yourself.")
    return line, row


async def _own_version(ask: Ask) -> tuple[Line, ArtifactRow, ArtifactRow]:
    """Find a version of one's own, and its original. Raises NotFound, Gone and Refused."""
    line, row = await find_standing(ask)
    if line.post.author_id != ask.me.id:
        raise Refused("Only who made a version offers it back.")
    origins = adaptations.adapted_by(row)
    found = await adaptations.original_of(ask.store, origins[0]) if origins else None
    if found is None:
        raise NotFound("The original of this is not here.")
    return line, row, found[0]


async def _list(ask: Ask, rows: list[OfferRow]) -> list[Shown]:
    shown = []
    for row in rows:
        artifact = await artifacts.find(ask.store, row.target_uri)
        line = await timelines.post(ask.store, ask.viewer, artifact.id) if artifact else None
        if line is None or line.post.deleted:
            continue
        by = await accounts.find(ask.store, row.actor_id)
        shown.append(Shown(row, line.post.title, by, offering_back.LABELS.get(row.state, "")))
    return shown
