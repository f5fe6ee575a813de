"""What was said elsewhere before we listened, and when we ask for it."""

from tortoise import fields
from tortoise.models import Model


class CatchUp(Model):
    """A community or a thread of another node whose past is to be read, or was."""

    id = fields.BigIntField(primary_key=True, generated=False)  # what is asked for
    kind = fields.CharField(max_length=10)  # community, thread, applied
    due = fields.BigIntField(db_default=0)  # when it is to be read; 0: not now
    tries = fields.SmallIntField(db_default=0)
    asked = fields.BigIntField()  # when somebody last wanted it
    done = fields.BigIntField(db_default=0)  # when it was last read

    class Meta:
        table = "catch_up"
