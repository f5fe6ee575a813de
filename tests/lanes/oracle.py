"""What each peer is owed, by plain lists; it asks nothing of the store and shares no query."""

import math
from collections import defaultdict
from collections.abc import Iterable

from fedcop.values import Audience
from tests.lanes.diary import Diary
from tests.lanes.moving import carry_over
from tests.lanes.owed import (
    BOTH,
    GIVE_UP,
    GRACE,
    READ_BY_FOLLOWERS,
    SET_ASIDE_AFTER,
    Due,
    Inbox,
    PeerModel,
    Reason,
    Row,
    Told,
)
from tests.lanes.receivers import Request


class Oracle(Diary):
    """Watches what peers receive, and knows what they should."""

    def __init__(self, window: int) -> None:
        super().__init__()
        self.window = window
        self.inboxes: dict[tuple[str, str], Inbox] = {}
        self.all: list[Inbox] = []
        self.told: dict[str, tuple[Told, float]] = {}
        self.addressed: defaultdict[tuple[int, str], set[Inbox]] = defaultdict(set)
        self.wrong: list[str] = []
        self.received = 0
        self.repeats = 0
        self._idle_at = self._shaken_until = 0.0
        self._dead: set[int] = set()  # workers; what they sent may still arrive

    # What happens

    def inbox(self, peer: PeerModel, path: str, *, shared: bool) -> Inbox:
        """Find an inbox, or begin one."""
        found = self.inboxes.get((peer.name, path))
        if found is None:
            found = self.inboxes[peer.name, path] = Inbox(peer, path, shared=shared)
            self.all.append(found)
        return found

    def tell(self, told: Told, direct: Iterable[tuple[Inbox, int]], now: float) -> None:
        """Something was told to streams and to inboxes."""
        self.told[told.id] = (told, now)
        self.note(f"TELL {told.id} {told.key} {told.streams} {told.bodies} step {told.step}")
        targets = dict(direct)
        if told.kind == "Delete":
            targets.update((i, BOTH) for i in self.addressed[told.actor, told.object])
        elif told.born is not None:
            targets.update((i, BOTH) for i in self.addressed[0, told.born.id])
        for inbox in targets:
            self.addressed[told.actor, told.object].add(inbox)
            self.addressed[0, told.id].add(inbox)
        for inbox in list(self.inboxes.values()):
            reasons = self._reasons(inbox, told)
            if inbox in targets:
                reasons.append(Reason(told.forms(targets[inbox]), True, None))
            if reasons:
                inbox.owe(told, reasons)

    def _reasons(self, inbox: Inbox, told: Told) -> list[Reason]:
        reasons = []
        for row in inbox.rows:
            if row.stream not in told.streams:
                continue
            holds = row.holds(told.step)
            if holds is False and told.born is not None and row.until:
                holds = row.holds(told.born.step)
            if holds is not False:
                forms = told.forms(told.streams[row.stream])
                reasons.append(Reason(forms, holds is True, row))
        return reasons

    def accept(self, inbox: Inbox, follower: str, owner: int, accept: Told) -> None:
        """A follower behind an inbox was accepted."""
        inbox.behind[owner].add(follower)
        audiences: tuple[Audience, ...] = READ_BY_FOLLOWERS
        if inbox.peer.honours_members:
            audiences += (Audience.MEMBERS,)
        for audience in audiences:
            if inbox.open_row((owner, audience)) is None:
                inbox.rows.append(Row((owner, audience), accept.step, accept))

    def leave(self, inbox: Inbox, follower: str, owner: int, step: int, now: float) -> None:
        """A follower behind an inbox is gone."""
        inbox.behind[owner].discard(follower)
        if not inbox.behind[owner]:
            self._close(inbox, owner, step, now)

    def _close(self, inbox: Inbox, owner: int, step: int, now: float) -> None:
        for row in inbox.rows:
            if row.stream[0] == owner and not row.until:
                row.until = step
                row.cut = row.stream[1] == Audience.MEMBERS
                self._doubt(inbox, row, step)
                if row.cut:
                    self._cut(inbox, row, now)

    def _doubt(self, inbox: Inbox, row: Row, step: int) -> None:
        """What was told in the step that ends a row may lie within it, or not."""
        for due in [d for d in inbox.due.values() if d.told.step == step]:
            for reason in due.reasons:
                reason.sure = reason.sure and reason.row is not row
            if not any(r.sure and inbox.peer.dialect in r.forms for r in due.reasons):
                inbox.no_longer_must(due)

    def _cut(self, inbox: Inbox, row: Row, now: float) -> None:
        """Nothing of a stream goes out any more, but what takes back something told in it."""
        for due in (*inbox.due.values(), *inbox.may.values()):
            mine = [r for r in due.reasons if r.row is row]
            if not mine:
                continue
            born = due.told.born
            within = row.holds(born.step) if born else False
            if within is False:
                due.reasons = [r for r in due.reasons if r.row is not row]
                due.cut_at = 0.0 if due.reasons else now
            for reason in mine:
                reason.sure = reason.sure and within is True
            if not any(r.sure and inbox.peer.dialect in r.forms for r in due.reasons):
                inbox.no_longer_must(due)

    def move(self, old: Inbox, new: Inbox, now: float) -> None:
        """Everything of one inbox goes to another."""
        self.note(f"MOVE {old} to {new}")
        self._repeatable(old, new)
        named = {key for (actor, key), told in self.addressed.items() if not actor and old in told}
        carry_over(old, new, named)
        for inboxes in self.addressed.values():
            if old in inboxes:
                inboxes.discard(old)
                inboxes.add(new)
        del self.inboxes[old.peer.name, old.path]
        old.retired = now

    def _repeatable(self, old: Inbox, new: Inbox) -> None:
        """Where both read a stream, or both are addressed, the less far of them counts.

        And where something waits in the old one, nobody remembers what came to it beyond that.
        """
        shared = old.open_streams & new.open_streams
        first = self._first_in_doubt(old)
        for key in {*old.got, *new.got, *old.settled, *new.settled}:
            told = self.told[key][0]
            both = {old, new} <= self.addressed[0, key]
            beyond = told.step >= first and (key in old.got or key in old.settled)
            if both or beyond or shared & told.streams.keys():
                new.repeatable.add(key)

    def split(self, old: Inbox, new: Inbox, follower: str, step: int, now: float) -> None:
        """One follower stands behind another inbox from now on."""
        for owner in [o for o, names in old.behind.items() if follower in names]:
            for row in [r for r in old.rows if r.stream[0] == owner and not r.until]:
                if new.open_row(row.stream) is None:
                    new.rows.append(Row(row.stream, step, None))
            new.behind[owner].add(follower)
            self.leave(old, follower, owner, step, now)

    def speak(self, peer: PeerModel, dialect: int, now: float) -> None:
        """A peer reads another dialect from now on."""
        peer.dialect = dialect
        peer.dialects.append((now, dialect))
        for inbox in self.inboxes.values():
            if inbox.peer is peer:
                for due in list(inbox.due.values()):
                    if not any(r.sure and dialect in r.forms for r in due.reasons):
                        inbox.no_longer_must(due)

    def crash(self, now: float, worker: int = 0) -> None:
        """A worker died, or lost its lanes: of each lane a window may come again."""
        self.note(f"CRASH {worker or ''}")
        if worker:
            self._dead.add(worker)
        else:
            self._shaken_until = now + GRACE  # what is on its way now may count for nothing too
        for inbox in self.inboxes.values():
            inbox.excuses += self.window
            inbox.shaken |= self._unwritten(inbox)
        for inbox in self.all:
            for request in [r for r in inbox.flying if r.worker in self._dead]:
                del inbox.flying[request]

    def _unwritten(self, inbox: Inbox) -> set[str]:
        """What of an inbox a worker may know and nobody else."""
        first = self._first_in_doubt(inbox)
        beyond = {key for key in inbox.recent if self.told[key][0].step >= first}
        return beyond | {request.id for request in inbox.flying}

    def _first_in_doubt(self, inbox: Inbox) -> float:
        """The step of the first thing that may hold up the place: offered in vain, or just now."""
        doubtful = {*inbox.offered, *list(inbox.recent)[-self.window :]}
        return min((self.told[key][0].step for key in doubtful), default=math.inf)

    def idle(self, now: float) -> None:
        """Nobody has anything to do now: all that happened before is known to every worker."""
        self._idle_at = now

    def calm(self) -> None:
        """Everything is told and written: nothing more is excused.

        But what reads in no form of now is owed again when the peer changes its mind, if a worker
        died before it could settle the address.
        """
        self.note("CALM")
        for inbox in self.all:
            inbox.repeatable = {
                key for key in inbox.repeatable | inbox.shaken if self._waits_unread(inbox, key)
            }
            inbox.excuses = 0
            inbox.shaken.clear()
            inbox.again.clear()
            inbox.offered -= inbox.offered_before  # what was tried for so long waits beside
            inbox.offered_before = set(inbox.offered)
            first = min((self.told[key][0].step for key in inbox.offered), default=math.inf)
            for key in [k for k in inbox.recent if self.told[k][0].step < first]:
                del inbox.recent[key]

    def _waits_unread(self, inbox: Inbox, key: str) -> bool:
        """Whether an address of an inbox may stay unsettled, as nothing of it can be read now."""
        told = self.told[key][0]
        return inbox in self.addressed[0, key] and inbox.peer.dialect not in told.forms(BOTH)

    # What is received

    def begins(self, request: Request) -> None:
        """A request has come in: no other of its key may be in the air."""
        inbox = self.inboxes.get((request.host, request.path))
        if inbox is None or request.id not in self.told:
            return
        key = self.told[request.id][0].key
        self.note(f"{inbox} is offered {request.id}")
        inbox.offered.add(request.id)
        if request.id in inbox.got and request.worker not in self._dead:
            inbox.again.add(request.id)
        inbox.tries[request.id] += 1
        if inbox.tries[request.id] >= SET_ASIDE_AFTER:
            inbox.stubborn.add(key)
        if request.id in inbox.settled:
            self._excuse(inbox, request.id, "it was refused")
        self._cancel(inbox, self.told[request.id][0])
        if request.worker in self._dead:
            return
        if key in inbox.flying.values():
            self._wrong(inbox, request.id, f"two of {key} fly together")
        inbox.flying[request] = key

    def _cancel(self, inbox: Inbox, told: Told) -> None:
        """What waits beside the lane is cancelled by what takes it back."""
        if told.born is None or told.key not in inbox.stubborn:
            return
        for due in [d for d in inbox.due.values() if d.told.key == told.key]:
            older = due.told.step < told.step
            if older and (told.kind == "Delete" or due.told is told.born):
                inbox.no_longer_must(due)

    def ends(self, request: Request, status: int) -> None:
        """A request was answered, or broken off."""
        inbox = self._inbox_of(request)
        if inbox is None:
            return
        stale = " (of the dead)" if request.worker in self._dead else ""
        self.note(f"{inbox} answers {request.id}: {status}{stale}")
        inbox.flying.pop(request, None)
        if request.worker in self._dead or request.began < self._shaken_until:
            inbox.shaken.add(request.id)
        if status == 0 and request.worker not in self._dead and request.id in inbox.got:
            inbox.unanswered[request.id] += 1
        if 200 <= status < 300:
            inbox.settled.discard(request.id)  # from now on it is a repeat, and nothing else
            self._landed(inbox, request)
        if 400 <= status < 500 and status not in (401, 404, 408, 410, 425, 429):
            inbox.settled.add(request.id)
            self._landed(inbox, request)
            due = inbox.due.get(request.id)
            if due is not None:
                inbox.no_longer_must(due)

    def taken(self, request: Request) -> None:
        """A peer has kept something: was it owed, in this form, and in this order?"""
        self.received += 1
        inbox = self._inbox_of(request)
        told, said = self.told.get(request.id, (None, 0.0))
        if inbox is None or told is None:
            self.wrong.append(f"{request.host}{request.path} got {request.id}: nobody sent it")
            return
        if inbox.retired and request.began > inbox.retired and request.worker not in self._dead:
            self._wrong(inbox, told.id, "it goes to an inbox that has moved")
        self.note(f"{inbox} takes {told.id}")
        if inbox.retired and request.worker in self._dead:
            return
        self._check_form(inbox, told, request, said)
        due = inbox.due.get(told.id) or inbox.may.get(told.id)
        if due is None:
            self._check_repeat(inbox, told, request)
        else:
            self._check_due(inbox, due, request)
        inbox.got[told.id] = inbox.got.get(told.id, 0) + 1

    def _landed(self, inbox: Inbox, request: Request) -> None:
        """Remember what was taken or refused last, for that may yet be forgotten."""
        inbox.recent.pop(request.id, None)
        inbox.recent[request.id] = None
        inbox.offered.discard(request.id)
        inbox.again.discard(request.id)

    def _inbox_of(self, request: Request) -> Inbox | None:
        here = self.inboxes.get((request.host, request.path))
        if here is not None:
            return here
        gone = [i for i in self.all if i.peer.name == request.host and i.path == request.path]
        return gone[-1] if gone else None

    def _check_form(self, inbox: Inbox, told: Told, request: Request, said: float) -> None:
        spoken = inbox.peer.spoke(said, request.began)
        form = request.body["form"]
        if form and form not in spoken:
            self._wrong(inbox, told.id, f"form {form}, but the peer reads {spoken}")

    def _check_repeat(self, inbox: Inbox, told: Told, request: Request) -> None:
        if told.id not in inbox.got:
            self._wrong(inbox, told.id, "it is not owed")
            return
        self.repeats += 1
        if request.worker in self._dead:
            return  # it comes after what its heir sent
        if inbox.unanswered[told.id]:
            inbox.unanswered[told.id] -= 1
        else:
            self._excuse(inbox, told.id, "again, for no reason")

    def _excuse(self, inbox: Inbox, told: str, what: str) -> None:
        """After a crash a window comes again, after a move what both were owed."""
        if told in inbox.repeatable:
            inbox.repeatable.discard(told)
        elif inbox.excuses and told in inbox.shaken:
            inbox.excuses -= 1
        else:
            self._wrong(inbox, told, what)

    def _check_due(self, inbox: Inbox, due: Due, request: Request) -> None:
        told = due.told
        if due.cut_at and due.cut_at < self._idle_at <= request.began:
            self._wrong(inbox, told.id, "what is for members was cut")
        self._check_order(inbox, told)
        self._check_barrier(inbox, due)
        inbox.due.pop(told.id, None)
        inbox.may.pop(told.id, None)

    def _check_order(self, inbox: Inbox, told: Told) -> None:
        before = [
            d for d in inbox.due.values() if d.told.key == told.key and d.told.step < told.step
        ]
        if not before:
            return
        for due in before:
            if inbox.tries[due.told.id] > GIVE_UP:
                inbox.no_longer_must(due)
            else:
                self._wrong(inbox, told.id, f"before {due.told.id}, of the same key {told.key}")

    def _check_barrier(self, inbox: Inbox, due: Due) -> None:
        for reason in due.reasons:
            if reason.row is None or reason.row.after == due.told.step:
                continue
            if not reason.sure or inbox.peer.dialect not in reason.forms:
                continue
            opener = reason.row.opener
            if opener is None or opener.id not in inbox.due or opener is due.told:
                continue
            if opener.key not in inbox.stubborn:
                self._wrong(inbox, due.told.id, f"before {opener.id}, which opens its stream")

    def _wrong(self, inbox: Inbox, told: str, what: str) -> None:
        self.wrong.append(f"{inbox} got {told}: {what}")

    # What is missing

    @property
    def waiting(self) -> int:
        """How much must come yet: owed for sure, or told again since a crash."""
        return sum(len(inbox.due) + len(inbox.again) for inbox in self.inboxes.values())

    def missing(self) -> list[str]:
        """Name what is owed for sure and has not come."""
        return [
            f"{inbox} misses {due.told.id} ({due.told.kind})"
            for inbox in self.inboxes.values()
            for due in inbox.due.values()
        ]
