"""Markdown, as people write it here, to HTML; names and hashtags in it to links."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from fedcop.markup.names import LinkTo, Names, TagLink, gather, pieces
from fedcop.markup.sanitise import sanitise

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
    ["table", "strikethrough"]
)


def find_names(markdown: str) -> Names:
    """Find whom and what a text names, outside of code and links."""
    return gather(
        piece
        for block in _markdown.parse(markdown)
        for token in _free_texts(block.children or [])
        for piece in pieces(token.content)
    )


def render(markdown: str, link_to: LinkTo, tag_link: TagLink) -> str:
    """Turn Markdown into sanitised HTML.

    `link_to` knows the address of somebody named, `tag_link` that of a hashtag; where they answer
    None the text stays as it is. Neither may ask the network.
    """
    blocks = _markdown.parse(markdown)
    for block in blocks:
        if block.children:
            block.children = list(_with_links(block.children, link_to, tag_link))
    return sanitise(_markdown.renderer.render(blocks, _markdown.options, {}))


def _free_texts(tokens: list[Token]) -> Iterator[Token]:
    """Yield the texts of a line that stand in no link; code is not a text."""
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "text" and not inside:
            yield token


def _with_links(tokens: list[Token], link_to: LinkTo, tag_link: TagLink) -> Iterator[Token]:
    free = {id(token) for token in _free_texts(tokens)}
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "image":
            yield from _link(str(token.attrs.get("src", "")), "", token.content or "image")
        elif id(token) in free:
            yield from _split(token.content, link_to, tag_link)
        elif before and before.markup == "autolink" and token.type == "text":
            # As in its href: a quotation mark in it must not look like the end of an attribute.
            yield _text(token.content.replace('"', "%22"))
        else:
            yield token


def _split(text: str, link_to: LinkTo, tag_link: TagLink) -> Iterator[Token]:
    """Cut a text into what stays and what becomes a link."""
    done = 0
    for piece in pieces(text):
        words = text[piece.start : piece.end]
        if piece.handle:
            href, kind = link_to(piece.handle), "u-url mention"
            words = f"{piece.sigil}{piece.handle.name}"
        elif piece.sigil == "#":
            href, kind = tag_link(piece.word), "mention hashtag"
        else:
            href, kind = words, ""
        if href:
            yield _text(text[done : piece.start])
            yield from _link(href, kind, words)
            done = piece.end
    yield _text(text[done:])


def _link(href: str, kind: str, words: str) -> Iterator[Token]:
    attributes: dict[str, str | int | float] = {"href": href}
    if kind:
        attributes["class"] = kind
    yield Token("link_open", "a", 1, attrs=attributes)
    yield _text(words)
    yield Token("link_close", "a", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
