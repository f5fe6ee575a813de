"""Who follows whom; following a community is being its member."""

from tortoise import fields
from tortoise.models import Model


class Follow(Model):
    """A follow with its state: pending, accepted, rejected, left."""

    id = fields.BigIntField(primary_key=True, generated=False)
    follower_id = fields.BigIntField()
    target_id = fields.BigIntField()
    state = fields.CharField(max_length=10)
    uri = fields.CharField(max_length=2048, db_default="")  # of the Follow; Undo and Accept echo it
    cause = fields.BigIntField(db_default=0)  # the inbox message it came with
    lane_id = fields.BigIntField(db_default=0)  # the inbox behind which the follower is
    created = fields.BigIntField()
    changed = fields.BigIntField()
    tries = fields.IntField(db_default=0)
    next_try = fields.BigIntField(db_default=0)  # when a pending one of ours is sent again
    boosts = fields.SmallIntField(db_default=1)  # what they pass on is wanted too
    notify = fields.SmallIntField(db_default=0)  # tell of each post
    languages = fields.TextField(db_default="[]")  # JSON list of those wanted, none: all

    class Meta:
        table = "follow"
        unique_together = (("follower_id", "target_id"),)
        indexes = (("target_id", "state", "id"), ("uri",))


class PersonalBlock(Model):
    """A person does not want to see, or be seen by, another, never a ban."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    blocked_id = fields.BigIntField(db_index=True)
    uri = fields.CharField(max_length=2048, db_default="")
    created = fields.BigIntField()

    class Meta:
        table = "personal_block"
        unique_together = (("actor_id", "blocked_id"),)
        indexes = (("actor_id", "id"),)
