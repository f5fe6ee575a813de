"""What happened here, not yet told."""

from tortoise import fields
from tortoise.models import Model


class Event(Model):
    """One act: published to peers, spread to readers, told to those it concerns, each once."""

    id = fields.BigIntField(primary_key=True, generated=False)
    kind = fields.CharField(max_length=40)
    key = fields.CharField(max_length=80)  # claimed only when no older open event has this key
    data = fields.TextField()  # JSON
    cause = fields.BigIntField(db_default=0)  # the inbox message it follows from
    created = fields.BigIntField()
    published = fields.BigIntField(db_default=0)
    spread = fields.BigIntField(db_default=0)
    told = fields.BigIntField(db_default=0)
    cursor = fields.BigIntField(db_default=0)  # how far a large spread has come
    done = fields.BigIntField(db_default=0)
    tries = fields.SmallIntField(db_default=0)
    next_try = fields.BigIntField(db_default=0)
    error = fields.TextField(db_default="")

    class Meta:
        table = "event"
