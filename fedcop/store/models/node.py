"""Small facts about this node, and who of its processes does what."""

from tortoise import fields
from tortoise.models import Model


class NodeValue(Model):
    """One fact, such as when the node was made."""

    name = fields.CharField(max_length=60, primary_key=True)
    value = fields.TextField(db_default="")

    class Meta:
        table = "node_value"


class Lease(Model):
    """A share of the work that one process holds for a while."""

    name = fields.CharField(max_length=60, primary_key=True)
    holder = fields.BigIntField(db_default=0)
    until = fields.BigIntField(db_default=0)
    token = fields.BigIntField(db_default=0)

    class Meta:
        table = "lease"
