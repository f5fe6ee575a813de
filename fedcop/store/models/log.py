"""The log of our outgoing activities, and who is owed them."""

from tortoise import fields
from tortoise.models import Model


class LogHead(Model):
    """One row: the last position given out. Its lock makes positions visible in order."""

    id = fields.IntField(primary_key=True, generated=False)
    head = fields.BigIntField(db_default=0)

    class Meta:
        table = "log_head"


class LogEntry(Model):
    """One activity at one position, in a wrapped form, a plain form, or both."""

    position = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()  # who signs the delivery
    kind = fields.CharField(max_length=20)
    object_uri = fields.CharField(max_length=2048, db_default="")
    key = fields.CharField(max_length=300)  # entries of one key never fly together
    born = fields.BigIntField(db_default=0)  # for Delete and Undo: position of what it takes back
    forms = fields.SmallIntField(db_default=0)  # which bodies there are: 1 plain, 2 wrapped, 3 both
    wrapped = fields.BinaryField(null=True)  # empty too where the plain body serves both
    plain = fields.BinaryField(null=True)
    event_id = fields.BigIntField(db_default=0)
    part = fields.SmallIntField(db_default=0)  # one event may make several entries
    created = fields.BigIntField()

    class Meta:
        table = "log_entry"
        unique_together = (("event_id", "part"),)
        indexes = (("object_uri", "actor_id", "kind"), ("created",))


class Stream(Model):
    """What one actor tells one audience: its public, its followers, its members."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField()
    audience = fields.SmallIntField()  # values.Audience: PUBLIC, FOLLOWERS or MEMBERS
    head = fields.BigIntField(db_default=0)
    last_delete = fields.BigIntField(db_default=0)

    class Meta:
        table = "stream"
        unique_together = (("owner_id", "audience"),)


class LogAddress(Model):
    """Who is owed an entry: the readers of a stream, or one lane."""

    id = fields.BigIntField(primary_key=True)
    position = fields.BigIntField()
    stream_id = fields.BigIntField(db_default=0)
    lane_id = fields.BigIntField(db_default=0)
    form = fields.SmallIntField(db_default=0)  # 0 both, 1 plain, 2 wrapped
    settled = fields.SmallIntField(db_default=0)  # lane addresses only

    class Meta:
        table = "log_address"
        unique_together = (("position", "stream_id", "lane_id"),)
