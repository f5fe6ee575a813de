"""Files beside posts, and pictures of profiles."""

from tortoise import fields
from tortoise.models import Model


class Media(Model):
    """A file somebody put here, or one that stands elsewhere beside a post we know."""

    id = fields.BigIntField(primary_key=True, generated=False)
    owner_id = fields.BigIntField()
    key = fields.CharField(max_length=32)  # part of its address, so that nobody guesses it
    place = fields.SmallIntField(db_default=0)  # values.MediaPlace
    post_id = fields.BigIntField(db_default=0)
    position = fields.SmallIntField(db_default=0)
    kind = fields.CharField(max_length=20)  # as clients call it: image, video, audio, unknown
    mime = fields.CharField(max_length=100, db_default="")
    size = fields.BigIntField(db_default=0)
    hash = fields.CharField(max_length=64, db_default="")  # of the file, where we have it
    wide = fields.IntField(db_default=0)
    high = fields.IntField(db_default=0)
    small_mime = fields.CharField(max_length=100, db_default="")
    small_hash = fields.CharField(max_length=64, db_default="")
    small_wide = fields.IntField(db_default=0)
    small_high = fields.IntField(db_default=0)
    blurhash = fields.CharField(max_length=100, db_default="")
    focus_x = fields.IntField(db_default=0)  # in thousandths, -1000 to 1000
    focus_y = fields.IntField(db_default=0)
    description = fields.TextField(db_default="")
    remote = fields.CharField(max_length=2048, db_default="")  # where it stands elsewhere
    used = fields.BigIntField(db_default=0)  # when a copy of it was asked for last, where one is
    tries = fields.SmallIntField(db_default=0)  # in vain, to have a copy of it
    rest = fields.BigIntField(db_default=0)  # until when it is not tried again
    created = fields.BigIntField()
    part_of = fields.BigIntField(db_default=0)  # captions: the recording they belong to
    language = fields.CharField(max_length=35, db_default="")  # of captions, as BCP 47 has it

    class Meta:
        table = "media"
        indexes = (("post_id", "position"), ("place", "created"), ("hash",), ("small_hash",))
