"""Every URL this node mints or recognises."""

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from fedcop.errors import Malformed
from fedcop.values import host_of, is_username, normalise_host

Kind = Literal[
    "person",
    "community",
    "organization",
    "node",
    "note",
    "artifact",
    "meeting",
    "thread",
    "activity",
    "inbox",
]

_NAMED: dict[str, Kind] = {"u": "person", "c": "community"}
_NUMBERED: dict[str, Kind] = {"n": "note", "a": "artifact", "e": "meeting", "t": "thread"}
_ALONE: dict[str, Kind] = {"o": "organization", "actor": "node", "inbox": "inbox"}
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_END_OF_NUMBERS = 1 << 63  # what a database column holds
_SEGMENT = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


@dataclass(frozen=True, slots=True)
class Local:
    """One of our own uris, read: `name` for people, communities and activities, `id` for the rest.

    `part` is what follows: `inbox`, `followers`, `replies`, `r/7`, or a fragment with its `#`.
    """

    kind: Kind
    name: str = ""
    id: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Uris:
    """Mints the uris of one node, whose origin never ends in a slash."""

    origin: str

    # Actors

    def person(self, name: str) -> str:
        """Name one of our people."""
        return f"{self.origin}/u/{name}"

    def community(self, name: str) -> str:
        """Name one of our communities."""
        return f"{self.origin}/c/{name}"

    def organization(self) -> str:
        """Name the organization behind the node."""
        return f"{self.origin}/o"

    def voice(self, community: str) -> str:
        """Name the voice in which a community of ours asks for members who give no name."""
        return f"{self.community(community)}/voice"

    def relay_voice(self) -> str:
        """Name the voice in which our people ask communities elsewhere without a name."""
        return f"{self.organization()}/voice"

    def node_actor(self) -> str:
        """Name the node itself, who signs our fetches."""
        return f"{self.origin}/actor"

    def shared_inbox(self) -> str:
        """Say where peers may post for everybody here at once."""
        return f"{self.origin}/inbox"

    # Things

    def note(self, number: int) -> str:
        """Name a post."""
        return f"{self.origin}/n/{number}"

    def artifact(self, number: int) -> str:
        """Name an artifact as it is now."""
        return f"{self.origin}/a/{number}"

    def revision(self, artifact: int, number: int) -> str:
        """Name one revision of an artifact, which never changes."""
        return f"{self.origin}/a/{artifact}/r/{number}"

    def meeting(self, number: int) -> str:
        """Name a meeting."""
        return f"{self.origin}/e/{number}"

    def thread(self, root: int) -> str:
        """Name the conversation that began with a post: its resolvable `context`."""
        return f"{self.origin}/t/{root}"

    def activity(self, key: int | str) -> str:
        """Name an activity by its number, or by a number and a word (`17-accept`)."""
        return f"{self.origin}/activities/{key}"

    def applied(self, secret: str) -> str:
        """Say where somebody elsewhere confirms what they apply."""
        return f"{self.origin}/applied/{secret}"

    def media(self, number: int, name: str) -> str:
        """Say where a file is served."""
        return f"{self.origin}/media/{number}/{name}"

    def copy(self, number: int, name: str) -> str:
        """Say where the copy of a file is given out that stands elsewhere."""
        return f"{self.origin}/media/proxy/{number}/{name}"

    def copy_of_profile(self, actor: int, name: str) -> str:
        """Say where the copy of a picture of somebody elsewhere is given out."""
        return f"{self.origin}/media/proxy/of/{actor}/{name}"

    # Pages that documents point to

    def hashtag(self, tag: str) -> str:
        """Say where posts with a hashtag are listed."""
        return f"{self.origin}/tags/{quote(tag.removeprefix('#').lower(), safe='')}"

    def nodeinfo(self, version: str) -> str:
        """Say where the node describes itself."""
        return f"{self.origin}/nodeinfo/{version}"

    # Reading them back

    def is_local(self, uri: str) -> bool:
        """Whether a uri is written with exactly our origin."""
        return uri == self.origin or uri.startswith(f"{self.origin}/")

    def names_our_host(self, uri: str) -> bool:
        """Whether a uri leads to us however it is written: what we must never fetch."""
        try:
            return host_of(uri) == normalise_host(self.origin.partition("://")[2])
        except Malformed:
            return False

    def recognise(self, uri: str) -> Local | None:
        """Read one of our own uris; None for what is not ours or what we never mint."""
        if not uri.startswith(f"{self.origin}/"):
            return None
        path, mark, fragment = uri[len(self.origin) + 1 :].partition("#")
        local = _read_path(path.split("/"))
        if local is None or not mark:
            return local
        if local.part or not _SEGMENT.fullmatch(fragment):
            return None
        return replace(local, part=f"#{fragment}")


