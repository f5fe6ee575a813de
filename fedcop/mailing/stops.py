"""How a reader ends letters of a kind, in words and as an address."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from fedcop.community import stopping
from fedcop.community.stopping import Stop
from fedcop.settings import Settings
from fedcop.tongues import N_


class StopLink(NamedTuple):
    """How a reader ends letters of a kind: where, by a page or one click, and in which words."""

    address: str
    words: str


_WORDS: Final = {
    stopping.NEEDS: N_("Stop mail of what needs you"),
    stopping.DIGESTS: N_("Stop all digests"),
    stopping.DIGEST: N_("Stop this digest"),
}


def stop_of(chosen: Settings, account: int, facts: Mapping[str, object]) -> StopLink | None:
    """Say how a letter is ended, if it is one that can be: by its fact `stop`."""
    what = str(facts.get("stop", ""))
    if what not in _WORDS or not account:
        return None
    community = facts.get("community", 0)
    wanted = Stop(what, account, community if isinstance(community, int) else 0)
    return StopLink(_address(chosen, wanted), _WORDS[what])


def digest_stop(chosen: Settings, account: int, community: int) -> str:
    """Say where digests of one community end."""
    return _address(chosen, Stop(stopping.DIGEST, account, community))


def _address(chosen: Settings, wanted: Stop) -> str:
    return f"{chosen.origin}/unsubscribe/{stopping.write_stop(chosen.secret, wanted)}"
