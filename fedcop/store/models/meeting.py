"""When people meet, who comes, and what becomes of it."""

from tortoise import fields
from tortoise.models import Model


class Meeting(Model):
    """One occurrence of a meeting, shares the id of its post."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField(db_default=0)
    starts = fields.BigIntField()
    ends = fields.BigIntField(db_default=0)
    timezone = fields.CharField(max_length=60, db_default="")
    place = fields.TextField(db_default="")
    link = fields.CharField(max_length=2048, db_default="")
    format = fields.CharField(max_length=30, db_default="")
    series_uri = fields.CharField(max_length=2048, db_default="")
    rule = fields.CharField(max_length=200, db_default="")  # how its series repeats
    join_mode = fields.CharField(max_length=20, db_default="free")
    capacity = fields.IntField(db_default=0)  # 0: whoever comes
    state = fields.CharField(max_length=12, db_default="confirmed")  # confirmed, cancelled
    notes = fields.TextField(db_default="")  # Markdown
    recording = fields.CharField(max_length=2048, db_default="")
    outcome_uri = fields.CharField(max_length=2048, db_default="")
    sequence = fields.IntField(db_default=0)  # raised when calendars are to take it anew
    began = fields.BigIntField(db_default=0)  # when the first of its series starts
    nth = fields.IntField(db_default=0)  # which of its series it is, from 1
    grows = fields.SmallIntField(db_default=0)  # whether the next of its series is still to come
    reminded = fields.BigIntField(db_default=0)
    told = fields.BigIntField(db_default=0)  # when others were told who comes
    due = fields.BigIntField(db_default=0)  # when they are to be told
    turn = fields.IntField(db_default=0)  # raised whenever somebody answers
    going = fields.IntField(db_default=0)  # as its home counts
    maybe = fields.IntField(db_default=0)
    organizations = fields.TextField(db_default="")  # JSON: who comes from where, as it counts

    class Meta:
        table = "meeting"
        indexes = (("community_id", "starts"),)


class Rsvp(Model):
    """Somebody comes, may come, or does not."""

    id = fields.BigIntField(primary_key=True, generated=False)
    meeting_id = fields.BigIntField()
    actor_id = fields.BigIntField()
    answer = fields.CharField(max_length=10)  # going, maybe, not, waiting
    uri = fields.CharField(max_length=2048, db_default="")  # of the Join
    created = fields.BigIntField()
    came = fields.SmallIntField(db_default=0)

    class Meta:
        table = "rsvp"
        unique_together = (("meeting_id", "actor_id"),)
        indexes = (("actor_id", "meeting_id"),)


class CalendarKey(Model):
    """The secret in the address of somebodys own calendar, as a hash."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField(unique=True)
    hash = fields.CharField(max_length=100, unique=True)
    created = fields.BigIntField()

    class Meta:
        table = "calendar_key"
