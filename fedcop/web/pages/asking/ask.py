"""Ask a community: one page, what others asked before in sight, and what was tried."""

from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import policy, posts, quiet, search, timelines
from fedcop.community.drafts import Draft, Edit, Words
from fedcop.community.practice import questions
from fedcop.community.practice.parts import QuestionPart
from fedcop.community.timelines import Line
from fedcop.errors import Malformed, Refused
from fedcop.markup.names import topics_in
from fedcop.store.rows import GroupRow, MediaRow, QuestionRow
from fedcop.values import Audience
from fedcop.web import bits, paths
from fedcop.web.answered import chip
from fedcop.web.ask import Ask
from fedcop.web.composing import compose
from fedcop.web.forms import Form, Problems
from fedcop.web.headers import with_script
from fedcop.web.pages import picking
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.communities import may_start
from fedcop.web.pages.threads import community_of, find_standing, lead_to, nodes_of

_LONGEST: Final = 20_000
_LONGEST_TITLE: Final = 200
_MOST_TOPICS: Final = 8
_LONGEST_QUERY: Final = 1_000
_AUDIENCES: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)


@dataclass(slots=True)
class Sheet:
    """A question that is being written: what so far, what is wrong with it, what is like it."""

    form: Form
    problems: Problems = field(default_factory=Problems)
    preview: Markup | None = None
    pictures: tuple[MediaRow, ...] = ()
    alike: tuple[tuple[Line, Markup], ...] = ()
    looked: bool = False  # whether what is like it was looked for


async def start(ask: Ask) -> Response:
    """Show the form, with what was looked for in vain as its title."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    title = " ".join(ask.request.query_params.get("q", "").split())[:_LONGEST_TITLE]
    sheet = Sheet(Form({"audience": str(group.practice.audience), "title": title}))
    if title:
        await _look(ask, group, sheet)
    return await _show(ask, group, sheet)


async def similar(ask: Ask) -> Response:
    """Show what is like a question: the form asks for it while it is written."""
    group, _ = await find_community(ask)
    text = ask.request.query_params.get("q", "")[:_LONGEST_QUERY]
    alike = await find_alike(ask, group, text)
    looked = bool(text.strip())
    return await ask.page("similar.html", group=group, text=text, alike=alike, looked=looked)


async def post(ask: Ask) -> Response:
    """Ask."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    sheet = await _sheet(ask)
    audience = _audience(ask, sheet.problems)
    if ask.form.ticked("similar"):
        sheet.problems = Problems()
        await _look(ask, group, sheet)
        return await _show(ask, group, sheet)
    if sheet.problems:
        return await _show(ask, group, sheet)
    composed = await compose(ask, _text(ask.form))
    if ask.form.ticked("preview"):
        sheet.preview = Markup(composed.content)  # noqa: S704 - sanitised by `render`
        await _look(ask, group, sheet)
        return await _show(ask, group, sheet)
    draft = Draft(
        content=composed.content,
        source=_text(ask.form),
        title=ask.form.line("title"),
        community_id=group.actor.id,
        audience=audience,
        language=_language(ask),
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        media=tuple(row.id for row in sheet.pictures),
        sensitive=bool(sheet.pictures) and ask.form.ticked("sensitive"),
        practice=_part(ask.form),
    )
    try:
        written = await ask.do(posts.write, ask.me, draft)
    except (Refused, Malformed) as error:
        sheet.problems.add("", error.safe)
        return await _show(ask, group, sheet)
    return ask.go(f"/t/{written.id}/route") if seat.member else await lead_to(ask, written)


async def anew(ask: Ask) -> Response:
    """Show the form to say a question anew."""
    line, row = await _own(ask)
    fields = {
        "title": line.post.title,
        "background": row.background or ("" if row.tried else line.post.source),
        "tried": row.tried,
        "urgency": row.urgency,
        **({"sensitive": "1"} if line.post.sensitive else {}),
        **({"closed": "1"} if row.state == questions.CLOSED else {}),
    }
    return await _show_anew(ask, line, Sheet(Form(fields), pictures=line.files))


async def say_anew(ask: Ask) -> Response:
    """Say a question anew, or close it; what it said before is kept."""
    line, row = await _own(ask)
    sheet = await _sheet(ask, line)
    if sheet.problems:
        return await _show_anew(ask, line, sheet)
    composed = await compose(ask, _text(ask.form))
    if ask.form.ticked("preview"):
        sheet.preview = Markup(composed.content)  # noqa: S704 - sanitised by `render`
        return await _show_anew(ask, line, sheet)
    state = questions.CLOSED if ask.form.ticked("closed") else questions.OPEN
    edit = Edit(
        content=composed.content,
        source=_text(ask.form),
        title=ask.form.line("title"),
        summary=line.post.summary,
        language=line.post.language,
        sensitive=bool(sheet.pictures) and ask.form.ticked("sensitive"),
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        cop=line.post.cop,
        media=tuple(picture.id for picture in sheet.pictures),
        words={picture.id: Words(picture.description) for picture in sheet.pictures},
        practice=_part(ask.form, state if row.state != questions.ANSWERED else ""),
    )
    await ask.do(posts.revise, ask.me, line.post.id, edit)
    return await lead_to(ask, line.post)


