"""What somebody keeps for themselves: posts to come back to, words about others."""

from tortoise import fields
from tortoise.models import Model


class Bookmark(Model):
    """A post that somebody wants to find again, known to them alone."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    post_id = fields.BigIntField()
    created = fields.BigIntField()

    class Meta:
        table = "bookmark"
        unique_together = (("post_id", "actor_id"),)
        indexes = (("actor_id", "id"),)


class AccountNote(Model):
    """What somebody noted of another, known to them alone."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    subject_id = fields.BigIntField()
    text = fields.TextField(db_default="")

    class Meta:
        table = "account_note"
        unique_together = (("actor_id", "subject_id"),)
