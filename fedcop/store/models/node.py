"""Small facts about this node, and who of its processes does what."""

from tortoise import fields
from tortoise.models import Model


class NodeValue(Model):
    """One fact, such as when the node was made."""

    name = fields.CharField(max_length=60, primary_key=True)
    value = fields.TextField(db_default="")

    class Meta:
        table = "node_value"


class Ring(Model):
    """Somebody to be woken in the process that serves, for another wrote what concerns them.

    Only with SQLite: PostgreSQL carries word from process to process itself.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=20)
    number = fields.BigIntField(db_default=0)

    class Meta:
        table = "ring"


class Lease(Model):
    """A share of the work that one process holds for a while."""

    name = fields.CharField(max_length=60, primary_key=True)
    holder = fields.BigIntField(db_default=0)
    until = fields.BigIntField(db_default=0)
    token = fields.BigIntField(db_default=0)

    class Meta:
        table = "lease"
