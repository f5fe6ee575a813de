"""Write: a post with a title, an answer, the same anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import communities, policy, posts
from fedcop.community.drafts import Draft, Edit, Words
from fedcop.community.timelines import Line
from fedcop.errors import Malformed, Refused
from fedcop.store.rows import GroupRow, MediaRow
from fedcop.values import Audience
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.composing import Composed, compose, compose_plain
from fedcop.web.forms import Form, Problems
from fedcop.web.pages import picking, polls
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.communities import may_start
from fedcop.web.pages.threads import community_of, find_standing, lead_to, may_answer, nodes_of

_LONGEST = 50_000
_LONGEST_TITLE = 200
_IN_A_COMMUNITY = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)
_ALONE = (Audience.PUBLIC, Audience.UNLISTED, Audience.FOLLOWERS, Audience.NAMED)


@dataclass(slots=True)
class Sheet:
    """A text that is being written: where, what so far, and what is wrong with it."""

    form: Form
    problems: Problems
    preview: Markup | None = None
    pictures: tuple[MediaRow, ...] = ()

    @property
    def files(self) -> tuple[int, ...]:
        """The ids of its pictures."""
        return tuple(row.id for row in self.pictures)


async def choose(ask: Ask) -> Response:
    """Ask where to write, or show the form for outside of any community."""
    joined = await communities.list_joined(ask.store, ask.me.id, 0, 100)
    return await ask.page("where.html", joined=joined)


async def alone(ask: Ask) -> Response:
    """Show the form to write outside of any community."""
    return await _show_start(ask, None, Sheet(Form({"audience": "0"}), Problems()))


async def start(ask: Ask) -> Response:
    """Show the form to start a thread in a community."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    form = Form({"audience": str(group.practice.audience)})
    return await _show_start(ask, group, Sheet(form, Problems()))


async def post_alone(ask: Ask) -> Response:
    """Write outside of any community."""
    return await _start(ask, None)


