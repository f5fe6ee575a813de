"""Communities: what a Group actor is to us."""

from tortoise import fields
from tortoise.models import Model


class Community(Model):
    """The practice side of a Group actor, ours or another nodes, shares its id."""

    actor_id = fields.BigIntField(primary_key=True, generated=False)
    local = fields.SmallIntField(db_default=0)
    domain = fields.TextField(db_default="")  # the shared area of interest, one sentence
    charter = fields.TextField(db_default="")  # Markdown
    post_policy = fields.SmallIntField(db_default=0)  # values.PostPolicy
    audience = fields.SmallIntField(db_default=0)  # values.Audience of a usual post
    founder_id = fields.BigIntField(db_default=0)
    founded = fields.BigIntField(db_default=0)
    approved = fields.BigIntField(db_default=0)  # 0 while an admin has not agreed
    members = fields.IntField(db_default=0)
    posts = fields.IntField(db_default=0)
    active = fields.BigIntField(db_default=0)  # last post or reply
    questions = fields.SmallIntField(db_default=0)  # whether what asks something waits for answers
    moderated = fields.BigIntField(db_default=0)  # when the host's stewards were last read
    hidden = fields.SmallIntField(db_default=0)  # 1: no directory names it
    archived = fields.BigIntField(db_default=0)  # since when nothing new is taken

    class Meta:
        table = "community"
        indexes = (("local", "active"),)


class Steward(Model):
    """Who looks after a community."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    actor_id = fields.BigIntField(db_index=True)
    since = fields.BigIntField()

    class Meta:
        table = "steward"
        unique_together = (("community_id", "actor_id"),)


class Pin(Model):
    """A post at the top of a community: its `featured` collection."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    post_id = fields.BigIntField(db_index=True)
    since = fields.BigIntField()

    class Meta:
        table = "pin"
        unique_together = (("community_id", "post_id"),)
