"""How a reader ends letters of a kind, in words and as an address."""

from collections.abc import Mapping
from typing import Final

from fedcop.community import stopping
from fedcop.community.stopping import Stop
from fedcop.mailing.rendering import StopLink
from fedcop.settings import Settings
from fedcop.tongues import N_

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
    token = stopping.write_stop(chosen.secret, wanted)
    return StopLink(f"{chosen.origin}/unsubscribe/{token}", _WORDS[what])
