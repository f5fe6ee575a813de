"""Threads for named people, as each of them keeps them."""

from tortoise import fields
from tortoise.models import Model


class Conversation(Model):
    """A thread for named people as one of them sees it."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField()
    root_id = fields.BigIntField()
    last_post_id = fields.BigIntField()
    unread = fields.SmallIntField(db_default=0)

    class Meta:
        table = "conversation"
        unique_together = (("owner_id", "root_id"),)
        indexes = (("last_post_id",),)
