"""/api/v1/statuses, as far as it is written: post, edit, delete."""

from datetime import UTC, datetime
from typing import Final

import orjson

from fedcop import clock
from fedcop.api import uploads
from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import scheduled, statuses
from fedcop.api.entities.limits import CHARACTERS
from fedcop.api.resources.polls import draft_of as poll_of
from fedcop.api.routes import Route
from fedcop.community import media, posting, posts, reactions, status_pages
from fedcop.community import statuses as found
from fedcop.community.drafts import Edit, PollDraft, Wish, Words
from fedcop.errors import Invalid, NotFound
from fedcop.federation.remote.composing import compose, compose_plain, draft_of
from fedcop.markup.plain import length
from fedcop.store.rows import PostRow
from fedcop.values import Audience, is_language

_VISIBILITIES: Final = {
    "public": Audience.PUBLIC,
    "unlisted": Audience.UNLISTED,
    "private": Audience.FOLLOWERS,
    "direct": Audience.NAMED,
}
_LONGEST_KEY: Final = 1000
_LONGEST_SUMMARY: Final = 500


async def post(ask: Ask) -> Answer:
    """Post something, now or later; a request that is repeated under its key is the same."""
    me, key = ask.me(), ask.header("idempotency-key")[:_LONGEST_KEY]
    known = await posting.find_keyed(ask.store, me, key)
    if known is not None and known.scheduled:
        row = await posting.get_scheduled(ask.store, me, known.thing_id)
        return Answer.json(await scheduled.one(ask, row))
    if known is not None:
        return Answer.raw(await statuses.one(ask, known.thing_id))
    wish, due = await _wish(ask), _due(ask)
    if due:
        row = await ask.do(posting.schedule, me, wish, due, key)
        return Answer.json(await scheduled.one(ask, row))
    written = await ask.do(posting.write_once, me, await draft_of(ask.reach, wish), key)
    return Answer.raw(await statuses.one(ask, written.id))


async def edit(ask: Ask) -> Answer:
    """Say a post of one's own anew; what is not said of it stays."""
    row = await _own(ask)
    text = ask.params.text("status") if ask.params.given("status") else row.source
    summary = ask.params.text("spoiler_text", row.summary).strip()
    await _check_words(ask, text, summary)
    composed = await (compose_plain if row.plain else compose)(ask.reach, text)
    mentions = composed.mentions
    if row.audience == Audience.NAMED:
        # Whoever could read it goes on to.
        detail = (await status_pages.details(ask.store, [row.id])).get(row.id)
        mentions = (*(actor.id for actor in detail.mentioned), *mentions) if detail else mentions
    unfolded = bool(row.sensitive and not row.summary)
    changed = Edit(
        content=composed.content,
        source=text,
        title=row.title,
        summary=summary,
        language=_language(ask, row.language),
        sensitive=bool(summary) or ask.params.flag("sensitive", default=unfolded),
        mentions=tuple(dict.fromkeys(mentions)),
        hashtags=composed.hashtags,
        words=_words(ask),
        media=tuple(ask.params.ids("media_ids")) if ask.params.given("media_ids") else None,
        of_revision=row.revision,
        cop=row.cop,
        poll=_asked_anew(ask),
    )
    await ask.do(posts.revise, ask.me(), row.id, changed)
    return Answer.raw(await statuses.one(ask, row.id))


async def delete(ask: Ask) -> Answer:
    """Take a post of one's own back, or one's boost of another; it comes back as it was written."""
    boost = await found.find_own_boost(ask.store, ask.me(), ask.id())
    if boost is not None:
        last = await statuses.one(ask, boost.id)
        await ask.do(reactions.unboost, ask.me(), boost.post_id)
        return Answer.raw(last)
    row = await _own(ask)
    last = await statuses.one(ask, row.id)
    verb = posts.remove if ask.params.flag("delete_media") else posting.take_back
    await ask.do(verb, ask.me(), row.id)
    return Answer.raw(last[:-1] + b',"text":' + orjson.dumps(row.source) + b"}")


