"""Likes and boosts."""

from tortoise import fields
from tortoise.models import Model


class Reaction(Model):
    """Somebody found a post useful."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    post_id = fields.BigIntField()
    uri = fields.CharField(max_length=2048, db_default="")
    created = fields.BigIntField()

    class Meta:
        table = "reaction"
        unique_together = (("post_id", "actor_id"),)
        indexes = (("actor_id", "id"),)


class Boost(Model):
    """Somebody passes a post on, a communitys boost is its relay."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    post_id = fields.BigIntField()
    uri = fields.CharField(max_length=2048, db_default="")
    created = fields.BigIntField()

    class Meta:
        table = "boost"
        unique_together = (("post_id", "actor_id"),)
        indexes = (("actor_id", "id"), ("uri",))
