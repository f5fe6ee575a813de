"""Hashtags that somebody follows, or shows on their profile."""

from tortoise import fields
from tortoise.models import Model


class FollowedTag(Model):
    """Somebody reads at home what everybody may read under a hashtag."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField(db_index=True)
    tag = fields.CharField(max_length=120)

    class Meta:
        table = "followed_tag"
        unique_together = (("tag", "actor_id"),)


class FeaturedTag(Model):
    """Somebody shows a hashtag on their profile."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    tag = fields.CharField(max_length=120)

    class Meta:
        table = "featured_tag"
        unique_together = (("actor_id", "tag"),)
