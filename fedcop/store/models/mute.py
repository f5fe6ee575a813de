"""Whom and what somebody would rather not hear of: quiet, and nobody is told."""

from tortoise import fields
from tortoise.models import Model


class Mute(Model):
    """A person does not want to see another for a while, or for good."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    muted_id = fields.BigIntField()
    notifications = fields.SmallIntField(db_default=1)  # those are hidden as well
    until = fields.BigIntField(db_default=0)  # 0: for good
    created = fields.BigIntField()

    class Meta:
        table = "mute"
        unique_together = (("actor_id", "muted_id"),)
        indexes = (("actor_id", "id"),)


class ThreadMute(Model):
    """A person wants to be told no more of a thread."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    root_id = fields.BigIntField()
    created = fields.BigIntField()

    class Meta:
        table = "thread_mute"
        unique_together = (("actor_id", "root_id"),)


class PersonalDomainBlock(Model):
    """A person wants nothing from a whole node, never a rule of ours."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    host = fields.CharField(max_length=260)
    created = fields.BigIntField()

    class Meta:
        table = "personal_domain_block"
        unique_together = (("actor_id", "host"),)
        indexes = (("actor_id", "id"),)