def inbox(actor: str) -> str:
    """Say where an actor of ours is written to."""
    return f"{actor}/inbox"


def outbox(actor: str) -> str:
    """Say where what an actor of ours did is listed."""
    return f"{actor}/outbox"


def followers(actor: str) -> str:
    """Name the followers of an actor of ours: an audience and a collection."""
    return f"{actor}/followers"


def following(actor: str) -> str:
    """Say where those are listed whom an actor of ours follows."""
    return f"{actor}/following"


def featured(actor: str) -> str:
    """Say where an actor's pinned posts are listed."""
    return f"{actor}/featured"


def moderators(community: str) -> str:
    """Say where the stewards of a community are listed."""
    return f"{community}/moderators"


def members(community: str) -> str:
    """Name the members of a community: an audience, and an alias of its followers."""
    return f"{community}/members"


def directory(community: str) -> str:
    """Say where those of a community are listed who want to be found by its members."""
    return f"{community}/directory"


def library(community: str) -> str:
    """Say where those artifacts are listed that a community took in."""
    return f"{community}/library"


def endorsed(actor: str) -> str:
    """Say where those revisions are listed for which a community or organization stands."""
    return f"{actor}/endorsed"


def reviews(artifact: str) -> str:
    """Say where the reviews of an artifact are listed."""
    return f"{artifact}/reviews"


def endorsements(artifact: str) -> str:
    """Say where those are listed who stand for an artifact."""
    return f"{artifact}/endorsements"


def adoptions(artifact: str) -> str:
    """Say where it is listed who applies an artifact of ours."""
    return f"{artifact}/adoptions"


def adaptations(artifact: str) -> str:
    """Say where the versions of an artifact of ours are listed."""
    return f"{artifact}/adaptations"


def quotes(artifact: str) -> str:
    """Say where an artifact of ours lets itself be quoted."""
    return f"{artifact}/quotes"


def quoted(place: str, by: str) -> str:
    """Name the leave of one post to quote an artifact; `place` is what `quotes` says of that."""
    return f"{place}?by={quote(by, safe='')}"


def replies(note: str) -> str:
    """Say where the answers to a post of ours are listed."""
    return f"{note}/replies"


def revision(artifact: str, number: int) -> str:
    """Name one revision of an artifact, whose document never changes."""
    return f"{artifact}/r/{number}"


def source(artifact: str, number: int) -> str:
    """Say where the Markdown of a revision stands alone, for it may be long."""
    return f"{artifact}/r/{number}/source"


def history(artifact: str) -> str:
    """Say where the revisions of an artifact are listed."""
    return f"{artifact}/history"


def items(artifact: str) -> str:
    """Say where that is listed which a path or a collection gathers."""
    return f"{artifact}/items"


def main_key(actor: str) -> str:
    """Name the RSA key of an actor of ours."""
    return f"{actor}#main-key"


def ed25519_key(actor: str) -> str:
    """Name the Ed25519 key of an actor of ours."""
    return f"{actor}#ed25519-key"


def create_of(thing: str) -> str:
    """Name the Create of a thing by a fragment: Mastodon then does not fetch and boost it."""
    return f"{thing}#create"


def _read_path(segments: list[str]) -> Local | None:
    local, rest = _read_head(segments)
    if local is None or not all(map(_SEGMENT.fullmatch, rest)):
        return None
    return replace(local, part="/".join(rest)) if rest else local


def _read_head(segments: list[str]) -> tuple[Local | None, list[str]]:
    head, key, rest = segments[0], segments[1] if len(segments) > 1 else "", segments[2:]
    if head in _ALONE:
        return Local(_ALONE[head]), segments[1:]
    if head in _NAMED and is_username(key):
        return Local(_NAMED[head], name=key), rest
    if head in _NUMBERED and _NUMBER.fullmatch(key) and int(key) < _END_OF_NUMBERS:
        return Local(_NUMBERED[head], id=int(key)), rest
    if head == "activities" and _SEGMENT.fullmatch(key) and not rest:
        return Local("activity", name=key), []
    return None, []
