"""What somebody was told: one by one, or what belongs together as one."""

from collections.abc import Iterable, Sequence
from typing import Final

import orjson

from fedcop.api.ask import Ask
from fedcop.api.entities import accounts, filtered, statuses
from fedcop.api.entities.times import moment
from fedcop.community import notices, status_pages
from fedcop.community.notices import Group
from fedcop.store.rows import NotificationRow
from fedcop.values import FilterContext

_SAMPLES: Final = 8  # people that are named of a group
_CONTEXT: Final = FilterContext.NOTIFICATIONS


async def many(ask: Ask, rows: Sequence[NotificationRow]) -> list[bytes]:
    """Render notifications in their order."""
    by = await accounts.many(ask, (row.actor_id for row in rows))
    posts = await statuses.by_ids(ask, _posts(rows), _CONTEXT)
    return [
        _entity(row, by[row.actor_id], posts.get(row.post_id))
        for row in rows
        if row.actor_id in by and (not row.post_id or row.post_id in posts)
    ]


async def grouped(ask: Ask, groups: Sequence[Group]) -> bytes:
    """Render groups, with the accounts and statuses they speak of beside them."""
    samples = {one.key: _samples(one) for one in groups}
    by = await accounts.many(ask, (actor for sample in samples.values() for actor in sample))
    posts = await statuses.by_ids(ask, _posts(one.notices[0] for one in groups), _CONTEXT)
    told = [
        orjson.dumps(_group(one, samples[one.key]))
        for one in groups
        if not one.notices[0].post_id or one.notices[0].post_id in posts
    ]
    return b'{"accounts":[%s],"statuses":[%s],"notification_groups":[%s]}' % (
        b",".join(by.values()),
        b",".join(posts.values()),
        b",".join(told),
    )


async def without_hidden(ask: Ask, rows: list[NotificationRow]) -> list[NotificationRow]:
    """Leave out what the reader's filters hide among notifications."""
    sieve = await filtered.sieve_of(ask, _CONTEXT)
    if sieve is None:
        return rows
    glances = list((await status_pages.some(ask.store, ask.viewer, _posts(rows))).values())
    found = filtered.find(sieve, _CONTEXT, glances, await statuses.said_of(ask, glances))
    hidden = {post for post, matches in found.items() if filtered.hides(matches)}
    return [row for row in rows if row.post_id not in hidden]


def _entity(row: NotificationRow, account: bytes, status: bytes | None) -> bytes:
    told: dict[str, object] = {
        "id": str(row.id),
        "type": notices.TYPES[row.kind],
        "group_key": notices.group_key(row),
        "created_at": moment(row.created),
        "account": orjson.Fragment(account),
    }
    if status is not None:
        told["status"] = orjson.Fragment(status)
    if row.filtered:
        told["filtered"] = True
    return orjson.dumps(told)


def _group(one: Group, samples: list[int]) -> dict[str, object]:
    latest, earliest = one.notices[0], one.notices[-1]
    told: dict[str, object] = {
        "group_key": one.key,
        "notifications_count": len(one.notices),
        "type": one.type,
        # A text: as a number it is too large for what reads it in a browser.
        "most_recent_notification_id": str(latest.id),
        "page_min_id": str(earliest.id),
        "page_max_id": str(latest.id),
        "latest_page_notification_at": moment(max(row.created for row in one.notices)),
        "sample_account_ids": list(map(str, samples)),
    }
    if latest.post_id:
        told["status_id"] = str(latest.post_id)
    return told


def _samples(one: Group) -> list[int]:
    return list(dict.fromkeys(row.actor_id for row in one.notices))[:_SAMPLES]


def _posts(rows: Iterable[NotificationRow]) -> list[int]:
    return list(dict.fromkeys(row.post_id for row in rows if row.post_id))