async def find_alike(ask: Ask, group: GroupRow, text: str) -> tuple[tuple[Line, Markup], ...]:
    """Find what was asked or written before about the same, with how each stands."""
    hits = await search.similar(ask.store, ask.viewer, group.actor.id, text)
    lines = await timelines.some(ask.store, ask.viewer, [hit.id for hit in hits])
    asked = [line.post.id for line in lines if line.post.practice == questions.KIND]
    chips = {row.id: chip(row) for row in await questions.list_some(ask.store, asked)}
    return tuple((line, chips.get(line.post.id, Markup())) for line in lines)


async def _look(ask: Ask, group: GroupRow, sheet: Sheet) -> None:
    text = f"{sheet.form.line('title')}\n{sheet.form.text('background')}"[:_LONGEST_QUERY]
    sheet.alike, sheet.looked = await find_alike(ask, group, text), True


async def _sheet(ask: Ask, line: Line | None = None) -> Sheet:
    """Read a question as far as it is written."""
    form, problems = ask.form, Problems()
    title = form.line("title")
    if not title:
        problems.add("title", "Say in one line what you would like to know.")
    elif len(title) > _LONGEST_TITLE:
        problems.add("title", f"Write {_LONGEST_TITLE} characters at most.")
    for name in ("background", "tried"):
        if len(form.text(name)) > _LONGEST:
            problems.add(name, f"Write {_LONGEST:,} characters at most.")
    pictures = await picking.gather(ask, problems, line.files if line else ())
    return Sheet(form, problems, pictures=pictures)


def _part(form: Form, state: str = "") -> QuestionPart:
    return QuestionPart(
        background=form.text("background"),
        tried=form.text("tried"),
        urgency=form.line("urgency"),
        state=state,
    )


def _text(form: Form) -> str:
    """Write the text of a question, its topics last."""
    text = questions.compose(form.text("background"), form.text("tried"), form.line("urgency"))
    topics = " ".join(f"#{topic}" for topic in topics_in(form.line("topics"))[:_MOST_TOPICS])
    return "\n\n".join(part for part in (text, topics) if part)


def _audience(ask: Ask, problems: Problems) -> Audience:
    choices = {str(one.value): one for one in _AUDIENCES}
    chosen = choices.get(ask.form.line("audience"))
    if chosen is None:
        problems.add("audience", "Choose who may read it.")
    return chosen or Audience.PUBLIC


def _language(ask: Ask) -> str:
    known = ask.site.settings.languages
    chosen = ask.form.line("language")
    return chosen if chosen in known else known[0] if known else ""


async def _own(ask: Ask) -> tuple[Line, QuestionRow]:
    """Find the question in the address for who asked it. Raises NotFound, Gone and Refused."""
    line = await find_standing(ask)
    row = await questions.find(ask.store, line.post.id)
    if row is None or line.post.author_id != ask.me.id:
        raise Refused("Only who asked can say a question anew.")
    return line, row


async def _show(ask: Ask, group: GroupRow, sheet: Sheet) -> Response:
    response = await ask.page(
        "ask.html",
        422 if sheet.problems else 200,
        sheet=sheet,
        form=sheet.form,
        problems=sheet.problems,
        group=group,
        nodes=await nodes_of(ask, group),
        choices=_AUDIENCES,
        urgencies=questions.URGENCIES,
        wait=await questions.usual_wait(ask.store, group.actor.id),
        script=bits.script("ask.js"),
        unnamed=bool(await quiet.may_ask(ask.store, ask.me, group)),
    )
    origin = ask.site.settings.origin
    similar = f"{origin}{paths.of_actor(group.actor)}/ask/similar"
    response.headers.update(with_script(f"{origin}{ask.site.assets.url('ask.js')}", similar))
    return response


async def _show_anew(ask: Ask, line: Line, sheet: Sheet) -> Response:
    return await ask.page(
        "ask_anew.html",
        422 if sheet.problems else 200,
        sheet=sheet,
        form=sheet.form,
        problems=sheet.problems,
        line=line,
        group=await community_of(ask, line.post),
        urgencies=questions.URGENCIES,
    )