async def post_start(ask: Ask) -> Response:
    """Start a thread in a community."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    return await _start(ask, group)


async def answer(ask: Ask) -> Response:
    """Show the form to answer a post."""
    line = await find_standing(ask)
    return await _show_answer(ask, line, Sheet(Form(), Problems()))


async def post_answer(ask: Ask) -> Response:
    """Answer a post."""
    line = await find_standing(ask)
    sheet, text = await _sheet(ask), ask.form.text("text")
    _check_text(text, sheet)
    if sheet.problems:
        return await _show_answer(ask, line, sheet)
    composed = await compose(ask, text)
    if ask.form.ticked("preview"):
        sheet.preview = Markup(composed.content)  # noqa: S704 - sanitised by `render`
        return await _show_answer(ask, line, sheet)
    draft = Draft(
        content=composed.content,
        source=text,
        reply_to_id=line.post.id,
        audience=Audience(line.post.audience),
        language=_language(ask),
        mentions=_with_author(composed, line),
        hashtags=composed.hashtags,
        media=sheet.files,
        sensitive=_is_sensitive(sheet),
    )
    try:
        post = await ask.do(posts.write, ask.me, draft)
    except Refused as error:
        sheet.problems.add("", error.safe)
        return await _show_answer(ask, line, sheet)
    return await lead_to(ask, post)


async def edit(ask: Ask) -> Response:
    """Show the form to say a post anew."""
    line = await _own(ask)
    if paths.of_post(line.post).startswith("/a/"):
        return ask.go(f"{paths.of_post(line.post)}/edit")
    if line.post.practice == "question":
        return ask.go(f"/t/{line.post.id}/anew")
    fields = {"title": line.post.title, "text": line.post.source}
    if line.post.sensitive:
        fields["sensitive"] = "1"
    return await _show_edit(ask, line, Sheet(Form(fields), Problems(), pictures=line.files))


async def post_edit(ask: Ask) -> Response:
    """Say a post anew; what it said before is kept."""
    line = await _own(ask)
    if paths.of_post(line.post).startswith("/a/"):
        raise Refused("This has a form of its own; edit it there.")
    post, sheet, text = line.post, await _sheet(ask, line.files), ask.form.text("text")
    title = _check_title(ask, sheet.problems) if post.top and post.title else post.title
    _check_text(text, sheet)
    if sheet.problems:
        return await _show_edit(ask, line, sheet)
    composed = await (compose_plain if post.plain else compose)(ask, text)
    if ask.form.ticked("preview"):
        sheet.preview = Markup(composed.content)  # noqa: S704 - sanitised by `render`
        return await _show_edit(ask, line, sheet)
    changed = Edit(
        content=composed.content,
        source=text,
        title=title,
        summary=post.summary,
        language=post.language,
        sensitive=bool(post.summary) or _is_sensitive(sheet),
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        cop=post.cop,
        media=sheet.files,
        words={row.id: Words(row.description) for row in sheet.pictures},
    )
    await ask.do(posts.revise, ask.me, post.id, changed)
    return await lead_to(ask, post)


async def removal(ask: Ask) -> Response:
    """Ask whether a post shall really be taken back."""
    line = await find_standing(ask)
    own = line.post.author_id == ask.me.id
    group = await community_of(ask, line.post)
    return await ask.page("remove.html", line=line, own=own, group=group)


async def remove(ask: Ask) -> Response:
    """Take a post back."""
    line = await find_standing(ask)
    await ask.do(posts.remove, ask.me, line.post.id, ask.form.line("reason")[:300])
    if line.post.top and line.community is not None:
        return ask.go(paths.of_actor(line.community))
    return ask.go(paths.HOME if line.post.top else f"/t/{line.post.root_id}")


async def _start(ask: Ask, group: GroupRow | None) -> Response:
    sheet, text = await _sheet(ask), ask.form.text("text")
    title = _check_title(ask, sheet.problems) if group else ask.form.line("title")
    audience = _check_audience(ask, group, sheet.problems)
    poll = polls.draft_of(ask.form, sheet.problems)
    _check_text(text, sheet)
    if sheet.problems:
        return await _show_start(ask, group, sheet)
    composed = await compose(ask, text)
    if audience is Audience.NAMED and not composed.mentions:
        sheet.problems.add("text", "Name those who shall read it, as @name@host.")
        return await _show_start(ask, group, sheet)
    if ask.form.ticked("preview"):
        said = Markup(composed.content)  # noqa: S704 - sanitised by `render`
        sheet.preview = said + polls.previewed(poll)
        return await _show_start(ask, group, sheet)
    draft = Draft(
        content=composed.content,
        source=text,
        title=title,
        kind="Article" if title else "Note",
        community_id=group.actor.id if group else 0,
        audience=audience,
        language=_language(ask),
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        media=sheet.files,
        sensitive=_is_sensitive(sheet),
        poll=poll,
    )
    try:
        post = await ask.do(posts.write, ask.me, draft)
    except (Refused, Malformed) as error:
        sheet.problems.add("", error.safe)
        return await _show_start(ask, group, sheet)
    return await lead_to(ask, post)


async def _show_start(ask: Ask, group: GroupRow | None, sheet: Sheet) -> Response:
    return await ask.page(
        "write.html",
        _status(sheet),
        sheet=sheet,
        form=sheet.form,
        problems=sheet.problems,
        group=group,
        nodes=await nodes_of(ask, group),
        choices=_IN_A_COMMUNITY if group else _ALONE,
        lasts=polls.LASTS,
    )


async def _show_answer(ask: Ask, line: Line, sheet: Sheet) -> Response:
    policy.require(await may_answer(ask, line.post))
    group = await community_of(ask, line.post)
    return await ask.page(
        "answer.html",
        _status(sheet),
        sheet=sheet,
        form=sheet.form,
        problems=sheet.problems,
        line=line,
        group=group,
        nodes=await nodes_of(ask, group),
    )


async def _show_edit(ask: Ask, line: Line, sheet: Sheet) -> Response:
    facts = {"sheet": sheet, "form": sheet.form, "problems": sheet.problems, "line": line}
    return await ask.page("edit.html", _status(sheet), **facts)


async def _own(ask: Ask) -> Line:
    """Find the post in the address for its author. Raises NotFound, Gone and Refused."""
    line = await find_standing(ask)
    if line.post.author_id != ask.me.id:
        raise Refused("Only its author can change a post.")
    return line


async def _sheet(ask: Ask, shown: Sequence[MediaRow] = ()) -> Sheet:
    """Read what was written; `shown` are the pictures that a post has already."""
    problems = Problems()
    return Sheet(ask.form, problems, pictures=await picking.gather(ask, problems, shown))


def _is_sensitive(sheet: Sheet) -> bool:
    return bool(sheet.pictures) and sheet.form.ticked("sensitive")


def _status(sheet: Sheet) -> int:
    return 422 if sheet.problems else 200


def _language(ask: Ask) -> str:
    known = ask.site.settings.languages
    chosen = ask.form.line("language")
    return chosen if chosen in known else known[0] if known else ""


def _with_author(composed: Composed, line: Line) -> tuple[int, ...]:
    """Name whoever is answered in what is for named people alone, so that they can read it."""
    if line.post.audience != Audience.NAMED:
        return composed.mentions
    return tuple(dict.fromkeys((line.post.author_id, *composed.mentions)))


def _check_text(text: str, sheet: Sheet) -> None:
    if not text.strip() and not sheet.pictures:
        sheet.problems.add("text", "Write something first.")
    elif len(text) > _LONGEST:
        sheet.problems.add("text", f"Write {_LONGEST:,} characters at most.")


def _check_title(ask: Ask, problems: Problems) -> str:
    title = ask.form.line("title")
    if not title:
        problems.add("title", "Give it a title, so that others know what it is about.")
    elif len(title) > _LONGEST_TITLE:
        problems.add("title", f"Write {_LONGEST_TITLE} characters at most.")
    return title


def _check_audience(ask: Ask, group: GroupRow | None, problems: Problems) -> Audience:
    chosen = ask.form.line("audience")
    choices = {str(one.value): one for one in (_IN_A_COMMUNITY if group else _ALONE)}
    if chosen not in choices:
        problems.add("audience", "Choose who may read it.")
    return choices.get(chosen, Audience.PUBLIC)
