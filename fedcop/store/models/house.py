"""What those who run the node did, and the mail it has yet to send."""

from tortoise import fields
from tortoise.models import Model


class AuditEntry(Model):
    """One act of somebody who runs the node, only ever added to."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField(db_default=0)  # 0: the node itself, or its command line
    act = fields.CharField(max_length=60)
    subject = fields.CharField(max_length=2048, db_default="")
    about = fields.TextField(db_default="{}")  # JSON
    created = fields.BigIntField()

    class Meta:
        table = "audit_entry"
        indexes = (("act", "id"), ("actor_id", "id"))


class MailLetter(Model):
    """A mail to somebody: owed, sent, or given up."""

    id = fields.BigIntField(primary_key=True, generated=False)
    mark = fields.CharField(max_length=200, unique=True)  # the same letter is owed once
    account_id = fields.BigIntField(db_default=0)  # 0: somebody who has no account yet
    address = fields.CharField(max_length=254)
    kind = fields.CharField(max_length=40)
    locale = fields.CharField(max_length=20, db_default="")
    facts = fields.TextField(db_default="{}")  # JSON, of which its text is made when it is sent
    state = fields.SmallIntField(db_default=0)  # 0 owed, 1 sent, 2 given up
    created = fields.BigIntField()
    due = fields.BigIntField(db_default=0)
    tries = fields.SmallIntField(db_default=0)
    sent = fields.BigIntField(db_default=0)
    error = fields.TextField(db_default="")

    class Meta:
        table = "mail_letter"
        indexes = (("state", "due"), ("account_id", "id"))
