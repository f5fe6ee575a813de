"""What is written for readers: home lines and notifications."""

from tortoise import fields
from tortoise.models import Model


class HomeLine(Model):
    """A post in somebodys home timeline, `line` sorts it, `via` is who passed it on."""

    id = fields.BigIntField(primary_key=True)
    owner_id = fields.BigIntField()
    line = fields.BigIntField()
    post_id = fields.BigIntField()
    via_id = fields.BigIntField(db_default=0)

    class Meta:
        table = "home_line"
        unique_together = (("owner_id", "post_id"),)


class Notification(Model):
    """Something a local person should know."""

    id = fields.BigIntField(primary_key=True, generated=False)
    recipient_id = fields.BigIntField()
    kind = fields.CharField(max_length=20)  # mention, reply, like, boost, follow, join, …
    actor_id = fields.BigIntField(db_default=0)
    post_id = fields.BigIntField(db_default=0)
    event_id = fields.BigIntField()  # what it tells of: the post, reaction, boost or follow
    group_key = fields.CharField(max_length=80, db_default="")
    created = fields.BigIntField()
    read = fields.BigIntField(db_default=0)
    filtered = fields.SmallIntField(db_default=0)  # waits until its recipient asks for it

    class Meta:
        table = "notification"
        unique_together = (("recipient_id", "kind", "event_id"),)
