"""What others did with a piece of practice, and what came of it."""

from tortoise import fields
from tortoise.models import Model


class Adoption(Model):
    """A team applies one exact revision, and says what happened. Shares the id of its post."""

    id = fields.BigIntField(primary_key=True, generated=False)
    artifact_uri = fields.CharField(max_length=2048)
    number = fields.IntField()
    digest = fields.CharField(max_length=100, db_default="")
    adopter_id = fields.BigIntField()
    organization_uri = fields.CharField(max_length=2048, db_default="")
    team = fields.CharField(max_length=200, db_default="")
    result = fields.CharField(max_length=10, db_default="")  # worked, partly, not, early
    told = fields.TextField(db_default="")  # JSON: what the value cycles ask
    outcome = fields.TextField(db_default="")  # JSON list
    adaptation_uri = fields.CharField(max_length=2048, db_default="")
    began = fields.BigIntField()
    due = fields.BigIntField(db_default=0)  # when its adopter is asked for the result
    reminded = fields.IntField(db_default=0)
    finished = fields.BigIntField(db_default=0)  # when the result was told
    discreet = fields.SmallIntField(db_default=0)  # only that it is applied leaves this node
    author_agreed = fields.BigIntField(db_default=0)  # when who wrote it let it be told as a story
    adopter_agreed = fields.BigIntField(db_default=0)  # when who applies it did

    class Meta:
        table = "adoption"
        indexes = (("artifact_uri",), ("adopter_id", "id"))


class AppliedLink(Model):
    """Lets somebody elsewhere confirm what they apply, shares the id of their reply."""

    id = fields.BigIntField(primary_key=True, generated=False)
    hash = fields.CharField(max_length=100, unique=True)  # of its secret, which stands in a message
    actor_id = fields.BigIntField()
    artifact_uri = fields.CharField(max_length=2048)
    number = fields.IntField()
    digest = fields.CharField(max_length=100, db_default="")
    expires = fields.BigIntField()
    used = fields.BigIntField(db_default=0)

    class Meta:
        table = "applied_link"
        indexes = (("actor_id",),)


class OfferedText(Model):
    """What somebody would have an artifact say, shares the id of its offer."""

    id = fields.BigIntField(primary_key=True, generated=False)
    title = fields.TextField(db_default="")
    abstract = fields.TextField(db_default="")
    source = fields.TextField(db_default="")
    parts = fields.TextField(db_default="")  # JSON
    language = fields.CharField(max_length=35, db_default="")
    base = fields.IntField(db_default=0)  # the revision of the original that it began from
    base_digest = fields.CharField(max_length=100, db_default="")

    class Meta:
        table = "offered_text"
