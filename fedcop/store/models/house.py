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


class NodeDay(Model):
    """What one day was like on this node, in numbers that name nobody."""

    day = fields.IntField(primary_key=True, generated=False)  # since 1970
    posts = fields.IntField(db_default=0)
    people = fields.IntField(db_default=0)  # who came that day
    arrived = fields.IntField(db_default=0)  # activities of peers
    told = fields.IntField(db_default=0)  # entries of our log

    class Meta:
        table = "node_day"


class Glass(Model):
    """Somebody who runs the node reads a community for its members, for a while and a reason."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    actor_id = fields.BigIntField()
    reason = fields.TextField()
    opened = fields.BigIntField()
    until = fields.BigIntField()
    reads = fields.IntField(db_default=0)  # how many pages were opened
    last_read = fields.BigIntField(db_default=0)

    class Meta:
        table = "glass"
        indexes = (("community_id", "id"), ("actor_id", "until"))


class PersonNote(Model):
    """What those who run the node note about a person, for each other."""

    id = fields.BigIntField(primary_key=True, generated=False)
    subject_id = fields.BigIntField()
    author_id = fields.BigIntField(db_default=0)
    text = fields.TextField()
    created = fields.BigIntField()

    class Meta:
        table = "person_note"
        indexes = (("subject_id", "id"),)
