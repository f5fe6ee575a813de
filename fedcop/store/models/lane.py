"""Lanes: remote inboxes, each a reader of the log with its own place."""

from tortoise import fields
from tortoise.models import Model


class Lane(Model):
    """One remote inbox URL."""

    id = fields.BigIntField(primary_key=True, generated=False)
    inbox = fields.CharField(max_length=2048, unique=True)
    peer_id = fields.BigIntField(db_index=True)
    shared = fields.SmallIntField(db_default=0)  # a shared inbox, or one actor's own
    place = fields.BigIntField(db_default=0)
    holder = fields.BigIntField(db_default=0)  # the worker that leases it
    lease_until = fields.BigIntField(db_default=0)
    token = fields.BigIntField(db_default=0)  # the fence: raised with each lease
    wanted = fields.BigIntField(db_default=0)  # until then nobody leases it: it is to be moved
    resync = fields.BigIntField(db_default=0)  # fell behind retention at this position

    class Meta:
        table = "lane"


class LaneStream(Model):
    """A lane reads a stream from `after` (exclusive) until `until` (inclusive, 0: still reads)."""

    id = fields.BigIntField(primary_key=True)
    lane_id = fields.BigIntField()
    stream_id = fields.BigIntField()
    after = fields.BigIntField()
    until = fields.BigIntField(db_default=0)
    done = fields.BigIntField(db_default=0)  # what another inbox was told before a move
    cut = fields.SmallIntField(db_default=0)  # ended at once: only what takes back still goes
    changed = fields.BigIntField(db_default=0)  # position at which this row was last altered

    class Meta:
        table = "lane_stream"
        indexes = (("lane_id",), ("stream_id", "until"), ("changed",))


class LaneItem(Model):
    """The side queue: an entry that one lane would not take, with retries of its own."""

    id = fields.BigIntField(primary_key=True)
    lane_id = fields.BigIntField()
    position = fields.BigIntField()
    key = fields.CharField(max_length=300)
    state = fields.SmallIntField(db_default=0)  # waits, done, refused, cancelled, given up
    tries = fields.SmallIntField(db_default=0)
    next_try = fields.BigIntField(db_default=0)
    status = fields.SmallIntField(db_default=0)
    error = fields.TextField(db_default="")
    created = fields.BigIntField()

    class Meta:
        table = "lane_item"
        unique_together = (("lane_id", "position"),)
