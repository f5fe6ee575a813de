"""How far somebody has read, so that another of their apps goes on there."""

from tortoise import fields
from tortoise.models import Model


class Marker(Model):
    """How far somebody has read one timeline."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField()
    timeline = fields.CharField(max_length=20)  # home, notifications
    last_read = fields.BigIntField()
    version = fields.IntField(db_default=1)
    updated = fields.BigIntField()

    class Meta:
        table = "marker"
        unique_together = (("owner_id", "timeline"),)
