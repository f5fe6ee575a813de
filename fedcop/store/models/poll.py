"""Polls: what is asked, how it stands, who chose what."""

from tortoise import fields
from tortoise.models import Model


class Poll(Model):
    """What a post asks its readers to choose, shares the id of its post."""

    id = fields.BigIntField(primary_key=True, generated=False)
    multiple = fields.SmallIntField(db_default=0)
    hide_totals = fields.SmallIntField(db_default=0)  # until it has ended
    ends_at = fields.BigIntField(db_default=0)  # 0: never
    closed = fields.BigIntField(db_default=0)  # when its end was told
    round = fields.IntField(db_default=1)  # raised when other options let votes begin anew

    class Meta:
        table = "poll"


class PollOption(Model):
    """One of the choices of a poll."""

    id = fields.BigIntField(primary_key=True, generated=False)
    post_id = fields.BigIntField()
    position = fields.SmallIntField()
    title = fields.TextField()
    votes = fields.BigIntField(db_default=0)

    class Meta:
        table = "poll_option"
        unique_together = (("post_id", "position"),)


class PollTally(Model):
    """How a poll stands, apart from what it asks, on which every vote relies."""

    id = fields.BigIntField(primary_key=True, generated=False)  # of its post
    voters = fields.BigIntField(db_default=0)  # -1: nobody said
    told = fields.BigIntField(db_default=0)  # when others were told the counts
    due = fields.BigIntField(db_default=0)  # when they are to be told next, 0: nothing is new
    asked = fields.BigIntField(db_default=0)  # when its home was asked

    class Meta:
        table = "poll_tally"


class PollVote(Model):
    """All that somebody chose in a poll."""

    id = fields.BigIntField(primary_key=True, generated=False)
    post_id = fields.BigIntField()
    actor_id = fields.BigIntField()
    choices = fields.IntField()  # a bit for each option
    created = fields.BigIntField()

    class Meta:
        table = "poll_vote"
        unique_together = (("post_id", "actor_id"),)
