"""Where apps want to be told at once, and what they have yet to be told."""

from tortoise import fields
from tortoise.models import Model


class PushSubscription(Model):
    """Where an app of somebody is told, one for each token, which is kept sealed."""

    id = fields.IntField(primary_key=True)  # clients read it as a number of 31 bits
    token_id = fields.BigIntField(unique=True)
    account_id = fields.BigIntField()
    host = fields.CharField(max_length=260)
    endpoint = fields.CharField(max_length=2048)
    p256dh = fields.CharField(max_length=120)
    auth = fields.CharField(max_length=60)
    secret = fields.BinaryField()  # the token, which its app finds its account by
    standard = fields.SmallIntField(db_default=0)  # 0: the form of the draft
    alerts = fields.CharField(max_length=200, db_default="")  # words with blanks between them
    policy = fields.CharField(max_length=20, db_default="all")
    created = fields.BigIntField()
    due = fields.BigIntField(db_default=0)  # when to tell what it is owed, 0: nothing
    fails = fields.IntField(db_default=0)  # in a row
    failing = fields.BigIntField(db_default=0)  # since when

    class Meta:
        table = "push_subscription"
        indexes = (("account_id", "id"),)


class PushErrand(Model):
    """A notification that an app has yet to be told."""

    id = fields.BigIntField(primary_key=True, generated=False)
    subscription_id = fields.IntField()
    notification_id = fields.BigIntField()

    class Meta:
        table = "push_errand"
        unique_together = (("subscription_id", "notification_id"),)
