"""Where the pages of those who run the node are, and who may open them.

Each names what one must be allowed to see (`sees`) or do (`does`): a test fails without.
"""

from typing import Final

from fedcop.community.offices import Right
from fedcop.web.admin import audit, overview, peers, queue
from fedcop.web.door import Way

WAYS: Final = (
    Way("/admin", overview.show, sees=Right.OVERVIEW),
    Way("/admin/peers", peers.show, sees=Right.SEE_PEERS),
    Way("/admin/peers/{host}", peers.one, sees=Right.SEE_PEERS),
    Way("/admin/peers/{host}/retry", act=peers.retry, does=Right.MANAGE_PEERS, sudo=True),
    Way(
        "/admin/peers/{host}/drop",
        peers.ask_drop,
        peers.drop,
        sees=Right.MANAGE_PEERS,
        does=Right.MANAGE_PEERS,
        sudo=True,
    ),
    Way("/admin/queue", queue.show, sees=Right.SEE_PEERS),
    Way("/admin/audit", audit.show, sees=Right.SEE_AUDIT),
)
