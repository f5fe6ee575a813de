"""Posts on their way: those that wait for their time, and the keys under which some came."""

from tortoise import fields
from tortoise.models import Model


class ScheduledPost(Model):
    """A post that is to be written later."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    due = fields.BigIntField()
    wish = fields.TextField()  # JSON of drafts.Wish
    tries = fields.SmallIntField(db_default=0)
    next_try = fields.BigIntField(db_index=True)  # when it is due, or later after a failure
    error = fields.TextField(db_default="")  # why it could not be written
    created = fields.BigIntField()

    class Meta:
        table = "scheduled_post"
        indexes = (("actor_id", "id"),)


class IdempotencyKey(Model):
    """A request to post came under this key: another one with it is the same."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    key = fields.CharField(max_length=64)  # its hash
    thing_id = fields.BigIntField()  # the post, or the scheduled post
    scheduled = fields.SmallIntField(db_default=0)
    created = fields.BigIntField(db_index=True)

    class Meta:
        table = "idempotency_key"
        unique_together = (("actor_id", "key"),)
