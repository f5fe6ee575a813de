"""What somebody wrote in a form, made into what a post or a profile is made of."""

from fedcop.federation.remote import composing
from fedcop.federation.remote.composing import Composed
from fedcop.web.ask import Ask

__all__ = ["Composed", "compose", "compose_plain", "describe"]


async def compose(ask: Ask, markdown: str) -> Composed:
    """Turn Markdown into what a post is made of, asking other nodes whom it names."""
    return await composing.compose(ask.site.reach, markdown)


async def compose_plain(ask: Ask, text: str) -> Composed:
    """Turn plain text into what a post is made of, where its author began it in an app."""
    return await composing.compose_plain(ask.site.reach, text)


def describe(ask: Ask, markdown: str) -> str:
    """Turn Markdown into HTML where nobody is told of being named: profiles, charters."""
    return composing.describe(ask.store.uris, markdown)
