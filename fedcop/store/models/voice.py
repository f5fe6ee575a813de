"""What is asked without a name, and who asked, sealed."""

from tortoise import fields
from tortoise.models import Model


class QuietRule(Model):
    """Whether one may ask a community of ours without a name."""

    community_id = fields.BigIntField(primary_key=True, generated=False)
    mode = fields.CharField(max_length=10)  # on, checked, off

    class Meta:
        table = "quiet_rule"


class QuietQuestion(Model):
    """A question without a name, before and after it is published, its number says nothing."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    state = fields.CharField(max_length=10)  # waiting, held, open, refused, muted
    slot = fields.CharField(max_length=64, unique=True)  # its blind mark while it is open
    blind = fields.CharField(max_length=64, db_default="")  # of asker and community, keyed
    title = fields.TextField(db_default="")
    body = fields.TextField(db_default="")
    tried = fields.TextField(db_default="")
    language = fields.CharField(max_length=35, db_default="")
    due = fields.BigIntField(db_default=0)
    post_id = fields.BigIntField(db_default=0)  # what this node wrote
    home_uri = fields.CharField(max_length=2048, db_default="")  # what everybody reads
    relay_id = fields.BigIntField(db_default=0)  # the voice of another node that brought it
    relay_uri = fields.CharField(max_length=2048, db_default="")
    expires = fields.BigIntField(db_default=0)
    seen = fields.IntField(db_default=0)
    reason = fields.TextField(db_default="")

    class Meta:
        table = "quiet_question"
        indexes = (("blind",), ("post_id",), ("relay_uri",), ("community_id", "state"))


class QuietWord(Model):
    """What an asker says next, waits for its time."""

    id = fields.BigIntField(primary_key=True, generated=False)
    question_id = fields.BigIntField(db_index=True)
    text = fields.TextField(db_default="")
    answers_uri = fields.CharField(max_length=2048, db_default="")
    due = fields.BigIntField(db_default=0)

    class Meta:
        table = "quiet_word"


class QuietLink(Model):
    """Who asked, under a key that no one person here can put together."""

    question_id = fields.BigIntField(primary_key=True, generated=False)
    sealed = fields.BinaryField()

    class Meta:
        table = "quiet_link"


class QuietShare(Model):
    """What one person holds of such a key, sealed."""

    id = fields.BigIntField(primary_key=True, generated=False)
    question_id = fields.BigIntField()
    holder_id = fields.BigIntField()
    sealed = fields.BinaryField()

    class Meta:
        table = "quiet_share"
        unique_together = (("question_id", "holder_id"),)


class QuietOpening(Model):
    """Somebody wants to know who asked, this stays for the stewards to see."""

    id = fields.BigIntField(primary_key=True, generated=False)
    question_id = fields.BigIntField()
    community_id = fields.BigIntField(db_index=True)
    by_id = fields.BigIntField()
    reason = fields.TextField()
    at = fields.BigIntField()

    class Meta:
        table = "quiet_opening"
        unique_together = (("question_id", "by_id"),)
