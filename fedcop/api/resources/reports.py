"""/api/v1/reports: tell those who look after things."""

from typing import Final

import orjson

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts as entities
from fedcop.api.entities.times import moment
from fedcop.api.routes import Route
from fedcop.community import accounts, moderation, status_pages
from fedcop.community.moderation import Complaint
from fedcop.errors import Invalid, NotFound
from fedcop.store.rows import PostRow

_CATEGORIES: Final = ("other", "spam", "legal", "violation")
_LONGEST: Final = 1000
_MOST: Final = 100


async def report(ask: Ask) -> Answer:
    """Report somebody, and posts of theirs."""
    subject = await accounts.find(ask.store, ask.params.id("account_id"))
    if subject is None or subject.deleted:
        raise NotFound("There is no such account.")
    comment = ask.params.text("comment").strip()
    if len(comment) > _LONGEST:
        raise Invalid(f"Validation failed: Comment: write {_LONGEST} characters at most")
    posts = await _posts(ask, subject.id)
    rules = ask.params.ids("rule_ids")[:_MOST]
    usual = "violation" if rules else "other"
    complaint = Complaint(
        subject_id=subject.id,
        community_id=next((post.community_id for post in posts if post.community_id), 0),
        post_uris=tuple(post.uri for post in posts),
        text=comment,
        category=ask.params.choice("category", _CATEGORIES, usual),
        rules=tuple(rules),
        forward=ask.params.flag("forward"),
    )
    row = await ask.do(moderation.report, ask.me(), complaint)
    told = {
        "id": str(row.id),
        "action_taken": False,
        "action_taken_at": None,
        "category": row.category,
        "comment": row.text,
        "forwarded": bool(row.forward),
        "created_at": moment(row.created),
        "status_ids": [str(post.id) for post in posts],
        "rule_ids": [str(rule) for rule in rules],
        "collection_ids": [],
    }
    account = await entities.one(ask, subject.id)
    return Answer.raw(orjson.dumps(told)[:-1] + b',"target_account":' + account + b"}")


async def _posts(ask: Ask, author: int) -> list[PostRow]:
    """Find the posts that are reported; those of others are left out."""
    wanted = ask.params.ids("status_ids")[:_MOST]
    seen = await status_pages.some(ask.store, ask.me(), wanted)
    ids = list(dict.fromkeys(glance.post_id for glance in seen.values()))
    found = await status_pages.details(ask.store, ids)
    return [found[one].post for one in ids if one in found and found[one].post.author_id == author]


ROUTES: Final = (Route("POST", "/api/v1/reports", report, "write:reports"),)
