"""What peers sent us, and what became of it."""

from tortoise import fields
from tortoise.models import Model


class InboxMessage(Model):
    """One accepted message: its bytes as received, and its verdict."""

    id = fields.BigIntField(primary_key=True, generated=False)
    fingerprint = fields.CharField(max_length=64, unique=True)  # sha-256 of the signature
    signer = fields.CharField(max_length=2048)  # uri of the actor who signed the request
    host = fields.CharField(max_length=260)
    activity_id = fields.CharField(max_length=2048)
    kind = fields.CharField(max_length=40)
    key = fields.CharField(max_length=2048)  # the object's uri; one key, one order
    body = fields.BinaryField()
    received = fields.BigIntField()
    state = fields.SmallIntField(db_default=0)  # 0 waits, 1 applied, 2 ignored, 3 refused
    reason = fields.TextField(db_default="")
    tries = fields.SmallIntField(db_default=0)
    next_try = fields.BigIntField(db_default=0)
    settled = fields.BigIntField(db_default=0)
    trust = fields.SmallIntField(db_default=0)  # 0 signed, 1 proved, 2 to be had from its origin

    class Meta:
        table = "inbox_message"
        unique_together = (("host", "activity_id"),)


class Refusal(Model):
    """What was refused at the door: a ring of the latest, so that a flood of them stays small."""

    slot = fields.IntField(primary_key=True, generated=False)
    id = fields.BigIntField(db_index=True)
    at = fields.BigIntField()
    host = fields.CharField(max_length=260, db_default="")  # as it claims, nothing is verified
    signer = fields.CharField(max_length=2048, db_default="")
    activity_id = fields.CharField(max_length=2048, db_default="")
    kind = fields.CharField(max_length=40, db_default="")
    status = fields.SmallIntField(db_default=0)
    reason = fields.TextField(db_default="")

    class Meta:
        table = "refusal"
