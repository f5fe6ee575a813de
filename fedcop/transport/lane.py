"""A lane that this worker leases, and what of its work is to be written."""

from fedcop.store.queries import lanes, side_queue
from fedcop.store.queries.lanes import Claimed
from fedcop.store.statements import Statement
from fedcop.transport.health import Peer
from fedcop.transport.window import Kept, Trials, Window

_FIRST_SPAN = 128
_NARROWEST_SPAN = 32
_WIDEST_SPAN = 65_536
_ENOUGH = 16


class Lane:
    """One remote inbox, while it is ours to serve."""

    __slots__ = (
        "id",
        "inbox",
        "lease_until",
        "leaving",
        "peer",
        "queued",
        "shared",
        "span",
        "token",
        "window",
        "woken",
    )

    def __init__(self, row: Claimed, peer: Peer, lease_until: int, trials: Trials) -> None:
        self.id = row.id
        self.inbox = row.inbox
        self.shared = row.shared == 1
        self.token = row.token
        self.lease_until = lease_until
        self.peer = peer
        self.window = Window(row.place, trials)
        self.span = _FIRST_SPAN  # how many positions are read at once
        self.queued = False  # it stands in line to fly
        self.woken = False  # it has been told something since it last read
        self.leaving = False  # nothing more takes off; it is let go when all has landed

    def hungry(self, head: int) -> bool:
        """Whether to read on."""
        window = self.window
        if self.leaving:
            return False
        return not window.begun or (window.read_to < head and len(window.items) < _ENOUGH)

    def full(self, widest: int) -> bool:
        """Whether a crash now would repeat a whole window."""
        return self.window.flying + len(self.window.landed) >= widest

    def fed(self, found: int) -> None:
        """Read more at once where little is found, less where much is."""
        if found < _ENOUGH // 2:
            self.span = min(_WIDEST_SPAN, self.span * 2)
        elif found > 4 * _ENOUGH:
            self.span = max(_NARROWEST_SPAN, self.span // 2)

    def place_statement(self, kept: Kept, *, release: bool) -> Statement:
        """Write how far it has come; it goes first, for it locks the row that fences the rest."""
        write = lanes.let_go if release else lanes.keep_place
        return write(self.id, self.token, kept.place)

    def other_statements(self, kept: Kept, now: int) -> list[Statement]:
        """Write what became of single entries.

        What ends beside the lane settles its address too: it may have come by a move meanwhile.
        """
        lane, token = self.id, self.token
        return [
            *(lanes.settle(lane, token, position) for position in (*kept.settled, *kept.ended)),
            *(side_queue.set_aside(lane, token, i, now) for i in kept.set_aside.values()),
            *(side_queue.change(lane, token, item) for item in kept.changed.values()),
        ]
