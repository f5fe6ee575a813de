"""Filters, as clients of either age know them."""

from typing import Final

from fedcop.api.entities.times import moment
from fedcop.community.filtering import WholeFilter
from fedcop.store.rows import FilterPostRow, FilterRow, KeywordRow
from fedcop.values import FilterAction, FilterContext

CONTEXTS: Final = {
    "home": FilterContext.HOME,
    "notifications": FilterContext.NOTIFICATIONS,
    "public": FilterContext.PUBLIC,
    "thread": FilterContext.THREAD,
    "account": FilterContext.ACCOUNT,
}
ACTIONS: Final = {
    "warn": FilterAction.WARN,
    "hide": FilterAction.HIDE,
    "blur": FilterAction.BLUR,
}
_WORDS: Final = {action: word for word, action in ACTIONS.items()}


def head(row: FilterRow) -> dict[str, object]:
    """Say what a filter is, without what it looks for."""
    return {
        "id": str(row.id),
        "title": row.title,
        "context": _contexts(row),
        "expires_at": moment(row.expires) if row.expires else None,
        "filter_action": _WORDS[FilterAction(row.action)],
    }


def whole(one: WholeFilter) -> dict[str, object]:
    """Say what a filter is and looks for."""
    found = {"keywords": list(map(keyword, one.keywords)), "statuses": list(map(post, one.posts))}
    return head(one.row) | found


def keyword(row: KeywordRow) -> dict[str, object]:
    """Say for which word a filter looks."""
    return {"id": str(row.id), "keyword": row.keyword, "whole_word": bool(row.whole_word)}


def post(row: FilterPostRow) -> dict[str, object]:
    """Say for which status a filter looks."""
    return {"id": str(row.id), "status_id": str(row.post_id)}


def older(row: FilterRow, word: KeywordRow) -> dict[str, object]:
    """Say for which word a filter looks, as if each filter had one."""
    return {
        "id": str(word.id),
        "phrase": word.keyword,
        "context": _contexts(row),
        "whole_word": bool(word.whole_word),
        "expires_at": moment(row.expires) if row.expires else None,
        "irreversible": row.action == FilterAction.HIDE,
    }


def _contexts(row: FilterRow) -> list[str]:
    return [word for word, bit in CONTEXTS.items() if row.contexts & bit]
