"""What members brought along from another node, line by line."""

from tortoise import fields
from tortoise.models import Model


class ImportLine(Model):
    """One line of a file that somebody brought along, to be done."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    kind = fields.CharField(max_length=12)  # carrying.KINDS
    line = fields.TextField()  # JSON list of its cells
    tries = fields.SmallIntField(db_default=0)
    next_try = fields.BigIntField(db_index=True)
    error = fields.TextField(db_default="")  # why it was not done

    class Meta:
        table = "import_line"
        indexes = (("actor_id", "id"),)
