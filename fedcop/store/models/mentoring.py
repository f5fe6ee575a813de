"""People who help people: mentors, and thanks."""

from tortoise import fields
from tortoise.models import Model


class MentorProfile(Model):
    """Somebody would be a mentor, shares the id of its actor."""

    id = fields.BigIntField(primary_key=True, generated=False)
    about = fields.TextField(db_default="")
    topics = fields.TextField(db_default="")  # folded hashtags, a space between them
    languages = fields.CharField(max_length=200, db_default="")
    timezone = fields.CharField(max_length=60, db_default="")
    most = fields.SmallIntField(db_default=2)
    open = fields.SmallIntField(db_default=1)
    changed = fields.BigIntField()

    class Meta:
        table = "mentor_profile"


class Mentorship(Model):
    """One person offers to help another, or asks for it."""

    id = fields.BigIntField(primary_key=True, generated=False)
    uri = fields.CharField(max_length=2048, unique=True)
    mentor_id = fields.BigIntField()
    mentee_id = fields.BigIntField()
    by_id = fields.BigIntField()  # who began it
    goal = fields.TextField(db_default="")
    state = fields.CharField(max_length=10, db_default="open")
    answer_uri = fields.CharField(max_length=2048, db_default="")
    created = fields.BigIntField()
    answered = fields.BigIntField(db_default=0)
    ended = fields.BigIntField(db_default=0)
    words = fields.TextField(db_default="")  # how it was closed

    class Meta:
        table = "mentorship"
        indexes = (("mentor_id", "id"), ("mentee_id", "id"))


class Thanks(Model):
    """Somebody is thanked for a work of theirs, shares the id of its post."""

    id = fields.BigIntField(primary_key=True, generated=False)
    person_id = fields.BigIntField()
    work_uri = fields.CharField(max_length=2048, db_default="")
    created = fields.BigIntField()
    hidden = fields.SmallIntField(db_default=0)  # by whoever is thanked

    class Meta:
        table = "thanks"
        indexes = (("person_id", "id"), ("work_uri",))
