"""Of whom somebody wants to be told at once, and who has to wait until they are asked for."""

from tortoise import fields
from tortoise.models import Model


class NotificationPolicy(Model):
    """What becomes of notifications from some kinds of people, shares the id of its account."""

    owner_id = fields.BigIntField(primary_key=True, generated=False)
    not_following = fields.SmallIntField(db_default=0)  # values.NoticeRule
    not_followers = fields.SmallIntField(db_default=0)
    new_accounts = fields.SmallIntField(db_default=0)
    private_mentions = fields.SmallIntField(db_default=0)
    limited_accounts = fields.SmallIntField(db_default=0)

    class Meta:
        table = "notification_policy"


class NotificationRequest(Model):
    """Notifications of one person wait until their recipient asks for them."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField()
    actor_id = fields.BigIntField()
    last_post_id = fields.BigIntField(db_default=0)
    created = fields.BigIntField()
    updated = fields.BigIntField()

    class Meta:
        table = "notification_request"
        unique_together = (("owner_id", "actor_id"),)


class NotificationPermission(Model):
    """Somebody wants to be told of one person, whatever their policy says."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField()
    actor_id = fields.BigIntField()

    class Meta:
        table = "notification_permission"
        unique_together = (("owner_id", "actor_id"),)
