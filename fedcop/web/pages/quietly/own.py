"""What somebody asked without a name, and what they may do; no address here names a question."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from fedcop.community import communities, quiet, quiet_publishing, timelines
from fedcop.community.timelines import Line
from fedcop.errors import FedcopError, NotFound
from fedcop.federation.remote import quietly
from fedcop.store.rows import GroupRow, QuietRow, QuietWordRow
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Own:
    """A question of whoever looks, where it stands and what was answered."""

    row: QuietRow
    group: GroupRow | None
    question: Line | None
    answers: tuple[Line, ...]
    waiting: tuple[QuietWordRow, ...]


async def show(ask: Ask) -> Response:
    """Show what somebody asked; what is shown counts as seen."""
    return await _show(ask, Problems())


async def say(ask: Ask) -> Response:
    """Say something more as the asker, in the same voice."""
    row = await _own(ask)
    line = await _thread(ask, row)
    answered = await timelines.post(ask.store, ask.me, ask.form.number("post"))
    inside = answered is not None and answered.post.root_id == line.post.id
    uri = answered.post.uri if answered is not None and inside else line.post.uri
    problems = Problems()
    try:
        await ask.do(quiet.say, row, ask.form.text("text"), uri)
    except FedcopError as error:
        problems.take(error, {})
        return await _show(ask, problems)
    return ask.go("/quietly")


async def helped(ask: Ask) -> Response:
    """Say which answer helped; then nobody knows any more who asked."""
    row = await _own(ask)
    line = await _thread(ask, row)
    answer = await timelines.post(ask.store, ask.me, ask.form.number("post"))
    if answer is None or answer.post.root_id != line.post.id:
        raise NotFound("There is no such answer.")
    group = await _group(ask, row)
    voice = await quietly.voice_of(ask.store, ask.site.seal, group.actor)
    if group.actor.local:
        await ask.do(quiet_publishing.mark_helped, voice, row, answer.post)
    else:
        await ask.do(quiet_publishing.tell_helped, voice, group, row, answer.post)
    return ask.go(f"/t/{line.post.id}")


async def reveal(ask: Ask) -> Response:
    """Say in one's own name that one asked: a signed reply, which is for good."""
    row = await _own(ask)
    line = await _thread(ask, row)
    text = ask.form.text("text") or "I asked this."
    await ask.do(quiet_publishing.reveal, ask.me, row, quietly.said(ask.store.uris, text))
    return ask.go(f"/t/{line.post.id}")


async def withdraw(ask: Ask) -> Response:
    """Take a question back, or put away one that was not published."""
    row = await _own(ask)
    voice = None
    if row.post_id:
        group = await _group(ask, row)
        voice = await quietly.voice_of(ask.store, ask.site.seal, group.actor)
    await ask.do(quiet_publishing.withdraw, voice, row)
    return ask.go("/quietly")


async def marks_of(ask: Ask) -> list[str]:
    """Make the marks of whoever asks, in the communities they are a member of."""
    joined = await communities.list_joined(ask.store, ask.me.id, 0, _MOST)
    return [quiet.mark_of(ask.site.seal, ask.me.id, group.actor.id) for group in joined]


async def _show(ask: Ask, problems: Problems) -> Response:
    rows = await quiet.list_own(ask.store, await marks_of(ask))
    words = await quiet.list_waiting_words(ask.store, rows)
    owned = [await _read(ask, row, words) for row in rows]
    for own in owned:
        if own.question is not None:
            await ask.do(quiet.look, own.row, own.question.post.replies)
    return await ask.page(
        "quiet_own.html", 422 if problems else 200, owned=owned, problems=problems
    )


async def _read(ask: Ask, row: QuietRow, words: list[QuietWordRow]) -> Own:
    group = await communities.find(ask.store, row.community_id)
    question = await _found(ask, row)
    answers: list[Line] = []
    if question is not None:
        thread = await timelines.thread(ask.store, ask.me, question.post.id)
        answers = [line for line in thread.replies if not line.post.deleted] if thread else []
    waiting = tuple(word for word in words if word.question_id == row.id)
    return Own(row, group, question, tuple(answers), waiting)


async def _own(ask: Ask) -> QuietRow:
    """Find the question a form is about, for whoever asked it. Raises NotFound."""
    return await quiet.find_own(ask.store, await marks_of(ask), ask.form.number("question"))


async def _group(ask: Ask, row: QuietRow) -> GroupRow:
    group = await communities.find(ask.store, row.community_id)
    if group is None:
        raise NotFound("This community is gone.")
    return group


async def _thread(ask: Ask, row: QuietRow) -> Line:
    line = await _found(ask, row)
    if line is None:
        raise NotFound("Your question has not been published yet.")
    return line


async def _found(ask: Ask, row: QuietRow) -> Line | None:
    """Find a question as it stands here, if it has come."""
    post = await quiet.find_question(ask.store, row)
    line = await timelines.post(ask.store, ask.me, post.id) if post is not None else None
    return line if line is not None and not line.post.deleted else None
