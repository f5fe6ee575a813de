"""Reports."""

from tortoise import fields
from tortoise.models import Model


class Report(Model):
    """A Flag that reached us, or one of ours."""

    id = fields.BigIntField(primary_key=True, generated=False)
    uri = fields.CharField(max_length=2048, unique=True)
    reporter_id = fields.BigIntField()
    subject_id = fields.BigIntField(db_default=0)  # the actor reported
    community_id = fields.BigIntField(db_default=0)
    posts = fields.TextField(db_default="[]")  # JSON list of uris
    text = fields.TextField(db_default="")
    state = fields.CharField(max_length=10, db_default="open")
    created = fields.BigIntField()
    category = fields.CharField(max_length=20, db_default="other")
    forward = fields.SmallIntField(db_default=1)  # those elsewhere whom it concerns are told
    rules = fields.TextField(db_default="[]")  # JSON list of the numbers of rules
    assigned_id = fields.BigIntField(db_default=0)  # which moderator works on it
    outcome = fields.CharField(max_length=20, db_default="")  # what was done about it
    answer = fields.TextField(db_default="")  # what its reporter is told
    resolved = fields.BigIntField(db_default=0)
    resolved_by = fields.BigIntField(db_default=0)

    class Meta:
        table = "report"
        indexes = (
            ("state", "id"),
            ("subject_id", "id"),
            ("reporter_id", "id"),
            ("community_id", "id"),
        )
