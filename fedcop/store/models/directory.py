"""Who of a community wants to be found by its members, and for what."""

from tortoise import fields
from tortoise.models import Model


class DirectoryEntry(Model):
    """A member says what they can do, and what they may be asked about."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    actor_id = fields.BigIntField()
    skills = fields.TextField(db_default="")  # one a line
    about = fields.TextField(db_default="")  # what they may be asked about, in a sentence
    mentor = fields.SmallIntField(db_default=0)
    changed = fields.BigIntField()

    class Meta:
        table = "directory_entry"
        unique_together = (("community_id", "actor_id"),)
