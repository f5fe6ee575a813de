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

    class Meta:
        table = "inbox_message"
        unique_together = (("host", "activity_id"),)