async def _own(ask: Ask) -> PostRow:
    """Find a post of one's own by its address. Raises NotFound."""
    row = await found.find_post(ask.store, ask.id())
    if row is None or row.author_id != ask.me().id:
        raise NotFound("There is no such post of yours.")
    return row


async def _wish(ask: Ask) -> Wish:
    """Read what shall be posted. Raises Invalid, and NotFound for what cannot be answered."""
    params, usual = ask.params, ask.account()
    text, summary = params.text("status").strip(), params.text("spoiler_text").strip()
    if not text and not ask.params.ids("media_ids"):
        text, summary = summary, ""
    await _check_words(ask, text, summary)
    word = params.choice("visibility", tuple(_VISIBILITIES), "")
    audience = _VISIBILITIES[word] if word else Audience(usual.audience)
    sensitive = params.flag("sensitive", default=bool(usual.sensitive))
    return Wish(
        text=text,
        summary=summary,
        sensitive=sensitive or bool(summary),
        audience=audience,
        language=_language(ask, usual.language or _first(ask.settings.languages)),
        reply_to_id=await _answered(ask),
        media=tuple(ask.params.ids("media_ids")),
        poll=poll_of(ask.params),
    )


async def _answered(ask: Ask) -> int:
    """Find what a post answers; a boost stands for what it passes on."""
    if not ask.params.line("in_reply_to_id"):
        return 0
    wanted = ask.params.id("in_reply_to_id")
    return (await status_pages.one(ask.store, ask.me(), wanted)).post_id


async def _check_words(ask: Ask, text: str, summary: str) -> None:
    if not text.strip() and not await _shows(ask):
        raise Invalid("Validation failed: Text can't be blank")
    if len(text) > CHARACTERS and length(text) > CHARACTERS:
        raise Invalid(f"Validation failed: Text: write {CHARACTERS:,} characters at most")
    if len(summary) > _LONGEST_SUMMARY:
        raise Invalid(f"Validation failed: Spoiler text: {_LONGEST_SUMMARY} characters at most")


async def _shows(ask: Ask) -> bool:
    """Whether a file or a poll says what the text does not."""
    if ask.params.table("poll").tree:
        return True
    if ask.params.given("media_ids") or "id" not in ask.ids:
        return bool(ask.params.ids("media_ids"))
    return bool(await media.of_posts(ask.store, [ask.id()]))


def _asked_anew(ask: Ask) -> PollDraft | None:
    """Read what a post asks from now on; null is nothing, and what is not said stays."""
    taken_out = "poll" in ask.params.tree and not ask.params.table("poll").tree
    return PollDraft() if taken_out else poll_of(ask.params)


def _words(ask: Ask) -> dict[int, Words]:
    """Read what is said anew of files that a post shows."""
    rows = ask.params.tables("media_attributes")
    return {row.id("id"): uploads.words(row) for row in rows}


def _language(ask: Ask, otherwise: str) -> str:
    """Read in which language it is; what is no code of one is left."""
    word = ask.params.line("language")
    return word if word and is_language(word) else otherwise


def _due(ask: Ask) -> int:
    """Read when it shall be posted; a time that has passed is now. Raises Invalid."""
    at = read_time(ask, "scheduled_at")
    return at if at > clock.now_ms() else 0


def read_time(ask: Ask, name: str) -> int:
    """Read a time; 0 when none is given. Raises Invalid."""
    word = ask.params.line(name)
    if not word:
        return 0
    try:
        read = datetime.fromisoformat(word.replace(" ", "+") if "T" in word else word)
        at = read if read.tzinfo else read.replace(tzinfo=UTC)
        return int(at.timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"Validation failed: {name}: write a time as 2026-11-20T10:00:00Z") from error


def _first(languages: tuple[str, ...]) -> str:
    return languages[0] if languages else ""


ROUTES: Final = (
    Route("POST", "/api/v1/statuses", post, "write:statuses"),
    Route("PUT", "/api/v1/statuses/:id", edit, "write:statuses"),
    Route("DELETE", "/api/v1/statuses/:id", delete, "write:statuses", limit="delete"),
)
