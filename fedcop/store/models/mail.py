"""Who wants which mail, and where none arrives."""

from tortoise import fields
from tortoise.models import Model


class MailReader(Model):
    """How somebody wants mail, and what they had, shares the id of its account."""

    account_id = fields.BigIntField(primary_key=True, generated=False)
    needs = fields.SmallIntField(db_default=2)  # what needs them: 0 off, 1 at once, 2 hourly
    every = fields.SmallIntField(db_default=2)  # digests, usually: 0 never, 1 daily, 2 weekly
    hour = fields.SmallIntField(db_default=7)  # of their day, when digests are made
    timezone = fields.CharField(max_length=60, db_default="")  # empty is that of the node
    quoting = fields.SmallIntField(db_default=0)  # whether members-only words may be quoted
    needs_id = fields.BigIntField(db_default=0)  # the last notification that was mailed
    needs_due = fields.BigIntField(db_default=0)  # when a mail of what needs them is due, 0 is no
    digest_due = fields.BigIntField(db_default=0)
    daily_at = fields.BigIntField(db_default=0)  # up to when daily digests told
    weekly_at = fields.BigIntField(db_default=0)

    class Meta:
        table = "mail_reader"
        indexes = (("digest_due",), ("needs_due",))


class MailDigest(Model):
    """How often somebody wants to read of one community, where it is not as usual."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account_id = fields.BigIntField()
    community_id = fields.BigIntField()
    every = fields.SmallIntField(db_default=0)  # 0 never, 1 daily, 2 weekly

    class Meta:
        table = "mail_digest"
        unique_together = (("account_id", "community_id"),)


class MailAddress(Model):
    """An address that refused mail for good, and how often."""

    address = fields.CharField(max_length=254, primary_key=True)
    fails = fields.SmallIntField(db_default=0)
    failing = fields.BigIntField(
        db_default=0
    )  # since when it gets none any more, 0 is that it does
    said = fields.TextField(db_default="")
    changed = fields.BigIntField(db_default=0)

    class Meta:
        table = "mail_address"
        indexes = (("failing",),)
