"""How safe people feel in a community: how often each level was chosen, and by whom nowhere."""

from tortoise import fields
from tortoise.models import Model


class PulseCount(Model):
    """How many chose a level for a statement in a quarter, its number says nothing."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    quarter = fields.IntField()
    item = fields.SmallIntField()
    level = fields.SmallIntField()
    answers = fields.IntField(db_default=0)

    class Meta:
        table = "pulse_count"
        unique_together = (("community_id", "quarter", "item", "level"),)


class PulseMark(Model):
    """Somebody has answered in a quarter, a mark that this node alone can make again."""

    id = fields.BigIntField(primary_key=True, generated=False)
    mark = fields.CharField(max_length=64, unique=True)
    quarter = fields.IntField(db_index=True)

    class Meta:
        table = "pulse_mark"
