"""What people write."""

from tortoise import fields
from tortoise.models import Model


class Post(Model):
    """A post or reply, ours or another nodes, a tombstone once `deleted` is set."""

    id = fields.BigIntField(primary_key=True, generated=False)
    uri = fields.CharField(max_length=2048, unique=True)
    url = fields.CharField(max_length=2048, db_default="")
    kind = fields.CharField(max_length=20, db_default="Note")  # the ActivityStreams type
    author_id = fields.BigIntField()
    community_id = fields.BigIntField(db_default=0)
    root_id = fields.BigIntField(db_default=0)  # the thread start; its own id for a start
    reply_to_id = fields.BigIntField(db_default=0)
    reply_to_uri = fields.CharField(
        max_length=2048, db_default=""
    )  # also when the parent cannot be had
    top = fields.SmallIntField(db_default=1)  # starts a thread
    audience = fields.SmallIntField(db_default=0)  # values.Audience
    title = fields.TextField(db_default="")
    summary = fields.TextField(db_default="")
    content = fields.TextField(db_default="")  # sanitised HTML
    source = fields.TextField(db_default="")  # Markdown, when its author gave it
    language = fields.CharField(max_length=35, db_default="")
    sensitive = fields.SmallIntField(db_default=0)
    local = fields.SmallIntField(db_default=0)
    here = fields.SmallIntField(db_default=0)  # in one of our communities
    published = fields.BigIntField()
    edited = fields.BigIntField(db_default=0)
    deleted = fields.BigIntField(db_default=0)
    bumped = fields.BigIntField(db_default=0)  # last life in the thread, on its start
    revision = fields.IntField(db_default=1)
    version = fields.IntField(db_default=1)  # raised by whatever changes what readers see
    replies = fields.IntField(db_default=0)
    likes = fields.IntField(db_default=0)
    boosts = fields.IntField(db_default=0)
    context_uri = fields.CharField(max_length=2048, db_default="")
    cause = fields.BigIntField(db_default=0)  # the inbox message that brought it
    cop = fields.TextField(db_default="")  # JSON of its cop: properties, unknown ones included
    plain = fields.SmallIntField(db_default=0)  # `source` is plain text, not Markdown
    files = fields.SmallIntField(db_default=0)  # how many it shows
    practice = fields.CharField(max_length=20, db_default="")  # which kind of practice, if any

    class Meta:
        table = "post"
        indexes = (("root_id", "id"), ("author_id", "id"))


class PostRevision(Model):
    """What a post said before an edit."""

    id = fields.BigIntField(primary_key=True, generated=False)
    post_id = fields.BigIntField()
    number = fields.IntField()
    title = fields.TextField(db_default="")
    summary = fields.TextField(db_default="")
    content = fields.TextField(db_default="")
    source = fields.TextField(db_default="")
    at = fields.BigIntField()
    files = fields.TextField(db_default="")  # JSON of what it showed, and what it said of that
    poll = fields.TextField(db_default="")  # JSON of the choices it gave

    class Meta:
        table = "post_revision"
        unique_together = (("post_id", "number"),)


class Mention(Model):
    """A post names an actor, for a NAMED post this is its audience."""

    id = fields.BigIntField(primary_key=True, generated=False)
    post_id = fields.BigIntField()
    actor_id = fields.BigIntField()

    class Meta:
        table = "mention"
        unique_together = (("post_id", "actor_id"),)
        indexes = (("actor_id", "post_id"),)


class Hashtag(Model):
    """A post carries a hashtag, folded to lower case."""

    id = fields.BigIntField(primary_key=True, generated=False)
    post_id = fields.BigIntField()
    tag = fields.CharField(max_length=120)
    files = fields.SmallIntField(db_default=0)  # how many the post shows

    class Meta:
        table = "hashtag"
        unique_together = (("post_id", "tag"),)
        indexes = (("tag", "post_id"),)
