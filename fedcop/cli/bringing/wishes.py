"""From what other programs kept to what can be written here: one version of one thing at a time."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fedcop.community.drafts import Draft
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.parts import Origin, QuestionPart, SmallPart
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.errors import Invalid
from fedcop.federation.remote.composing import describe
from fedcop.interchange.items import Item, Version
from fedcop.markup.names import topics_of
from fedcop.uris import Uris
from fedcop.values import JSON, ArtifactPin, Audience

_LINK: Final = re.compile(r"\]\(#((?:page|chapter|book)-[^)\s]{1,300})\)")
_BARE: Final = re.compile(r"(?<![\w(#])#((?:page|chapter|book)-[0-9]{1,12})\b")
_LONGEST_TITLE: Final = 300
_LONGEST_ABSTRACT: Final = 500
# Licences as people write them, to their addresses.
LICENSES: Final = {
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc-by": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc-by-nc": "https://creativecommons.org/licenses/by-nc/4.0/",
    "cc-by-nd": "https://creativecommons.org/licenses/by-nd/4.0/",
}

Find = Callable[[str], str]  # the uri of what a source became, or nothing


@dataclass(frozen=True, slots=True)
class Target:
    """Where an import goes, and how its texts find each other."""

    uris: Uris
    community_id: int
    audience: Audience
    find: Find


def wish_of(target: Target, item: Item, version: Version, media: tuple[int, ...]) -> ArtifactWish:
    """Say of one version what is wanted of it. Raises Invalid."""
    if item.kind not in KINDS:
        raise Invalid(f"kind: “{item.kind[:40]}” is none; these are: {', '.join(KINDS)}")
    body = linked(version.body, target.find)
    return ArtifactWish(
        kind=item.kind,
        title=version.title[:_LONGEST_TITLE],
        abstract=version.abstract[:_LONGEST_ABSTRACT],
        body=body,
        fields=_fields(target, item, version),
        works_for=item.works_for,
        license=_license(item.license),
        evidence=item.evidence,
        language=version.language,
        topics=item.tags,
        community_id=target.community_id,
        audience=target.audience,
        contributors=tuple((name, "author") for name in item.authors if _is_uri(name)),
        origins=tuple(_origin(one) for one in item.origins if _is_uri(one[1])),
        media=media,
        note=version.note or _by(version, item),
        minor=version.minor,
        published=version.at,
        lenient=True,
    )


def draft_of(target: Target, item: Item, author: str, parent: int) -> Draft:
    """Say of a thread's post what is wanted of it; `author` is named where they are not here."""
    version = item.latest
    text = linked(version.body, target.find)
    told = f"*{author} wrote:*\n\n{text}" if author else text
    part = QuestionPart() if item.kind == "question" else None
    return Draft(
        content=describe(target.uris, told),
        source=told,
        title=version.title[:_LONGEST_TITLE],
        kind="Note",
        community_id=0 if parent else target.community_id,
        reply_to_id=parent,
        audience=target.audience,
        language=version.language,
        published=version.at,
        hashtags=() if parent else topics_of(item.tags),
        practice=part or (SmallPart("answer") if item.kind == "answer" else None),
    )


def linked(text: str, find: Find) -> str:
    """Let links between the things of one export lead to what those became here."""

    def link(found: re.Match[str]) -> str:
        uri = find(found[1].replace("-", ":", 1))
        return f"]({uri})" if uri else found[0]

    def bare(found: re.Match[str]) -> str:
        return find(found[1].replace("-", ":", 1)) or found[0]

    return _BARE.sub(bare, _LINK.sub(link, text))


def _fields(target: Target, item: Item, version: Version) -> dict[str, JSON]:
    """Let a shelf name what its things became; one of ours says itself what stands on it."""
    if not item.members or version.fields.get("items"):
        return dict(version.fields)
    entries: list[JSON] = []
    for source, why in item.members:
        if uri := target.find(source):
            entries.append({"id": uri, "why": why} if why else {"id": uri})
    return {**version.fields, "items": entries}


def _origin(told: tuple[str, str, int, str]) -> Origin:
    relation, uri, number, digest = told
    return Origin(relation, ArtifactPin(uri, number, digest))


def _license(told: str) -> str:
    key = re.sub(r"[\s_]+", "-", told.strip().lower()).removesuffix("-4.0")
    return LICENSES.get(key, told.strip())


def _by(version: Version, item: Item) -> str:
    """Name who wrote a version, where they have no account here."""
    name = version.author or (item.authors[0] if item.authors else "")
    return f"By {name}" if name and not _is_uri(name) else ""


def _is_uri(text: str) -> bool:
    return text.startswith(("https://", "http://"))
