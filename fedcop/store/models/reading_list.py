"""Lists that people keep of others, to read them apart."""

from tortoise import fields
from tortoise.models import Model


class ReadingList(Model):
    """A list of people and communities that somebody reads apart, known to them alone."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField(db_index=True)
    title = fields.CharField(max_length=255)
    replies = fields.SmallIntField(db_default=0)  # values.ListReplies: which of them are shown
    exclusive = fields.SmallIntField(db_default=0)  # its members are kept out of home
    created = fields.BigIntField()

    class Meta:
        table = "reading_list"


class ListMember(Model):
    """Somebody stands on a list."""

    id = fields.BigIntField(primary_key=True, generated=False)
    list_id = fields.BigIntField()
    owner_id = fields.BigIntField()
    actor_id = fields.BigIntField()
    exclusive = fields.SmallIntField(db_default=0)  # as its list is, for the page of home

    class Meta:
        table = "list_member"
        unique_together = (("list_id", "actor_id"),)
        indexes = (("owner_id", "actor_id"),)
