"""What a node tells about itself, and what others tell about theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from fedcop.activitypub.vocabulary import JSON
from fedcop.errors import Malformed

PATH: Final = "/.well-known/nodeinfo"
Version = Literal["2.0", "2.1"]
VERSIONS: Final[tuple[Version, ...]] = ("2.1", "2.0")

_SCHEMA: Final = "http://nodeinfo.diaspora.software/ns/schema/"
_APPLICATION: Final = "https://www.w3.org/ns/activitystreams#Application"
_READABLE: Final = ("2.1", "2.0", "2.2", "1.1", "1.0")
_MAX_LINKS: Final = 20
_LONGEST: Final = 100
_LONGEST_URI: Final = 2_048
ORGANIZATION: Final = "cop:organization"  # in the metadata: the actor of whoever runs a node
_no_name = re.compile(r"[^a-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Software:
    """What a node runs: a lower-case name and a version, which may be empty.

    `organization` is the actor of whoever runs it, where the node says so as fedcop does.
    """

    name: str
    version: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What we tell about ourselves."""

    version: str
    open_registrations: bool
    users: int
    active_month: int
    active_half_year: int
    posts: int
    comments: int
    repository: str | None = None
    homepage: str | None = None
    metadata: Mapping[str, JSON] = field(default_factory=dict)


def write_links(origin: str, node_actor: str) -> dict[str, JSON]:
    """Tell where our documents are, and who signs our fetches (FEP-2677)."""
    links: list[JSON] = [
        {"rel": f"{_SCHEMA}{version}", "href": f"{origin}/nodeinfo/{version}"}
        for version in VERSIONS
    ]
    links.append({"rel": _APPLICATION, "href": node_actor})
    return {"links": links}


def write_nodeinfo(version: Version, facts: NodeFacts) -> dict[str, JSON]:
    """Tell about ourselves after the schema of this version."""
    software: dict[str, JSON] = {"name": "fedcop", "version": facts.version}
    if version == "2.1":
        told = {"repository": facts.repository, "homepage": facts.homepage}
        software |= {key: value for key, value in told.items() if value is not None}
    return {
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": facts.open_registrations,
        "usage": {
            "users": {
                "total": facts.users,
                "activeMonth": facts.active_month,
                "activeHalfyear": facts.active_half_year,
            },
            "localPosts": facts.posts,
            "localComments": facts.comments,
        },
        "metadata": dict(facts.metadata),
    }


def content_type(version: Version) -> str:
    """Return the media type of a document of this version."""
    return f'application/json; profile="{_SCHEMA}{version}#"'


def read_links(value: JSON) -> str:
    """Return where a peer's document is, of the version we like best. Raises Malformed."""
    links = value.get("links") if isinstance(value, dict) else None
    found: dict[str, str] = {}
    for link in links[:_MAX_LINKS] if isinstance(links, list) else [links]:
        if not isinstance(link, dict):
            continue
        rel, href = link.get("rel"), link.get("href")
        if isinstance(rel, str) and isinstance(href, str) and len(href) <= 2048:  # noqa: PLR2004
            found.setdefault(rel.removeprefix(_SCHEMA), href)
    for version in _READABLE:
        if version in found:
            return found[version]
    raise Malformed("links: no NodeInfo we can read")


def read_software(value: JSON) -> Software:
    """Read what a peer runs, from a document of any version. Raises Malformed."""
    software = value.get("software") if isinstance(value, dict) else None
    if not isinstance(software, dict):
        raise Malformed("software: it must be an object")
    name, version = software.get("name"), software.get("version")
    plain = _no_name.sub("-", name.lower()).strip("-")[:_LONGEST] if isinstance(name, str) else ""
    if not plain:
        raise Malformed("software.name: it must be a name")
    said = value.get("metadata") if isinstance(value, dict) else None
    house = said.get(ORGANIZATION) if isinstance(said, dict) else None
    return Software(
        plain,
        version[:_LONGEST] if isinstance(version, str) else "",
        house if isinstance(house, str) and len(house) <= _LONGEST_URI else "",
    )
