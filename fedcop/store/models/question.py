"""What people want to know, and which answer helped."""

from tortoise import fields
from tortoise.models import Model


class Question(Model):
    """Help is wanted, shares the id of its post."""

    id = fields.BigIntField(primary_key=True, generated=False)
    asker_id = fields.BigIntField(db_default=0)
    community_id = fields.BigIntField(db_default=0)
    state = fields.CharField(max_length=10, db_default="open")  # open, answered, closed
    background = fields.TextField(db_default="")  # what its asker calls the context
    tried = fields.TextField(db_default="")
    urgency = fields.CharField(max_length=10, db_default="")
    accepted_id = fields.BigIntField(db_default=0)  # the post
    accepted_by = fields.BigIntField(db_default=0)
    accepted = fields.BigIntField(db_default=0)
    answer_uri = fields.CharField(max_length=2048, db_default="")  # of one that is not here yet
    settled = fields.BigIntField(db_default=0)  # when an answer was last accepted, or no longer
    first_answer = fields.BigIntField(db_default=0)  # when somebody else answered first
    owed = fields.BigIntField(db_default=0)  # by when, if one asks first; < 0: past

    class Meta:
        table = "question"
        indexes = (("asker_id", "id"),)


class AskMe(Model):
    """What somebody may be asked about, and how often, shares the id of its actor."""

    id = fields.BigIntField(primary_key=True, generated=False)
    topics = fields.TextField(db_default="")  # folded hashtags, a space between them
    most = fields.SmallIntField(db_default=2)  # questions a week
    quiet_from = fields.SmallIntField(db_default=0)  # hours of the day; the same twice: never quiet
    quiet_to = fields.SmallIntField(db_default=0)
    timezone = fields.CharField(max_length=60, db_default="")
    changed = fields.BigIntField()

    class Meta:
        table = "ask_me"
