"""What somebody would rather not read: words, and single posts."""

from tortoise import fields
from tortoise.models import Model


class PostFilter(Model):
    """Some words and posts that are hidden or folded for somebody, in some places."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField(db_index=True)
    title = fields.CharField(max_length=255)
    contexts = fields.SmallIntField()  # values.FilterContext, added up
    action = fields.SmallIntField(db_default=0)  # values.FilterAction
    expires = fields.BigIntField(db_default=0)  # 0: never
    created = fields.BigIntField()

    class Meta:
        table = "post_filter"


class FilterKeyword(Model):
    """A word, or some, that a filter looks for."""

    id = fields.BigIntField(primary_key=True, generated=False)
    filter_id = fields.BigIntField(db_index=True)
    owner_id = fields.BigIntField(db_index=True)
    keyword = fields.CharField(max_length=255)
    whole_word = fields.SmallIntField(db_default=1)

    class Meta:
        table = "filter_keyword"


class FilterPost(Model):
    """A single post that a filter looks for."""

    id = fields.BigIntField(primary_key=True, generated=False)
    filter_id = fields.BigIntField()
    owner_id = fields.BigIntField(db_index=True)
    post_id = fields.BigIntField()

    class Meta:
        table = "filter_post"
        unique_together = (("filter_id", "post_id"),)
