"""What one may listen to: the names of streams, and what each asks of a token."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import orjson

from fedcop.api.routes import is_id
from fedcop.community import hashtags, scopes
from fedcop.errors import Invalid, Refused

USER: Final = "user"
NOTICES: Final = "user:notification"
PUBLIC: Final = "public"
HASHTAG: Final = "hashtag"
LIST: Final = "list"
DIRECT: Final = "direct"

_STATUSES: Final = "read:statuses"
_NOTICES: Final = "read:notifications"
_OUTSIDE: Final = "Access token does not have the required scopes"


@dataclass(frozen=True, slots=True)
class Channel:
    """One stream: of which kind, and which posts of that kind."""

    name: str
    kind: str
    local: int = -1  # 1 of our people alone, 0 of others alone
    media: bool = False
    word: str = ""  # the hashtag, or the number of the list
    label: bytes = field(init=False, compare=False)  # what each of its frames begins with

    def __post_init__(self) -> None:
        said = [self.name, self.word] if self.word else [self.name]
        object.__setattr__(self, "label", orjson.dumps(said))

    @property
    def scope(self) -> str:
        """Say what a token needs to listen."""
        return _NOTICES if self.kind == NOTICES else _STATUSES

    def check(self, granted: Iterable[str]) -> None:
        """Refuse a token that may not listen. Raises Refused."""
        if not scopes.covers(granted, self.scope):
            raise Refused(_OUTSIDE)


_NAMED: Final = {
    channel.name: channel
    for channel in (
        Channel(USER, USER),
        Channel(NOTICES, NOTICES),
        Channel("public", PUBLIC),
        Channel("public:media", PUBLIC, media=True),
        Channel("public:local", PUBLIC, 1),
        Channel("public:local:media", PUBLIC, 1, media=True),
        Channel("public:remote", PUBLIC, 0),
        Channel("public:remote:media", PUBLIC, 0, media=True),
        Channel("hashtag", HASHTAG),
        Channel("hashtag:local", HASHTAG, 1),
        Channel(LIST, LIST),
        Channel(DIRECT, DIRECT),
    )
}


def hears_notices(granted: Iterable[str]) -> bool:
    """Whether a token may hear what its person is told."""
    return scopes.covers(granted, _NOTICES)


def named(name: str, said: Mapping[str, object]) -> Channel:
    """Find a stream by its name and what else a client says of it. Raises Invalid."""
    channel = _NAMED.get(name)
    if channel is None:
        raise Invalid("Unknown stream type")
    if channel.kind == HASHTAG:
        return Channel(channel.name, HASHTAG, channel.local, word=_tag(said.get("tag")))
    if channel.kind == LIST:
        return Channel(channel.name, LIST, word=_number(said.get("list")))
    return channel


def _tag(given: object) -> str:
    folded = hashtags.fold([given]) if isinstance(given, str) and given else []
    if not folded:
        raise Invalid("Missing tag name parameter")
    return folded[0]


def _number(given: object) -> str:
    text = str(given) if isinstance(given, str | int) else ""
    if not is_id(text):
        raise Invalid("Missing list name parameter")
    return str(int(text))
