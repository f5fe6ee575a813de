"""What was brought along from other programs, each thing known by what it is called there."""

from tortoise import fields
from tortoise.models import Model


class Bringing(Model):
    """One export of another program, on its way into a community."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    actor_id = fields.BigIntField()  # in whose name
    program = fields.CharField(max_length=20)
    name = fields.CharField(max_length=200, db_default="")  # of the file or folder
    total = fields.IntField(db_default=0)
    skipped = fields.TextField(db_default="")  # JSON of what stays there, and why
    created = fields.BigIntField()
    finished = fields.BigIntField(db_default=0)
    released = fields.BigIntField(db_default=0)  # when peers had been told all of it

    class Meta:
        table = "bringing"
        indexes = (("community_id", "id"),)


class BroughtThing(Model):
    """One thing of an export, and the post it became."""

    id = fields.BigIntField(primary_key=True, generated=False)
    bringing_id = fields.BigIntField()
    community_id = fields.BigIntField()
    source = fields.CharField(max_length=500)  # program, then what it is called there
    post_id = fields.BigIntField()
    versions = fields.IntField(db_default=1)  # how many of them are here
    told = fields.BigIntField(db_default=0)  # when peers were told

    class Meta:
        table = "brought_thing"
        unique_together = (("community_id", "source"),)
        indexes = (("bringing_id", "id"), ("post_id",))
